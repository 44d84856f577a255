import type { Property } from "./known";
import type { Resource } from "./resource";

/** A place in the code that a resource ships, as editors count: lines and columns (in characters) from 1. */
export interface CodePlace {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** One fault, and how to fix it. */
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
  /** The part of the resource in words, such as "the code". */
  readonly what: string;
  /** A smaller part, such as a file, if not all of it is meant. */
  readonly part?: string;
  /** The reason, as the rest of a sentence. Resources with the same reason are listed together. */
  readonly reason: string;
  /** How to make it checkable, as an imperative. */
  readonly fix: string;
  /** Whether the configuration turns this report off. */
  readonly silent?: boolean;
}

export interface Report {
  (finding: Finding): void;
  /**
   * Reports several resources in one finding on another resource, such as the stack, without exempted ones.
   * @param on the resource of the finding: an exemption of it covers the whole finding
   * @param finding makes the finding for the resources that are not exempted; undefined if they are right
   */
  together<R extends Resource>(
    on: Resource,
    resources: readonly R[],
    finding: (left: readonly R[]) => Omit<Finding, "on"> | undefined,
  ): void;
  /** Reports something that cannot be checked. All such reports become one advisory at the end of the run. */
  notChecked(what: NotChecked): void;
  /** Checks resources one by one. If the policy fails on one, that is reported there, and the others are checked. */
  each<R extends Resource>(resources: Iterable<R>, judge: (resource: R) => void | Promise<void>): Promise<void>;
  /** The day of the run in UTC, such as 2026-11-25, for messages and advice only: what stops a deployment never depends on it. */
  readonly today: string;
}
