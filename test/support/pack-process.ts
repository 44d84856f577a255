import { spawn } from "node:child_process";
import events from "node:events";
import path from "node:path";
import { credentials, type ServiceError, status } from "@grpc/grpc-js";
import { AnalyzerClient } from "@pulumi/pulumi/proto/analyzer_grpc_pb";
import {
  AnalyzeRequest,
  type AnalyzeResponse,
  type AnalyzerInfo,
  AnalyzerPropertyDependencies,
  AnalyzerProviderResource,
  AnalyzerResource,
  AnalyzerResourceOptions,
  AnalyzeStackRequest,
  ConfigureAnalyzerRequest,
  EnforcementLevel,
  PolicyConfig,
  type PolicyInfo,
  type RemediateResponse,
} from "@pulumi/pulumi/proto/analyzer_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { once } from "../../kit/once";
import { requireCurrentBuild } from "../../tools/current-build";
import { executable } from "../../tools/programs";
import { shared } from "./environment";
import { type Analyzer, inProcessPack } from "./in-process-pack";

/** The repository, which is the policy pack's directory. */
export const packDirectory = path.resolve(__dirname, "../..");

/** The form of the pack that the tests check by: all that it finds has to be the same in both. */
export const policyPack = process.env.POLICY_PACK_FORM === "executable" ? executable : packDirectory;

/** Whether the tests check by the executable form. It runs the same policies, so that variants of rows are checked in the other run. */
export const isExecutable = policyPack === executable;

/** Whether mutants of the pack are checked, which takes a pack in this process. */
export const inProcess = process.env.POLICY_PACK_FORM === "in-process";

export interface WireResource {
  readonly type: string;
  readonly name: string;
  readonly urn: string;
  /** Properties in the engine's wire form, see `wire.ts`. */
  readonly properties: Record<string, unknown>;
  readonly provider?: { readonly type: string; readonly properties: Record<string, unknown> };
  readonly parent?: string;
  readonly dependencies?: readonly string[];
  readonly propertyDependencies?: Readonly<Record<string, readonly string[]>>;
  readonly ignoreChanges?: readonly string[];
  readonly deleteBeforeReplace?: boolean;
  /** Whether the engine is so old that it sends no options of resources. */
  readonly withoutOptions?: boolean;
  /** Whether the program only reads the resource: requests for its repair are without the notes of a provider. */
  readonly onlyRead?: boolean;
}

export interface Diagnostic {
  readonly policy: string;
  readonly level: string;
  readonly message: string;
  readonly urn: string;
}

export type PackConfig = Readonly<Record<string, { level: string; options?: Record<string, unknown> }>>;

const LEVELS: Readonly<Record<string, EnforcementLevel>> = {
  advisory: EnforcementLevel.ADVISORY,
  mandatory: EnforcementLevel.MANDATORY,
  disabled: EnforcementLevel.DISABLED,
  remediate: EnforcementLevel.REMEDIATE,
};

/** Node writes no coverage when a signal ends it. */
const EXIT_ON_KILL = "data:text/javascript,process.on('SIGTERM', () => process.exit())";

/** The real pack process, spoken to as the engine does: one request instead of one engine run for each case. */
export class PackProcess {
  /** What the process has printed, besides its port. */
  printed = "";
  private configured: string | undefined;

  private constructor(
    private readonly client: Analyzer,
    /** Ends the process. */
    readonly stop: () => Promise<void>,
  ) {}

  /** The pack without a process and a socket, which checks thousands of variants in a few seconds. */
  static inThisProcess(): PackProcess {
    return new PackProcess(inProcessPack(), async () => {});
  }

  /** The pack that all tables ask: the process of the executable form, or the sources. */
  static async shared(): Promise<PackProcess> {
    if (PackProcess.#shared === undefined) {
      const pack = isExecutable ? await PackProcess.start() : PackProcess.inThisProcess();
      PackProcess.#shared = pack;
      shared.push(() => {
        PackProcess.#shared = undefined;
        return pack.stop();
      });
    }
    return PackProcess.#shared;
  }

  static #shared: PackProcess | undefined;

