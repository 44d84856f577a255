import { inClass } from "./members";
import { objectOf } from "./objects";
import type { Frame, Run } from "./run";
import { type Arguments, type ClassValue, madeOf, type ObjectValue, UNKNOWN, type Value, valuesIn } from "./values";

export function make(run: Run, of: ClassValue, args: Arguments): Value {
  const instance: ObjectValue = { ...objectOf("instance"), class: of };
  // What is not in the code's own classes may be in those of others.
  if (of.bases.some((base) => base.kind !== "class")) instance.rest.value = madeOf(valuesIn(args));
  const start = inClass(of, run.isPython ? "__init__" : "constructor");
  if (start?.kind === "function") run.invoke({ ...start, self: instance }, args);
  return instance;
}

/** `super()` of Python, and the call of JavaScript's. */
export function superOf(run: Run, frame: Frame, args: Arguments): Value {
  let scope = frame.scope;
  while (scope.self === undefined && scope.outer !== undefined) scope = scope.outer;
  const base = scope.class?.bases[0];
  if (base?.kind !== "class" || scope.self?.kind !== "object") return UNKNOWN;
  const actual = scope.self.actual ?? scope.self;
  const above: ObjectValue = { ...actual, class: base, actual };
  if (run.isPython) return above;
  const start = inClass(base, "constructor");
  return start?.kind === "function" ? run.invoke({ ...start, self: scope.self }, args) : UNKNOWN;
}
