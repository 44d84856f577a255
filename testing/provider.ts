// Serves a stand-in for a provider, so that the real engine can preview and deploy real programs with no cloud and no
// download. It answers as a bridged provider does in what policies can see: inputs after Check, unknowns at preview,
// outputs afterwards. @pulumi/pulumi/provider cannot serve it, since it knows no previewed creates.
// biome-ignore lint/correctness/noUndeclaredDependencies: types only; the modules are of @pulumi/pulumi
import type { handleUnaryCall } from "@grpc/grpc-js";
import type * as messages from "@pulumi/pulumi/proto/provider_pb";
// biome-ignore lint/correctness/noUndeclaredDependencies: types only; the modules are of @pulumi/pulumi
import type * as structs from "google-protobuf/google/protobuf/struct_pb";
import { type Change, diff } from "./aws/diff";
import { type Properties, UNKNOWN, type Value } from "./aws/values";
import { Empty, grpc, PluginInfo, proto, ResourceProviderService, Struct, serve } from "./pulumi";

export interface ProviderConfig {
  region: Value;
  defaultTags: Value;
}

/** What a provider answers. */
export interface Provider {
  readonly name: string;
  readonly version: string;
  check(urn: string, type: string, news: Properties, olds: Properties, config: ProviderConfig): Properties;
  /** What a create or an update is expected to answer. */
  previewed(type: string, inputs: Properties, olds?: Properties): Properties;
  created(urn: string, type: string, inputs: Properties): { id: string; outputs: Properties };
  updated(urn: string, type: string, id: string, inputs: Properties, olds: Properties): Properties;
  read(urn: string, type: string, id: string, state: Properties): { inputs: Properties; outputs: Properties };
  /** Notes what is there already. */
  remember(type: string, id: string, outputs: Properties): void;
  invoke(token: string, args: Properties, region: string): Properties;
}

/** Each provider that a program has is a connection of the engine. */
class Configs extends Map<string, ProviderConfig> {
  of(connection: string): ProviderConfig {
    const config = this.get(connection) ?? { region: "us-east-1", defaultTags: null };
    this.set(connection, config);
    return config;
  }
}

function fromStruct(struct: structs.Struct | undefined): Properties {
  return (struct?.toJavaScript() ?? {}) as Properties;
}

function toStruct(properties: Properties): structs.Struct {
  return Struct.fromJavaScript(properties as Parameters<typeof Struct.fromJavaScript>[0]);
}

function typeOf(urn: string): string {
  const qualified = urn.split("::")[2] ?? "";
  return qualified.slice(qualified.lastIndexOf("$") + 1);
}

