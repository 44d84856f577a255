// What a policy of one's own is written with, in a pack that Pulumi's SDK serves.
import type { ResourceValidationPolicy, StackValidationPolicy } from "@pulumi/policy";
import { Library } from "./engine/library";
import type { Metadata } from "./kit/metadata";
import type { OptionSchemas } from "./kit/options";
import * as kit from "./kit/policy";

export type { CodePlace, Finding, NotChecked, Report } from "./kit/finding";
export type { Graph, GraphResource, Kind, Reference, Referrers } from "./kit/graph";
export { type Absent, formatPath, type Known, type Maybe, type Property, type Unknown } from "./kit/known";
export type { Contradiction, OptionSchema, OptionSchemas, Options } from "./kit/options";
export type { Change, Policy, ResourcePolicy, StackPolicy } from "./kit/policy";
export { isTrue, names, numberOr, type Resource } from "./kit/resource";
export { didYouMean, enumerate, quote } from "./kit/text";

/** What a policy of one's own leaves out of its declaration: pages and tags are those of the catalogue. */
type Own<D> = Omit<D, "page" | "tags" | "silent" | "framework"> & {
  /** Where people read about the rule. Each finding ends with it. */
  readonly url: string;
};

/** Declares a policy that checks resources one by one, by their inputs. It can stop a resource before AWS sees it. */
export function resourcePolicy<const S extends OptionSchemas>(
  declaration: Own<kit.ResourcePolicyDeclaration<S>>,
): kit.ResourcePolicy {
  return kit.resourcePolicy<S>({ ...declaration, ...described(declaration) });
}

/** Declares a policy that checks the resources of a stack together, by their outputs. */
export function stackPolicy<const S extends OptionSchemas>(
  declaration: Own<kit.StackPolicyDeclaration<S>>,
): kit.StackPolicy {
  return kit.stackPolicy<S>({ ...declaration, ...described(declaration) });
}

function described({ url }: { readonly url: string }): Pick<Metadata, "page" | "tags"> {
  return { tags: [], page: { url, why: "", limits: "", sources: [url], since: "0.0.0" } };
}

/** Policies of one's own as `PolicyPack` takes them, beside those of `serverlessPolicies`. They have exemptions and options as these do. */
export function packPolicies(policies: readonly kit.Policy[]): (ResourceValidationPolicy | StackValidationPolicy)[] {
  const library = new Library();
  return policies.map((policy) => library.toSdk(policy));
}
