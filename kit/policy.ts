import type { Report } from "./finding";
import type { Graph } from "./graph";
import type { Property } from "./known";
import { type Metadata, pageUrl, type ResourceTypes } from "./metadata";
import type { Contradiction, OptionSchemas, Options } from "./options";
import type { Resource } from "./resource";

/** One repair of a resource: the property that it sets, and its new value; `undefined` removes the property. */
export interface Change {
  readonly at: Property;
  readonly value: unknown;
}

export interface ResourcePolicyDeclaration<S extends OptionSchemas> extends Metadata<S> {
  contradictions?(options: Options<S>): readonly Contradiction[];
  /** Checks one resource of a concerned type. */
  check(resource: Resource, options: Options<S>, report: Report): void | Promise<void>;
  /** The changes that make `check` find nothing. Runs only at the level `remediate`. */
  remediate?(resource: Resource, options: Options<S>): readonly Change[];
  /** Checks what no single resource shows, as a stack policy does. */
  checkStack?(graph: Graph, options: Options<S>, report: Report): void | Promise<void>;
}

export interface StackPolicyDeclaration<S extends OptionSchemas> extends Metadata<S> {
  contradictions?(options: Options<S>): readonly Contradiction[];
  /**
   * Does work of `check` on one resource early, and keeps the result: the engine is busy with other resources meanwhile. It may
   * not run, and what it throws is not reported.
   */
  prepare?(resource: Resource, options: Options<S>): Promise<void>;
  /** Checks the resources of a stack together. Runs only where the stack has a resource of a concerned type. */
  check(graph: Graph, options: Options<S>, report: Report): void | Promise<void>;
}

/** The common part of all policies. */
interface Described {
  readonly metadata: Metadata;
  /** The policy's page on the web. */
  readonly url: string;
  /** Whether the policy concerns a resource type. */
  concerns(type: string): boolean;
  /** Whether the policy can repair what it finds. */
  readonly remediates: boolean;
  /** Whether it checks the stack as a whole, perhaps besides single resources. */
  readonly judgesStack: boolean;
  /** Checks the resources of a stack together. */
  checkStack?(graph: Graph, options: never, report: Report): void | Promise<void>;
}

/** A policy that checks resources one by one, as data: the engine runs it, with options as its declaration has them. */
export interface ResourcePolicy extends Described {
  readonly kind: "resource";
  check(resource: Resource, options: never, report: Report): void | Promise<void>;
  remediate?(resource: Resource, options: never): readonly Change[];
}

/** A policy that checks the resources of a stack together, as data. */
export interface StackPolicy extends Described {
  readonly kind: "stack";
  prepare?(resource: Resource, options: never): Promise<void>;
}

export type Policy = ResourcePolicy | StackPolicy;

/** The subject of a policy in words. */
export function judges({ kind, judgesStack }: Policy): string {
  const [alone, together] = ["each resource by itself", "the resources of a stack together"];
  if (kind === "stack") return together;
  return judgesStack ? `${alone}, and ${together}` : alone;
}

/** Declares a policy that checks resources one by one, by their inputs. Registers nothing. */
export function resourcePolicy<const S extends OptionSchemas>(
  declaration: ResourcePolicyDeclaration<S>,
): ResourcePolicy {
  const { check, remediate, checkStack } = declaration;
  const [remediates, judgesStack] = [remediate !== undefined, checkStack !== undefined];
  return {
    kind: "resource",
    ...described(declaration),
    remediates,
    judgesStack,
    check,
    ...(remediates && { remediate }),
    ...(judgesStack && { checkStack }),
  };
}

/** Declares a policy that checks the resources of a stack together, by their outputs. Registers nothing. */
export function stackPolicy<const S extends OptionSchemas>(declaration: StackPolicyDeclaration<S>): StackPolicy {
  const { check: checkStack, prepare } = declaration;
  const kind = "stack";
  return {
    kind,
    ...described(declaration),
    remediates: false,
    judgesStack: true,
    checkStack,
    ...(prepare !== undefined && { prepare }),
  };
}

function described(metadata: Metadata): Pick<Described, "metadata" | "url" | "concerns"> {
  return { metadata, url: pageUrl(metadata), concerns: typeTest(metadata.resources) };
}

function typeTest(resources: ResourceTypes): (type: string) => boolean {
  if (typeof resources === "function") return resources;
  const types = new Set(resources);
  return (type) => types.has(type);
}
