import { createRequire } from "node:module";
import type { handleUnaryCall, ServerUnaryCall, sendUnaryData } from "@grpc/grpc-js";
import type {
  AnalyzeRequest,
  AnalyzeResponse,
  AnalyzeStackRequest,
  ConfigureAnalyzerRequest,
} from "@pulumi/pulumi/proto/analyzer_pb";
import type { Link } from "./exemptions";

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
  /** Called with all resources of the stack after the SDK has judged them. */
  onAnalyzeStack(resources: readonly Link[]): readonly Advisory[];
}

/**
 * Calls hooks on the requests of the engine, for which the SDK has none: its gRPC service is wrapped when it starts to serve.
 * Should the SDK come to serve in another way, the hooks are never called, and nothing else changes.
 */
export function hookService(packName: string, hooks: ServiceHooks): void {
  const { Server, status } = sdkRequire("@grpc/grpc-js") as typeof import("@grpc/grpc-js");
  const { addService } = Server.prototype;
  Server.prototype.addService = function (service, implementation) {
    const { configure, analyze, analyzeStack } = implementation as unknown as AnalyzerHandlers;
    const hooked: AnalyzerHandlers = {
      configure(call, callback) {
        rename(call.request, hooks.names);
        try {
          hooks.onConfigure(readConfiguration(call.request));
        } catch (error) {
          return callback({ code: status.INVALID_ARGUMENT, details: (error as Error).message });
        }
        configure(call, callback);
      },
      analyze(call, callback) {
        const { request } = call;
        const inputs = request.getProperties()?.getFieldsMap().toArray() ?? [];
        const names = inputs.map(([name]) => name);
        hooks.onAnalyze(request.getUrn(), names, request.getOptions()?.getParent() ?? "");
        analyze(call, callback);
      },
      analyzeStack(call, callback) {
        analyzeStack(call, (error, response) => {
          if (response) addAdvisories(response, packName, call.request, hooks);
          callback(error, response);
        });
      },
    };
    return addService.call(this, service, { ...implementation, ...hooked });
  };
}

const sdkRequire = createRequire(require.resolve("@pulumi/policy"));

interface AnalyzerHandlers {
  readonly configure: handleUnaryCall<ConfigureAnalyzerRequest, unknown>;
  readonly analyze: handleUnaryCall<AnalyzeRequest, AnalyzeResponse>;
  analyzeStack(
    call: ServerUnaryCall<AnalyzeStackRequest, AnalyzeResponse>,
    callback: sendUnaryData<AnalyzeResponse>,
  ): void;
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
  packName: string,
  request: AnalyzeStackRequest,
  { onAnalyzeStack }: ServiceHooks,
): void {
  const { AnalyzeDiagnostic } = sdkRequire(
    "@pulumi/pulumi/proto/analyzer_pb",
  ) as typeof import("@pulumi/pulumi/proto/analyzer_pb");
  const resources = request.getResourcesList().map((resource) => ({
    name: resource.getName(),
    type: resource.getType(),
    urn: resource.getUrn(),
  }));
  const { version } = require(`${process.cwd()}/package.json`) as { version: string };
  for (const { policy, description, text } of onAnalyzeStack(resources)) {
    const diagnostic = new AnalyzeDiagnostic();
    diagnostic.setPolicyname(policy);
    diagnostic.setPolicypackname(packName);
    diagnostic.setPolicypackversion(version);
    diagnostic.setDescription(description);
    diagnostic.setMessage(`${description}\n${text}`);
    response.addDiagnostics(diagnostic);
  }
}
