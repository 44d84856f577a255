import { step } from "../../kit/budget";
import { asCondition, sourcesOf, type Value } from "./values";

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

/** What the innermost conditions are made of. */
export function conditionsOf(guards: Guards): readonly Value[] {
  return [...guardsOf(guards)].slice(0, 4).map(({ value }) => asCondition(value));
}

/** Of the conditions on which code runs: whether they depend on what comes in, and not on how the function is configured. */
export function isOfEvent({ kind, value, otherwiseFails }: Guard): boolean {
  if (kind === "rest" && otherwiseFails) return true;
  const isPassed = kind === "test" || kind === "rest" || kind === "loop";
  return isPassed && value.kind !== "constant" && sourcesOf([value]).every((source) => source.kind === "event");
}

/** Whether a guard's value is true where a variable of the environment is not set; undefined where that does not decide it. */
export function truthWithout(name: string, { kind, value }: Guard): boolean | undefined {
  return kind === "test" || kind === "rest" ? truth(name, value) : undefined;
}

function truth(name: string, value: Value): boolean | undefined {
  step();
  switch (value.kind) {
    case "constant":
      return Boolean(value.value);
    case "environment":
      return value.name === name ? false : undefined;
    case "not": {
      const inner = truth(name, value.value);
      return inner === undefined ? undefined : !inner;
    }
    case "equal": {
      const [left, right] = [value.left, value.right].map((side) => isNull(name, side));
      return left === true && right === true ? true : undefined;
    }
    case "choice": {
      const test = truth(name, value.test);
      if (test !== undefined) return truth(name, test ? value.yes : value.otherwise);
      const [yes, otherwise] = [truth(name, value.yes), truth(name, value.otherwise)];
      return yes === otherwise ? yes : undefined;
    }
    default:
      return undefined;
  }
}

function isNull(name: string, value: Value): boolean {
  return value.kind === "constant" ? value.value === null : value.kind === "environment" && value.name === name;
}

/** The variables of the environment that a condition is about. */
export function variablesIn(value: Value | undefined): readonly string[] {
  const sources = value === undefined ? [] : sourcesOf([value]);
  return sources.flatMap((source) => (source.kind === "environment" ? [source.name] : []));
}
