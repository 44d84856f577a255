import type { Frame } from "./frames";
import { inClass, MAX_BASES } from "./members";
import { objectOf } from "./objects";
import type { Run } from "./run";
import {
  type Arguments,
  type ClassValue,
  madeOf,
  NO_ARGUMENTS,
  type ObjectValue,
  UNKNOWN,
  type Value,
  valuesIn,
} from "./values";

export function make(run: Run, of: ClassValue, args: Arguments): Value {
  const instance: ObjectValue = { ...objectOf("instance"), class: of };
  // An attribute that own classes lack may come from library classes.
  if (of.bases.some((base) => base.kind !== "class")) instance.rest.value = madeOf(valuesIn(args));
  const start = inClass(of, run.isPython ? "__init__" : "constructor");
  if (start?.kind === "function") run.invoke({ ...start, self: instance }, args);
  else if (run.isPython) fill(run, instance, of, args);
  return instance;
}

/** The `__init__` of `@dataclass` and NamedTuple, which assigns the fields. */
function fill(run: Run, instance: ObjectValue, of: ClassValue, { positional, keywords }: Arguments): void {
  if (of.bases.some((base) => base.kind !== "class" && !isPlain(base))) return;
  for (const [index, name] of fieldsOf(of).entries()) {
    const standard = inClass(of, name);
    const { args } = (standard?.kind === "external" && standard.from) || { args: NO_ARGUMENTS };
    if (args.keywords.has("converter")) continue;
    const given = keywords.get(name) ?? positional[index] ?? args.keywords.get("default");
    const factory = given === undefined ? args.keywords.get("default_factory") : undefined;
    const value = factory?.kind === "function" ? run.invoke(factory, NO_ARGUMENTS) : given;
    if (value !== undefined) instance.members.set(name, { value });
  }
  const last = inClass(of, "__post_init__");
  if (last?.kind === "function") run.invoke({ ...last, self: instance }, NO_ARGUMENTS);
}

/** The most fields of a class that are followed. */
const MAX_FIELDS = 50;

/** Those of base classes come first. */
function fieldsOf(of: ClassValue): readonly string[] {
  const classes = [of];
  for (const { bases } of classes)
    for (const base of bases) if (base.kind === "class" && classes.length < MAX_BASES) classes.push(base);
  const all = classes.reverse().flatMap(({ definition }) => definition.fields?.slice(0, MAX_FIELDS) ?? []);
  return [...new Set(all)];
}

function isPlain(base: Value): boolean {
  return base.kind === "external" && /(?:^|\.)(?:ABC|Generic|NamedTuple|Protocol|object)$/.test(base.name);
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