/** The engine sends the provider's own properties JSON-encoded, all but strings. */
function decoded(value: Value | undefined): Value {
  if (typeof value !== "string" || value === UNKNOWN) {
    return value ?? null;
  }
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

function diffResponse(changes: Change[]): messages.DiffResponse {
  const response = new proto.DiffResponse();
  const { DIFF_NONE, DIFF_SOME } = proto.DiffResponse.DiffChanges;
  response.setChanges(changes.length === 0 ? DIFF_NONE : DIFF_SOME);
  response.setHasdetaileddiff(true);
  for (const { property, kind, replaces } of changes) {
    const detail = new proto.PropertyDiff();
    const plain = {
      add: proto.PropertyDiff.Kind.ADD,
      delete: proto.PropertyDiff.Kind.DELETE,
      update: proto.PropertyDiff.Kind.UPDATE,
    };
    const replacing = {
      add: proto.PropertyDiff.Kind.ADD_REPLACE,
      delete: proto.PropertyDiff.Kind.DELETE_REPLACE,
      update: proto.PropertyDiff.Kind.UPDATE_REPLACE,
    };
    detail.setKind((replaces ? replacing : plain)[kind]);
    detail.setInputdiff(true);
    response.getDetaileddiffMap().set(property, detail);
    response.addDiffs(property);
    if (replaces) {
      response.addReplaces(property);
    }
  }
  return response;
}

const methods = (provider: Provider) => ({
  getPluginInfo: (_: unknown) => new PluginInfo().setVersion(provider.version),
  getSchema: (_: messages.GetSchemaRequest) =>
    new proto.GetSchemaResponse().setSchema(JSON.stringify({ name: provider.name, version: provider.version })),
  cancel: (_: unknown) => new Empty(),
  attach: (_: unknown) => new Empty(),

  checkConfig: (request: messages.CheckRequest) => new proto.CheckResponse().setInputs(request.getNews()),
  diffConfig: (request: messages.DiffRequest) =>
    diffResponse(
      diff(`pulumi:providers:${provider.name}`, fromStruct(request.getOldInputs()), fromStruct(request.getNews())),
    ),
  configure(request: messages.ConfigureRequest, config: ProviderConfig) {
    const args = fromStruct(request.getArgs());
    config.region = args.region ?? config.region;
    config.defaultTags = decoded(args.defaultTags);
    // As the bridge answers. It takes neither secrets nor outputs nor resource references.
    return new proto.ConfigureResponse().setSupportspreview(true);
  },

  check(request: messages.CheckRequest, config: ProviderConfig) {
    const urn = request.getUrn();
    const inputs = provider.check(
      urn,
      typeOf(urn),
      fromStruct(request.getNews()),
      fromStruct(request.getOlds()),
      config,
    );
    return new proto.CheckResponse().setInputs(toStruct(inputs));
  },
  diff(request: messages.DiffRequest) {
    const type = typeOf(request.getUrn());
    provider.remember(type, request.getId(), fromStruct(request.getOlds()));
    return diffResponse(diff(type, fromStruct(request.getOldInputs()), fromStruct(request.getNews())));
  },
  create(request: messages.CreateRequest) {
    const urn = request.getUrn();
    const inputs = fromStruct(request.getProperties());
    if (request.getPreview()) {
      return new proto.CreateResponse().setProperties(toStruct(provider.previewed(typeOf(urn), inputs)));
    }
    const { id, outputs } = provider.created(urn, typeOf(urn), inputs);
    return new proto.CreateResponse().setId(id).setProperties(toStruct(outputs));
  },
  update(request: messages.UpdateRequest) {
    const urn = request.getUrn();
    const [inputs, olds] = [fromStruct(request.getNews()), fromStruct(request.getOlds())];
    const outputs = request.getPreview()
      ? provider.previewed(typeOf(urn), inputs, olds)
      : provider.updated(urn, typeOf(urn), request.getId(), inputs, olds);
    return new proto.UpdateResponse().setProperties(toStruct(outputs));
  },
  delete: (_: messages.DeleteRequest) => new Empty(),
  read(request: messages.ReadRequest) {
    const urn = request.getUrn();
    const state = { ...fromStruct(request.getInputs()), ...fromStruct(request.getProperties()) };
    const { inputs, outputs } = provider.read(urn, typeOf(urn), request.getId(), state);
    return new proto.ReadResponse().setId(request.getId()).setInputs(toStruct(inputs)).setProperties(toStruct(outputs));
  },
  invoke(request: messages.InvokeRequest, config: ProviderConfig) {
    const region = typeof config.region === "string" ? config.region : "us-east-1";
    const result = provider.invoke(request.getTok(), fromStruct(request.getArgs()), region);
    return new proto.InvokeResponse().setReturn(toStruct(result));
  },
});

type Answer = (request: unknown, config: ProviderConfig) => unknown;

function served(answer: Answer, configs: Configs): handleUnaryCall<unknown, unknown> {
  return (call, callback) => {
    try {
      callback(null, answer(call.request, configs.of(call.getPeer())));
    } catch (error) {
      const details = error instanceof Error ? error.message : String(error);
      callback({ code: grpc.status.UNKNOWN, details });
    }
  };
}

/** Serves engines that attach to the provider: `PULUMI_DEBUG_PROVIDERS=NAME:PORT`. */
export async function attachable(provider: Provider): Promise<{ readonly port: number; stop(): void }> {
  const configs = new Configs();
  const answers = Object.entries(methods(provider)).map(([name, answer]) => [name, served(answer as Answer, configs)]);
  return serve(ResourceProviderService, Object.fromEntries(answers));
}

/** Serves the engine that started this process, which reads the port from its output. */
export async function servePlugin(provider: Provider): Promise<void> {
  console.log((await attachable(provider)).port);

  // The engine stops its plugins, unless it was killed itself.
  const engine = process.ppid;
  setInterval(() => process.ppid === engine || process.exit(), 1000).unref();
}
