import { GOES_ON } from "./exits";
import type { Run } from "./run";
import { choice, FALSE, leavesOf, madeOf, NULL, orDefault, TRUE, UNKNOWN, type Value } from "./values";

/** A value as a condition, with its current state. */
export function asTest(run: Run, value: Value): Value {
  switch (value.kind) {
    case "object": {
      if (value.what === "instance" || value.what === "module" || !run.isPython) return TRUE;
      if (value.members.size > 0 && value.rest.value === NULL) return TRUE;
      return value.rest.value === NULL ? FALSE : madeOf([value]);
    }
    case "function":
    case "class":
      return TRUE;
    case "external":
      return isNoModule(value.name) ? FALSE : madeOf([value]);
    case "choice": {
      const [then, otherwise] = [asTest(run, value.yes), asTest(run, value.otherwise)];
      return then === value.yes && otherwise === value.otherwise ? value : choice(value.test, then, otherwise);
    }
    case "default": {
      const standard = asTest(run, value.standard);
      return standard === value.standard ? value : orDefault(value.value, standard);
    }
    default:
      return value;
  }
}

/** Conditions that are false on Lambda: TYPE_CHECKING, and `__name__ == "__main__"`. */
export function isNoModule(name: string): boolean {
  return name === "typing.TYPE_CHECKING" || name === "require.main";
}

/** A choice of two values, depending on a test. */
export function eitherOf(run: Run, test: Value, then: () => Value, otherwise: () => Value): Value {
  const values = [UNKNOWN, UNKNOWN];
  const side = (index: number, find: () => Value) => () => {
    values[index] = find();
    return GOES_ON;
  };
  run.branch(test, side(0, then), side(1, otherwise));
  const [one = UNKNOWN, other = UNKNOWN] = values;
  return choice(test, one, other);
}

/** Calls a function with each possible value, under the condition for it. */
export function distribute(run: Run, value: Value, act: (one: Value) => Value): Value {
  if (value.kind !== "choice" && value.kind !== "default") return act(value);
  if (leavesOf(value).length === 0) return madeOf([value]);
  const [test, one, other] =
    value.kind === "choice"
      ? [value.test, value.yes, value.otherwise]
      : [asTest(run, value.value), value.value, value.standard];
  return eitherOf(
    run,
    test,
    () => distribute(run, one, act),
    () => distribute(run, other, act),
  );
}
