import type { Value } from "./values";

/** A condition on which code runs. */
export interface Guard {
  /** `test`: a value is true or not. `loop`: there is something to go through. `unclear`: a call that was not followed. */
  readonly kind: "test" | "loop" | "unclear";
  readonly value: Value;
  /** Whether the test holds. */
  readonly holds: boolean;
  /** Whether what runs otherwise answers with an error, as where the input is validated. */
  readonly otherwiseFails: boolean;
}

/** The conditions on which code runs, the innermost first; undefined where it always does. */
export type Guards = { readonly guard: Guard; readonly outer: Guards } | undefined;
