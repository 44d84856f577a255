import { PolicyPack } from "@pulumi/policy";
import { recordInputs } from "./inputs";
import { ConfigurationError, readOptions } from "./options";
import type { Policy } from "./policy";
import { hookService, type PackConfiguration } from "./service";
import { didYouMean, quote } from "./text";

/**
 * Starts a policy pack of the given policies.
 *
 * A configuration that a policy cannot work with is refused when the engine sends it, before any resource is judged.
 */
export function startPack(name: string, policies: readonly Policy[]): void {
  decodeOnce();
  hookService({
    names: new Map(
      policies.flatMap(({ metadata }) => (metadata.page.formerly ?? []).map((old) => [old, metadata.name])),
    ),
    onConfigure(configuration) {
      const problems = [
        ...unknownPolicies(policies, configuration),
        ...policies.flatMap((policy) => problemsOf(policy, configuration)),
      ];
      if (problems.length > 0) throw new ConfigurationError(problems.join("\n"));
    },
    onAnalyze: recordInputs,
  });
  new PolicyPack(name, { policies: policies.map((policy) => policy.toSdk()) });
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

function unknownPolicies(policies: readonly Policy[], configuration: PackConfiguration): string[] {
  const names = policies.map((policy) => policy.metadata.name);
  const strangers = [...configuration.keys()].filter((name) => name !== "all" && !names.includes(name));
  return strangers.map((name) => {
    const meant = didYouMean(name, names);
    return `unknown policy ${quote(name)}${meant === undefined ? "" : `; did you mean ${quote(meant)}?`}`;
  });
}

function problemsOf(policy: Policy, configuration: PackConfiguration): string[] {
  const { name, options } = policy.metadata;
  try {
    readOptions(name, options, configuration.get(name) ?? {});
    return [];
  } catch (error) {
    if (error instanceof ConfigurationError) return [error.message];
    throw error;
  }
}
