import { choice, either, FALSE, TRUE, type Value } from "./values";

/** The conditions on which code does not continue: `returns` and `raises` end the function, `jumps` ends a round of a loop. */
export interface Exit {
  readonly returns: Value;
  readonly raises: Value;
  readonly jumps: Value;
  /** Whether it returns only errors. */
  readonly fails: boolean;
}

export const GOES_ON: Exit = { returns: FALSE, raises: FALSE, jumps: FALSE, fails: true };

/** The condition on which code does not continue for any reason. */
export function stopOf({ returns, raises, jumps }: Exit): Value {
  return either(either(returns, raises), jumps);
}

export function certainlyStops({ returns, raises, jumps }: Exit): boolean {
  return [returns, raises, jumps].some((value) => value.kind === "constant" && value.value === true);
}

/** Combines two exits, condition by condition. */
export function combine(one: Exit, other: Exit, conditionOf: (one: Value, other: Value) => Value): Exit {
  return {
    returns: conditionOf(one.returns, other.returns),
    raises: conditionOf(one.raises, other.raises),
    jumps: conditionOf(one.jumps, other.jumps),
    fails: one.fails && other.fails,
  };
}

/** The exit of two pieces of code in sequence. */
export function after(first: Exit, second: Exit): Exit {
  const stops = stopOf(first);
  return combine(first, second, (one, other) => {
    if (one !== FALSE) return choice(one, TRUE, other);
    return stops === FALSE ? other : choice(stops, FALSE, other);
  });
}
