import { createRequire } from "node:module";
import type { handleUnaryCall, ServerUnaryCall, sendUnaryData } from "@grpc/grpc-js";
import type { AnalyzeRequest, AnalyzeResponse, ConfigureAnalyzerRequest } from "@pulumi/pulumi/proto/analyzer_pb";

/** The options of each policy, as the engine sends them. */
export type PackConfiguration = ReadonlyMap<string, Record<string, unknown>>;

export interface ServiceHooks {
  /** Today's names of policies by earlier ones, which configurations may still use. */
  readonly names: ReadonlyMap<string, string>;
  /** Called with the configuration before the SDK gets it. What it throws stops the run. */
  onConfigure(configuration: PackConfiguration): void;
  /** Called with each resource before the SDK gets it. */
  onAnalyze(urn: string, inputNames: readonly string[]): void;
}

/**
 * Calls hooks on the requests of the engine, for which the SDK has none: its gRPC service is wrapped when it starts to serve.
 * Should the SDK come to serve in another way, the hooks are never called, and nothing else changes.
 */
export function hookService({ names, onConfigure, onAnalyze }: ServiceHooks): void {
  const { Server, status } = createRequire(require.resolve("@pulumi/policy"))(
    "@grpc/grpc-js",
  ) as typeof import("@grpc/grpc-js");
  const { addService } = Server.prototype;
  Server.prototype.addService = function (service, implementation) {
    const { configure, analyze } = implementation as unknown as AnalyzerHandlers;
    return addService.call(this, service, {
      ...implementation,
      configure(call: Call<ConfigureAnalyzerRequest, unknown>, callback: sendUnaryData<unknown>) {
        rename(call.request, names);
        try {
          onConfigure(readConfiguration(call.request));
        } catch (error) {
          return callback({ code: status.INVALID_ARGUMENT, details: (error as Error).message });
        }
        configure(call, callback);
      },
      analyze(call: Call<AnalyzeRequest, AnalyzeResponse>, callback: sendUnaryData<AnalyzeResponse>) {
        const inputs = call.request.getProperties()?.getFieldsMap().toArray() ?? [];
        onAnalyze(
          call.request.getUrn(),
          inputs.map(([name]) => name),
        );
        analyze(call, callback);
      },
    });
  };
}

type Call<Request, Response> = ServerUnaryCall<Request, Response>;

interface AnalyzerHandlers {
  readonly configure: handleUnaryCall<ConfigureAnalyzerRequest, unknown>;
  readonly analyze: handleUnaryCall<AnalyzeRequest, AnalyzeResponse>;
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

function readConfiguration(request: ConfigureAnalyzerRequest): PackConfiguration {
  const configuration = new Map<string, Record<string, unknown>>();
  request.getPolicyconfigMap().forEach((policy, name) => {
    configuration.set(name, policy.getProperties()?.toJavaScript() ?? {});
  });
  return configuration;
}
