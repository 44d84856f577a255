import { PolicyPack, type PolicyPackArgs } from "@pulumi/policy";
import { recordParent } from "./ancestry";
import { ConfiguredPolicies } from "./configured-policies";
import { decodeOnce } from "./decoding";
import { endWithEngine } from "./engine-process";
import { recordInputs, recordOnlyRead } from "./inputs";
import type { Policy } from "./policy";
import { hookService } from "./service";

/** What an organisation that has the pack published is shown of it. */
export type About = Pick<PolicyPackArgs, "displayName" | "provider" | "repository" | "tags">;

/**
 * Starts a policy pack of the given policies.
 *
 * A configuration that a policy cannot work with is refused when the engine sends it, before any resource is judged.
 */
export function startPack(name: string, policies: readonly Policy[], about: About = {}): void {
  const configured = new ConfiguredPolicies(policies);
  endWithEngine();
  decodeOnce();
  hookService(name, {
    names: new Map(
      policies.flatMap(({ metadata }) => (metadata.page.formerly ?? []).map((old) => [old, metadata.name])),
    ),
    onConfigure: (configuration) => configured.configure(configuration),
    onOnlyRead: recordOnlyRead,
    onAnalyze(urn, inputNames, parent) {
      recordInputs(urn, inputNames);
      if (parent !== "") recordParent(urn, parent);
    },
    resourcePolicies: (type) => configured.resourcePolicies(type),
    remediates: () => configured.remediates,
    stackPolicies: () => configured.stackPolicies,
    onAnalyzeStack: (resources) => configured.unusedExemptions(resources),
  });
  new PolicyPack(name, { ...about, policies: configured.sdkPolicies });
}
