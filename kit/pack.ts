import { createRequire } from "node:module";
import type { handleUnaryCall } from "@grpc/grpc-js";
import { PolicyPack } from "@pulumi/policy";
import type { ConfigureAnalyzerRequest } from "@pulumi/pulumi/proto/analyzer_pb";
import { closest } from "fastest-levenshtein";
import { ConfigurationError, readOptions } from "./options";
import type { Policy } from "./policy";
import { quote } from "./text";

/**
 * Starts a policy pack of the given policies.
 *
 * A configuration that a policy cannot work with is refused when the engine sends it, before any resource is judged. The SDK
 * has no hook for that, so its gRPC service is wrapped; should the SDK stop using it, each policy still refuses the
 * configuration at the first resource that it concerns.
 */
export function startPack(name: string, policies: readonly Policy[]): void {
  refuseSource();
  decodeOnce();
  wrapConfigure((config) => {
    const problems = [
      ...unknownPolicies(policies, config),
      ...policies.flatMap((policy) => problemsOf(policy, config)),
    ];
    if (problems.length > 0) throw new ConfigurationError(problems.join("\n"));
  });
  new PolicyPack(name, { policies: policies.map((policy) => policy.toSdk()) });
}

/** The SDK compiles TypeScript when it finds no JavaScript, which would cost every preview seconds. */
function refuseSource(): void {
  if (!__filename.endsWith(".ts")) return;
  console.error("aws-serverless-guard is not built. Run `npm ci` or `npm run build` in the policy pack's directory.");
  process.exit(1);
}

/**
 * Lets the SDK decode each resource once a request: of its own accord it decodes all of them again for each stack policy. The
 * decoded properties of a remediation differ, since it wraps secrets.
 */
function decodeOnce(): void {
  const decoder = require("@pulumi/policy/deserialize") as { deserializeProperties?: Decode };
  const decode = decoder.deserializeProperties;
  if (decode === undefined) return;
  const decoded = new WeakMap<object, Record<string, unknown>>();
  decoder.deserializeProperties = (struct, wrapSecrets) => {
    if (wrapSecrets) return decode(struct, wrapSecrets);
    const properties = decoded.get(struct) ?? decode(struct, wrapSecrets);
    decoded.set(struct, properties);
    return properties;
  };
}

type Decode = (struct: object, wrapSecrets: boolean) => Record<string, unknown>;

type Config = ReadonlyMap<string, Record<string, unknown>>;

function unknownPolicies(policies: readonly Policy[], config: Config): string[] {
  const names = policies.map((policy) => policy.metadata.name);
  const strangers = [...config.keys()].filter((name) => name !== "all" && !names.includes(name));
  return strangers.map((name) => `unknown policy ${quote(name)}; did you mean ${quote(closest(name, names))}?`);
}

function problemsOf(policy: Policy, config: Config): string[] {
  const { name, options } = policy.metadata;
  try {
    readOptions(name, options, config.get(name) ?? {});
    return [];
  } catch (error) {
    if (error instanceof ConfigurationError) return [error.message];
    throw error;
  }
}

function wrapConfigure(check: (config: Config) => void): void {
  const { Server, status } = createRequire(require.resolve("@pulumi/policy"))(
    "@grpc/grpc-js",
  ) as typeof import("@grpc/grpc-js");
  const { addService } = Server.prototype;
  Server.prototype.addService = function (service, implementation) {
    const { configure } = implementation as { configure: handleUnaryCall<ConfigureAnalyzerRequest, unknown> };
    const checked: typeof configure = (call, callback) => {
      try {
        check(decode(call.request));
      } catch (error) {
        return callback({ code: status.INVALID_ARGUMENT, details: (error as Error).message });
      }
      return configure(call, callback);
    };
    return addService.call(this, service, { ...implementation, configure: checked });
  };
}

function decode(request: ConfigureAnalyzerRequest): Config {
  const config = new Map<string, Record<string, unknown>>();
  request.getPolicyconfigMap().forEach((policy, name) => {
    config.set(name, policy.getProperties()?.toJavaScript() ?? {});
  });
  return config;
}
