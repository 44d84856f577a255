import { choice, either, FALSE, TRUE, type Value } from "./values";

/** On what code does not go on behind it: `returns` and `raises` end the function, `jumps` ends a round of a loop. */
export interface Exit {
  readonly returns: Value;
  readonly raises: Value;
  readonly jumps: Value;
  /** Whether all that it returns are errors. */
  readonly fails: boolean;
}

export const GOES_ON: Exit = { returns: FALSE, raises: FALSE, jumps: FALSE, fails: true };

/** On what code does not go on, in whichever way. */
export function stopOf({ returns, raises, jumps }: Exit): Value {
  return either(either(returns, raises), jumps);
}

export function certainlyStops({ returns, raises, jumps }: Exit): boolean {
  return [returns, raises, jumps].some((value) => value.kind === "constant" && value.value === true);
}

/** Two exits as one, each of whose conditions is made of theirs. */
export function combine(one: Exit, other: Exit, conditionOf: (one: Value, other: Value) => Value): Exit {
  return {
    returns: conditionOf(one.returns, other.returns),
    raises: conditionOf(one.raises, other.raises),
    jumps: conditionOf(one.jumps, other.jumps),
    fails: one.fails && other.fails,
  };
}

/** The exit of code, and of what runs behind it. */
export function after(first: Exit, second: Exit): Exit {
  const stops = stopOf(first);
  return combine(first, second, (one, other) => {
    if (one !== FALSE) return choice(one, TRUE, other);
    return stops === FALSE ? other : choice(stops, FALSE, other);
  });
}