  /** @param other a form of the pack, or the directory of another pack */
  static async start(other?: string): Promise<PackProcess> {
    if (inProcess && other === undefined) return PackProcess.inThisProcess();
    const started = other ?? policyPack;
    requireCurrentBuild(started);
    const cwd = started === executable ? packDirectory : started;
    // What the runner of the SDK loads beside the pack takes twice as long as the pack.
    const own = started === packDirectory ? path.join(cwd, "bin/pack.js") : undefined;
    const runner = own ?? require.resolve("@pulumi/pulumi/cmd/run-policy-pack", { paths: [cwd] });
    const file = started === executable ? [executable] : ["--import", EXIT_ON_KILL, runner];
    const args = [...file, "127.0.0.1:0", "."];
    const child = spawn(process.execPath, args, { cwd, stdio: ["ignore", "pipe", "pipe"] });
    child.stderr.pipe(process.stderr, { end: false });
    const exit = events.once(child, "exit");
    const ended = exit.then(() => Promise.reject(new Error(`the pack in ${cwd} did not start`)));
    const [line] = (await Promise.race([events.once(child.stdout, "data"), ended])) as [Buffer];
    const address = `127.0.0.1:${line.toString().trim()}`;
    // As the engine has it: a list of thousands may violate a policy in each element.
    const options = { "grpc.max_receive_message_length": 400 * 1024 * 1024 };
    const client = new AnalyzerClient(address, credentials.createInsecure(), options);
    const pack = new PackProcess(client, async () => {
      client.close();
      child.kill();
      await exit;
    });
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (text: Buffer) => {
        pack.printed += text;
      });
    }
    return pack;
  }

  /** Most rows of a table have one configuration, which the pack need not check again for each of them. */
  async configure(config: PackConfig): Promise<void> {
    const key = JSON.stringify(config);
    if (key === this.configured) return;
    this.configured = undefined;
    const request = new ConfigureAnalyzerRequest();
    for (const [name, { level, options }] of Object.entries(config)) {
      const policy = new PolicyConfig();
      policy.setEnforcementlevel(LEVELS[level] ?? EnforcementLevel.ADVISORY);
      policy.setProperties(Struct.fromJavaScript((options ?? {}) as never));
      request.getPolicyconfigMap().set(name, policy);
    }
    await call((done) => this.client.configure(request, done));
    this.configured = key;
  }

  /** What the pack says about its policies, by their names. */
  async info(): Promise<ReadonlyMap<string, PolicyInfo.AsObject>> {
    const info = await call<AnalyzerInfo>((done) => this.client.getAnalyzerInfo(new Empty(), done));
    return new Map(info.toObject().policiesList.map((policy) => [policy.name, policy]));
  }

  async analyze(resource: WireResource): Promise<Diagnostic[]> {
    if (resource.onlyRead) await this.remediate(resource);
    const request = fill(new AnalyzeRequest(), resource);
    return diagnostics(await call<AnalyzeResponse>((done) => this.client.analyze(request, done)));
  }

  async analyzeStack(resources: readonly WireResource[]): Promise<Diagnostic[]> {
    const request = new StackRequest(resources);
    return diagnostics(await call<AnalyzeResponse>((done) => this.client.analyzeStack(request, done)));
  }

  /** The properties after remediation in wire form, or undefined where nothing was repaired. */
  async remediate(resource: WireResource): Promise<Record<string, unknown> | undefined> {
    const isNoted = !resource.onlyRead && !resource.type.startsWith("aws-native:");
    const noted = isNoted ? { __defaults: [] } : {};
    const request = fill(new AnalyzeRequest(), { ...resource, properties: { ...resource.properties, ...noted } });
    const response = await call<RemediateResponse>((done) => this.client.remediate(request, done)).catch(
      repairsNothing,
    );
    const repaired = response?.getRemediationsList().at(-1)?.getProperties()?.toJavaScript();
    if (repaired === undefined) return undefined;
    const { __defaults: _, ...inputs } = repaired;
    return inputs;
  }
}

/** As the engine takes it. */
function repairsNothing(error: ServiceError): undefined {
  if (error.code !== status.UNIMPLEMENTED) throw error;
}

function fill<R extends AnalyzeRequest | AnalyzerResource>(request: R, resource: WireResource): R {
  request.setType(resource.type);
  request.setName(resource.name);
  request.setUrn(resource.urn);
  request.setProperties(Struct.fromJavaScript(resource.properties as never));
  const options = new AnalyzerResourceOptions();
  options.setIgnorechangesList([...(resource.ignoreChanges ?? [])]);
  options.setDeletebeforereplace(resource.deleteBeforeReplace ?? false);
  options.setParent(resource.parent ?? "");
  if (!resource.withoutOptions) request.setOptions(options);
  if (resource.provider !== undefined) {
    const provider = new AnalyzerProviderResource();
    provider.setType(resource.provider.type);
    provider.setName("default");
    provider.setUrn(`urn:pulumi:test::test::${resource.provider.type}::default`);
    provider.setProperties(Struct.fromJavaScript(resource.provider.properties as never));
    request.setProvider(provider);
  }
  return request;
}

/** A stack whose resources are encoded once each: its variants have most of them in common. */
class StackRequest extends AnalyzeStackRequest {
  constructor(private readonly resources: readonly WireResource[]) {
    super();
  }

  override serializeBinary(): Uint8Array {
    return Buffer.concat(this.resources.map(encodedStack));
  }
}

/** A stack of one resource. Such stacks one after the other are the stack of all of them. */
const encodedStack = once((resource: WireResource): Uint8Array => {
  const message = fill(new AnalyzerResource(), resource);
  message.setParent(resource.parent ?? "");
  message.setDependenciesList([...(resource.dependencies ?? [])]);
  for (const [property, urns] of Object.entries(resource.propertyDependencies ?? {})) {
    const dependencies = new AnalyzerPropertyDependencies();
    dependencies.setUrnsList([...urns]);
    message.getPropertydependenciesMap().set(property, dependencies);
  }
  const stack = new AnalyzeStackRequest();
  stack.addResources(message);
  return stack.serializeBinary();
});

function diagnostics(response: AnalyzeResponse): Diagnostic[] {
  return response.getDiagnosticsList().map((diagnostic) => ({
    policy: diagnostic.getPolicyname(),
    level: diagnostic.getEnforcementlevel() === EnforcementLevel.ADVISORY ? "advisory" : "mandatory",
    message: diagnostic.getMessage(),
    urn: diagnostic.getUrn(),
  }));
}

function call<T>(send: (done: (error: ServiceError | null, response: T) => void) => void): Promise<T> {
  return new Promise((resolve, reject) => {
    send((error, response) => (error === null ? resolve(response) : reject(error)));
  });
}
