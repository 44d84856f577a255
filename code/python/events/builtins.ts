import { step } from "../../../kit/budget";
import { type EventShape, equals, fromTruth, join, TELLING, type Value } from "./values";

/** Functions that give a dictionary like the one that they are given, by the last part of their names. */
export const COPIES: ReadonlySet<string> = new Set(["dict", "copy", "deepcopy", "OrderedDict"]);

/** Functions that call what they are given before they return, and catch nothing. */
export const CALL_AT_ONCE: ReadonlySet<string> = new Set(["filter", "list", "map", "max", "min", "next", "sorted"]);

/** Functions that do not come back. */
export const LEAVE: ReadonlySet<string> = new Set(["_exit", "abort", "exit", "quit"]);

/** Methods that change the dictionary or list that they are of. */
export const CHANGE: ReadonlySet<string> = new Set(
  "add append clear discard extend insert pop popitem remove reverse setdefault sort update".split(" "),
);

/** Parts of the names of what takes an event to write it down, and leaves it as it is. */
const RECORDERS = ["log", "print", "trac", "metric", "json", "sentry", "xray", "audit", "debug", "annotat", "metadata"];

export function isRecorder(name: string): boolean {
  return RECORDERS.some((part) => name.toLowerCase().includes(part));
}

const MAPPINGS: ReadonlySet<string> = new Set(["dict", "Mapping", "MutableMapping", "abc.Mapping"]);
const OTHER_TYPES: ReadonlySet<string> = new Set(["str", "bytes", "list", "tuple", "int"]);

/** `isinstance` of the event. */
export function eventIsA(type: string | undefined): Value {
  if (type !== undefined && MAPPINGS.has(type)) return fromTruth("yes", false);
  return type !== undefined && OTHER_TYPES.has(type) ? fromTruth("no", false) : TELLING;
}

type Entries = readonly (readonly [key: Value, value: Value])[];

/** What a dictionary has under a key; undefined where it has nothing. */
export function select(entries: Entries, key: Value, shape: EventShape): Value | undefined {
  step(entries.length);
  const matches = entries.map(([own, value]) => ({ truth: equals(own, key, shape), value }));
  const found = matches.find(({ truth }) => truth === "yes");
  if (found !== undefined) return found.value;
  if (matches.some(({ truth }) => truth === "telling")) return TELLING;
  const possible = matches.filter(({ truth }) => truth === "either").map(({ value }) => value);
  return possible.length === 0 ? undefined : possible.reduce(join);
}

/** What a method of a text gives; undefined where that is not known. */
export function textMethod(text: string, name: string, argument: Value | undefined): string | boolean | undefined {
  if (name === "lower") return text.toLowerCase();
  if (name === "upper") return text.toUpperCase();
  if (name === "strip" && argument === undefined) return text.trim();
  if (argument?.kind !== "constant" || typeof argument.value !== "string") return undefined;
  if (name === "startswith") return text.startsWith(argument.value);
  return name === "endswith" ? text.endsWith(argument.value) : undefined;
}

/** Whether an order of two values holds; undefined where that is not known. */
export function isInOrder(left: Value, sign: string, right: Value): boolean | undefined {
  if (left.kind !== "constant" || right.kind !== "constant" || left.value === null || right.value === null)
    return undefined;
  if (typeof left.value !== typeof right.value) return undefined;
  switch (sign) {
    case "<":
      return left.value < right.value;
    case "<=":
      return left.value <= right.value;
    case ">":
      return left.value > right.value;
    case ">=":
      return left.value >= right.value;
    default:
      return undefined;
  }
}
