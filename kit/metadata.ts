import type { EnforcementLevel, Severity } from "@pulumi/policy";
import type { OptionRules, OptionSchemas } from "./options";

export const REPOSITORY = "https://github.com/aws-serverless-guard/aws-serverless-guard";
/** Where the pages of all policies are. */
export const PAGES = `${REPOSITORY}/blob/main/docs/policies`;

/** The resource types that a policy concerns: their tokens, or a test of a token where they are many. */
export type ResourceTypes = readonly [string, ...string[]] | ((type: string) => boolean);

/** The texts of a policy's page beyond its declaration. */
export interface Page {
  /** Its address, for a policy outside of the catalogue. */
  readonly url?: string;
  /** What breaks, and when. */
  readonly why: string;
  /** What the policy does not check. */
  readonly limits: string;
  /** Which findings are advisory at every level, where some are. */
  readonly advisory?: string;
  /** Documents that state the rule. */
  readonly sources: readonly [string, ...string[]];
  /** Version of the pack that introduced the policy. */
  readonly since: string;
  /** Earlier names of the policy, which configurations may still use. */
  readonly formerly?: readonly string[];
}

/** A published control that demands the same as a policy. */
export interface Framework {
  /** The framework that the control belongs to. */
  readonly name: string;
  readonly version: string;
  /** How the framework refers to the control. */
  readonly reference: string;
  /** The control in the framework's own words. */
  readonly specification: string;
  /** Where it is published. */
  readonly url: string;
}

/** When resources are checked: at preview, after the update, or in an exported state. */
export type Stage = "preview" | "up" | "state";

/** A stage at which a policy cannot find anything. */
export interface Silence {
  readonly at: readonly [Stage, ...Stage[]];
  /** One sentence for its page. */
  readonly because: string;
}

/** The metadata of a policy. */
export interface Metadata<S extends OptionSchemas = OptionSchemas> extends OptionRules {
  /** Service, thing, aspect; the name of the policy's file. */
  readonly name: string;
  /** One sentence on what must hold. The engine prints it above each violation. */
  readonly description: string;
  readonly severity: Severity;
  /**
   * Default level. Mandatory: what AWS refuses, at least in some order of creation, what certainly does not work, and rules that
   * are documented or configured. All else is advisory, also single findings of mandatory policies.
   */
  readonly level: EnforcementLevel;
  readonly resources: ResourceTypes;
  /** Left out where the policy finds the same at every stage. */
  readonly silent?: Silence;
  readonly options: S;
  readonly page: Page;
  /** How to fix a violation, in general. */
  readonly remediationSteps: string;
  readonly tags: readonly string[];
  readonly framework?: Framework;
}

/**
 * The address of a policy's page.
 * @param pages where those of all policies are
 */
export function pageUrl({ name, page }: Pick<Metadata, "name" | "page">, pages = PAGES): string {
  return page.url ?? `${pages}/${name}.md`;
}
