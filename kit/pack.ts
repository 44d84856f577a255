import { PolicyPack } from "@pulumi/policy";
import { chainOf, recordParent } from "./ancestry";
import { decodeOnce } from "./decoding";
import { type Exemption, isFor, type Link } from "./exemptions";
import { recordInputs } from "./inputs";
import { ConfigurationError, readOptions } from "./options";
import type { Policy } from "./policy";
import { type Advisory, hookService, type PackConfiguration } from "./service";
import { didYouMean, printable, quote } from "./text";

/**
 * Starts a policy pack of the given policies.
 *
 * A configuration that a policy cannot work with is refused when the engine sends it, before any resource is judged.
 */
export function startPack(name: string, policies: readonly Policy[]): void {
  decodeOnce();
  let configured: PackConfiguration = new Map();
  hookService(name, {
    names: new Map(
      policies.flatMap(({ metadata }) => (metadata.page.formerly ?? []).map((old) => [old, metadata.name])),
    ),
    onConfigure(configuration) {
      const problems = [
        ...unknownPolicies(policies, configuration),
        ...policies.flatMap((policy) => problemsOf(policy, configuration)),
      ];
      configured = configuration;
      if (problems.length > 0) throw new ConfigurationError(problems.join("\n"));
    },
    onAnalyze(urn, inputNames, parent) {
      recordInputs(urn, inputNames);
      if (parent !== "") recordParent(urn, parent);
    },
    onAnalyzeStack: (resources) => unusedExemptions(policies, configured, resources),
  });
  new PolicyPack(name, { policies: policies.map((policy) => policy.toSdk()) });
}

/** Exemptions that match no resource of the stack: they are left over, or misspelt. */
function unusedExemptions(
  policies: readonly Policy[],
  configuration: PackConfiguration,
  resources: readonly Link[],
): readonly Advisory[] {
  return policies.flatMap(({ metadata, kind, concerns }) => {
    const { enforcementLevel, options } = configuration.get(metadata.name) ?? {};
    const exemptions = (options?.exemptions ?? []) as readonly Exemption[];
    if (enforcementLevel === "disabled" || exemptions.length === 0) return [];
    // What a stack policy reports may be about a component or the stack itself.
    const judged = resources.filter(({ type }) => kind === "stack" || concerns(type));
    const chains = judged.map(({ urn }) => chainOf(urn));
    const unused = exemptions.filter((exemption) => !chains.some((chain) => isFor(exemption, chain)));
    return unused.map(({ resource, reason }) => ({
      policy: metadata.name,
      description: metadata.description,
      text: printable(`The exemption of ${resource} (${reason}) matches no resource: remove it, or correct its glob.`),
    }));
  });
}

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
    readOptions(name, options, configuration.get(name)?.options ?? {});
    return [];
  } catch (error) {
    if (error instanceof ConfigurationError) return [error.message];
    throw error;
  }
}
