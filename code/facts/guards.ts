import { step } from "../../kit/budget";
import { asCondition, type ConstantValue, sourcesOf, type Value } from "./values";

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
  /** For `rest`: whether the code that ends the function raises or answers with an error, as a validation does. */
  readonly otherwiseFails: boolean;
}

/** The conditions on which code runs, the innermost first; undefined if it always does. */
export type Guards = { readonly guard: Guard; readonly outer: Guards } | undefined;

/** The guards as a list, the innermost first. */
export function* guardsOf(guards: Guards): Generator<Guard> {
  for (let next = guards; next !== undefined; next = next.outer) yield next.guard;
}

/** The values in the innermost conditions. */
export function conditionsOf(guards: Guards): readonly Value[] {
  return [...guardsOf(guards)].slice(0, 4).map(({ value }) => asCondition(value));
}

/** Whether the conditions on which code runs depend on the input, not on the function's configuration. */
export function isOfEvent({ kind, value, otherwiseFails }: Guard): boolean {
  if (kind === "rest" ? otherwiseFails : kind === "loop" && isTrue(value)) return true;
  const isPassed = kind === "test" || kind === "rest" || kind === "loop";
  return isPassed && value.kind !== "constant" && sourcesOf([value]).every((source) => source.kind === "event");
}

/** Whether normal input passes a guard: validations of input, and loops over known items or an event's records. */
export function isSure({ kind, value, otherwiseFails }: Guard): boolean {
  if (kind === "rest") return otherwiseFails;
  const sources = kind === "loop" && value.kind !== "default" ? sourcesOf([value]) : [];
  const areRecords = sources.every((source) => source.kind === "event" && source.path[0] === "Records");
  return kind === "loop" && (isTrue(value) || (sources.length > 0 && areRecords));
}

function isTrue(value: Value): boolean {
  return value.kind === "constant" && value.value === true;
}

/** A guard's value if an environment variable is not set; undefined if that does not decide it. */
export function truthWithout(name: string, { kind, value }: Guard): boolean | undefined {
  const found = kind === "test" || kind === "rest" ? without(name, value) : undefined;
  return found === undefined ? undefined : Boolean(found);
}

/** A value's truth if an environment variable is not set; undefined if that does not decide it. */
function without(name: string, value: Value): ConstantValue["value"] | undefined {
  step();
  switch (value.kind) {
    case "constant":
      return value.value;
    case "environment":
      return value.name === name ? null : undefined;
    case "not": {
      const inner = without(name, value.value);
      return inner === undefined ? undefined : !inner;
    }
    case "equal": {
      const [left, right] = [without(name, value.left), without(name, value.right)];
      return left === undefined || right === undefined ? undefined : left === right;
    }
    case "default": {
      // `or` and `??` differ for values that are false but not missing.
      const given = without(name, value.value);
      if (given === null || given === false) return without(name, value.standard);
      return given === "" || given === 0 ? undefined : given;
    }
    case "choice": {
      const test = without(name, value.test);
      if (test !== undefined) return without(name, test ? value.yes : value.otherwise);
      const [yes, otherwise] = [without(name, value.yes), without(name, value.otherwise)];
      return yes === otherwise ? yes : undefined;
    }
    default:
      return undefined;
  }
}

/** The environment variables in a condition. */
export function variablesIn(value: Value | undefined): readonly string[] {
  const sources = value === undefined ? [] : sourcesOf([value]);
  return sources.flatMap((source) => (source.kind === "environment" ? [source.name] : []));
}
