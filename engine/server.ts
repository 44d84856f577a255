// biome-ignore lint/correctness/noUndeclaredDependencies: types only; the module is the SDK's own
import type { MethodDefinition, UntypedServiceImplementation } from "@grpc/grpc-js";
import type {
  AnalyzeRequest,
  AnalyzeResponse,
  AnalyzeStackRequest,
  ConfigureAnalyzerRequest,
  RemediateResponse,
} from "@pulumi/pulumi/proto/analyzer_pb";
import { propertyNames } from "./decode";
import type { Link } from "./exemptions";
import { lacksInputs } from "./inputs";
import { readMessage } from "./messages";
import { once } from "./once";
import { analyzeByType, type PoliciesForType } from "./resource-analysis";
import { analyzerProto, grpc, type Handler, type PackIdentity } from "./sdk";
import { analyzeStackOnce, type ConfiguredStackPolicy } from "./stack-analysis";

/** What the engine sends of each policy: its level, and its options with defaults filled in. */
export type PackConfiguration = ReadonlyMap<
  string,
  { readonly enforcementLevel: string; readonly options: Record<string, unknown> }
>;

/** Something to tell about the stack, beside the violations of its policies. */
export interface Advisory {
  readonly policy: string;
  readonly description: string;
  readonly text: string;
}

export interface ServiceHooks {
  /** Today's names of policies by earlier ones, which configurations may still use. */
  readonly names: ReadonlyMap<string, string>;
  /** Called with the configuration before the SDK gets it. What it throws stops the run. */
  onConfigure(configuration: PackConfiguration): void;
  /** Called with each resource before the SDK gets it. The parent is empty where there is none. */
  onAnalyze(urn: string, inputNames: readonly string[], parent: string): void;
  /** Called before that with each resource that the program only reads. */
  onOnlyRead(urn: string): void;
  /** The policies that are configured to judge resources one by one, by whether they are for resources of a type. */
  resourcePolicies(type: string): PoliciesForType;
  /** Whether a policy is configured to repair resources. */
  remediates(): boolean;
  /** The policies that are configured to judge the stack as a whole. */
  stackPolicies(): readonly ConfiguredStackPolicy[];
  /** Called with all resources of the stack after they were judged. */
  onAnalyzeStack(resources: readonly Link[]): readonly Advisory[];
}

/**
 * Calls hooks on the requests of the engine, for which the SDK has none, and has no policy judge what it is not for: the SDK's gRPC
 * service is wrapped when it starts to serve. Should the SDK come to serve in another way, the hooks are never called, and nothing
 * else changes.
 */
export function hookService(packName: string, hooks: ServiceHooks): void {
  const { Server, status } = grpc;
  // As the SDK does.
  const { version } = require(`${process.cwd()}/package.json`) as { version: string };
  const pack = { name: packName, version };
  const { addService } = Server.prototype;
  Server.prototype.addService = function (service, implementation) {
    const sdk = implementation as unknown as AnalyzerHandlers;
    const analyze = analyzeByType(pack, hooks.resourcePolicies) ?? sdk.analyze;
    const analyzeStack = analyzeStackOnce(pack, hooks.stackPolicies) ?? sdk.analyzeStack;
    let lastRepair: Uint8Array | undefined;
    const onRepair = (bytes: Uint8Array) => {
      lastRepair = bytes;
    };
    const hooked: AnalyzerHandlers = {
      configure(call, callback) {
        rename(call.request, hooks.names);
        try {
          hooks.onConfigure(readConfiguration(call.request));
        } catch (error) {
          return callback({ code: status.INVALID_ARGUMENT, details: (error as Error).message });
        }
        sdk.configure(call, callback);
      },
      analyze(call, callback) {
        const { request } = call;
        const inputNames = inputNamesOf(request);
        // The engine asks for a repair of a resource before it has the resource analyzed.
        const repair =
          inputNames.length === 0 && lastRepair ? readMessage(analyzerProto.AnalyzeRequest, lastRepair) : undefined;
        if (repair?.getUrn() === request.getUrn() && lacksInputs(repair.hasProvider(), inputNamesOf(repair)))
          hooks.onOnlyRead(request.getUrn());
        hooks.onAnalyze(request.getUrn(), inputNames, request.getOptions()?.getParent() ?? "");
        // Components and providers, which have no provider, are for policies that look at what is above a resource.
        if (request.hasProvider()) analyze(call, callback);
        else sdk.analyze(call, callback);
      },
      remediate(call, callback) {
        if (call.request === NOT_READ) callback(REPAIRS_NOTHING);
        else sdk.remediate(call, callback);
      },
      analyzeStack(call, callback) {
        analyzeStack(call, (error, response) => {
          if (response) addAdvisories(response, pack, call.request, hooks);
          callback(error, response);
        });
      },
    };
    const definition = { ...service, ...codecs(service as unknown as AnalyzerDefinition, hooks, onRepair) };
    return addService.call(this, definition, { ...implementation, ...hooked } as UntypedServiceImplementation);
  };
}

