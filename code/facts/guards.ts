import type { Value } from "./values";

/** A condition on which code runs. */
export interface Guard {
  /**
   * `test`: a value is true or not. `rest`: code before did not end the function; its value is whether it did. `loop`: there is
   * something to go through. `caught`: something failed. `unclear`: a call that was not followed.
   */
  readonly kind: "test" | "rest" | "loop" | "caught" | "unclear";
  readonly value: Value;
  /** Whether the value is true. */
  readonly holds: boolean;
  /** Of `rest`: whether code that ends the function there raises or answers with an error, as where input is validated. */
  readonly otherwiseFails: boolean;
}

/** The conditions on which code runs, the innermost first; undefined where it always does. */
export type Guards = { readonly guard: Guard; readonly outer: Guards } | undefined;

/** The guards of something, the innermost first. */
export function* guardsOf(guards: Guards): Generator<Guard> {
  for (let next = guards; next !== undefined; next = next.outer) yield next.guard;
}
