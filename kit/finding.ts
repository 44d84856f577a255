import type { Property } from "./known";
import type { Resource } from "./resource";

/** A place in the code that a resource ships, as editors count: lines and columns (in characters) from 1. */
export interface CodePlace {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** One thing that is wrong, and how to put it right. */
export interface Finding {
  /** The resource that is at fault, for a policy that checks a stack. */
  readonly on?: Resource;
  /** Other resources with the same fault at the same place, which the one finding names. */
  readonly also?: readonly Resource[];
  /** The property that is at fault; left out when the resource as a whole is. */
  readonly at?: Property;
  /** The place in code that is at fault, instead of a property. */
  readonly in?: CodePlace;
  /** What was found and what was expected instead, with where the expectation comes from. A sentence without full stop. */
  readonly problem: string;
  /** The exact fix as an imperative in the user's own names. A sentence without full stop. */
  readonly fix: string;
  /** For a finding of a mandatory policy that only advises. Never more than the level that the user configured. */
  readonly level?: "advisory";
}

/** Something that cannot be checked. */
export interface NotChecked {
  readonly on: Resource;
  /** What of the resource: "the code". */
  readonly what: string;
  /** Which part of it, where not all of it is meant. */
  readonly part?: string;
  /** Why, as the rest of a sentence. Resources of one reason are named together. */
  readonly reason: string;
  /** How to make it judgeable, as an imperative. */
  readonly fix: string;
  /** Whether the configuration says that this is not to be reported. */
  readonly silent?: boolean;
}

export interface Report {
  (finding: Finding): void;
  /**
   * Reports several resources in one finding on another resource, such as the stack, without exempted ones.
   * @param on what the finding is on: an exemption of that is one of the whole finding
   * @param finding undefined where what is left is right
   */
  together<R extends Resource>(
    on: Resource,
    resources: readonly R[],
    finding: (left: readonly R[]) => Omit<Finding, "on"> | undefined,
  ): void;
  /** Says what cannot be checked. All of it is one advisory at the end of the run, however many policies say so. */
  notChecked(what: NotChecked): void;
  /** Checks resources one by one: where one of them makes the policy fail, that is reported on it, and the rest is checked. */
  each<R extends Resource>(resources: Iterable<R>, judge: (resource: R) => void | Promise<void>): Promise<void>;
  /** The day of the run in UTC, such as 2026-11-25: for what a message says, and for advice. What stops a deployment never depends on it. */
  readonly today: string;
}