function inputNamesOf(request: AnalyzeRequest): readonly string[] {
  const properties = request.getProperties();
  return properties ? propertyNames(properties) : [];
}

/**
 * How messages become bytes, and bytes messages.
 * @param onRepair called with each request for a repair
 */
function codecs(
  { analyze, analyzeStack, remediate }: AnalyzerDefinition,
  hooks: ServiceHooks,
  onRepair: (request: Uint8Array) => void,
): AnalyzerDefinition {
  const { AnalyzeRequest, AnalyzeStackRequest } = analyzerProto;
  return {
    analyze: {
      ...analyze,
      requestDeserialize: (bytes) => readMessage(AnalyzeRequest, bytes),
      // Most answers say that nothing was found: they are few, and given many times.
      responseSerialize: once(analyze.responseSerialize),
    },
    analyzeStack: { ...analyzeStack, requestDeserialize: (bytes) => readMessage(AnalyzeStackRequest, bytes) },
    remediate: {
      ...remediate,
      // The engine asks for repairs of every resource, also where nothing is to be repaired.
      requestDeserialize(bytes) {
        onRepair(bytes);
        return hooks.remediates() ? readMessage(AnalyzeRequest, bytes) : NOT_READ;
      },
    },
  };
}

/** A request that is not worth reading. */
const NOT_READ = new analyzerProto.AnalyzeRequest();

/**
 * What a pack answers that repairs nothing, which the engine expects of packs: it goes out at once, where an answer that has no
 * repairs in it takes two turns of Node's loop.
 * Source: https://github.com/pulumi/pulumi/blob/master/sdk/go/common/resource/plugin/analyzer_plugin.go
 */
const REPAIRS_NOTHING = { code: grpc.status.UNIMPLEMENTED, details: "no policy is configured to repair resources" };

interface AnalyzerDefinition {
  readonly analyze: MethodDefinition<AnalyzeRequest, AnalyzeResponse>;
  readonly analyzeStack: MethodDefinition<AnalyzeStackRequest, AnalyzeResponse>;
  readonly remediate: MethodDefinition<AnalyzeRequest, RemediateResponse>;
}

interface AnalyzerHandlers {
  readonly configure: Handler<ConfigureAnalyzerRequest, unknown>;
  readonly analyze: Handler<AnalyzeRequest, AnalyzeResponse>;
  readonly remediate: Handler<AnalyzeRequest, RemediateResponse>;
  readonly analyzeStack: Handler<AnalyzeStackRequest, AnalyzeResponse>;
}

/** The engine sends defaults under today's name; what the user configured under an earlier one takes their place. */
function rename(request: ConfigureAnalyzerRequest, names: ReadonlyMap<string, string>): void {
  const policies = request.getPolicyconfigMap();
  for (const [earlier, name] of names) {
    const policy = policies.get(earlier);
    if (policy === undefined) continue;
    policies.set(name, policy);
    policies.del(earlier);
  }
}

/** By their numbers: https://github.com/pulumi/pulumi/blob/master/proto/pulumi/analyzer.proto */
const LEVELS = ["advisory", "mandatory", "disabled", "remediate"];

function readConfiguration(request: ConfigureAnalyzerRequest): PackConfiguration {
  const configuration = new Map<string, { enforcementLevel: string; options: Record<string, unknown> }>();
  request.getPolicyconfigMap().forEach((policy, name) => {
    const options = policy.getProperties()?.toJavaScript() ?? {};
    configuration.set(name, { enforcementLevel: LEVELS[policy.getEnforcementlevel()] ?? "", options });
  });
  return configuration;
}

function addAdvisories(
  response: AnalyzeResponse,
  pack: PackIdentity,
  request: AnalyzeStackRequest,
  { onAnalyzeStack }: ServiceHooks,
): void {
  const resources = request.getResourcesList().map((resource) => ({
    name: resource.getName(),
    type: resource.getType(),
    urn: resource.getUrn(),
  }));
  for (const { policy, description, text } of onAnalyzeStack(resources)) {
    const diagnostic = new analyzerProto.AnalyzeDiagnostic();
    diagnostic.setPolicyname(policy);
    diagnostic.setPolicypackname(pack.name);
    diagnostic.setPolicypackversion(pack.version);
    diagnostic.setDescription(description);
    diagnostic.setMessage(`${description}\n${text}`);
    response.addDiagnostics(diagnostic);
  }
}
