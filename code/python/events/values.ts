import { step } from "../../../kit/budget";
import type { Module } from "../modules";
import type { SyntaxNode } from "../tree";

/** What an event has at a path of keys, see `aws/facts/http-events.ts`. */
export interface EventKey {
  readonly has: "always" | "maybe" | "never";
  /** Whether events of other formats differ here. */
  readonly distinctive: boolean;
  /** Whether it is an object in which events of other formats differ. */
  readonly differsWithin?: boolean;
  /** The text that it always is. */
  readonly text?: string;
}

/** What events of one format look like. */
export type EventShape = (path: readonly string[]) => EventKey;

/**
 * What is known of a value while code runs on an event of one shape.
 *
 * `telling` depends on the format of the event in a way that is not known: what a branch does on it, it may do for this format
 * or for another one. `other` does not depend on the format, as far as can be seen.
 */
export type Value =
  | { readonly kind: "other" | "telling" }
  /** The event, or what it has at a path of keys. */
  | { readonly kind: "event"; readonly path: readonly string[] }
  | {
      readonly kind: "constant";
      readonly value: string | number | boolean | null;
      /** Whether events of other formats lead to another value. */
      readonly telling?: boolean;
      /** The path of the event that has nothing, in place of which this value stands. */
      readonly missing?: readonly string[];
    }
  | {
      readonly kind: "mapping";
      readonly entries: readonly (readonly [key: Value, value: Value])[];
      /** Whether it may have got other entries since. */
      readonly open?: boolean;
      readonly changes?: Changes;
      readonly missing?: readonly string[];
    }
  | {
      readonly kind: "sequence";
      readonly items: readonly Value[];
      readonly open?: boolean;
      readonly changes?: Changes;
    }
  | { readonly kind: "choice"; readonly values: readonly Value[] }
  | { readonly kind: "module"; readonly module: Module }
  | { readonly kind: "class"; readonly node: SyntaxNode; readonly scope: Scope }
  | {
      readonly kind: "instance";
      readonly of: ClassValue;
      readonly attributes: Map<string, Value>;
      /** The class above which its methods are looked for: `super()`. */
      readonly above?: ClassValue;
    }
  | FunctionValue;

/** What has become of a dictionary or list since it was made, under whichever names. */
export interface Changes {
  /** `telling` where it was changed for events of this format, or is another one for those. */
  since: "none" | "other" | "telling";
}

export interface FunctionValue {
  readonly kind: "function";
  /** A definition or a lambda. */
  readonly node: SyntaxNode;
  readonly scope: Scope;
  /** The object that it is a method of. */
  readonly self?: Value;
}

export type ClassValue = Extract<Value, { kind: "class" }>;

/** The names of a function, or of a module, that have a value; functions within see them too. */
export interface Scope {
  names: Map<string, Value>;
  readonly parent: Scope | undefined;
  readonly module: Module;
}

export const OTHER: Value = { kind: "other" };
export const TELLING: Value = { kind: "telling" };
export const NONE: Value = { kind: "constant", value: null };

/** Whether a condition holds for events of the shape. */
export type Truth = "yes" | "no" | "either" | "telling";

export function truthOf(value: Value, shape: EventShape): Truth {
  switch (value.kind) {
    case "event": {
      const { has, distinctive } = shape(value.path);
      if (has === "always") return "yes";
      return distinctive ? "telling" : "either";
    }
    case "constant":
      return value.value ? "yes" : "no";
    case "mapping":
      if (changesOf(value) === "telling") return "telling";
      return value.open ? "either" : value.entries.length > 0 ? "yes" : "no";
    case "telling":
      return "telling";
    case "sequence":
      return changesOf(value) === "telling" ? "telling" : "either";
    case "other":
      return "either";
    default:
      return "yes";
  }
}

/**
 * The value of a condition.
 * @param telling whether events of other formats may lead to another one
 */
export function fromTruth(truth: Truth, telling: boolean): Value {
  if (truth === "telling") return TELLING;
  return truth === "either" ? OTHER : { kind: "constant", value: truth === "yes", telling };
}

export function negate(truth: Truth): Truth {
  if (truth === "yes") return "no";
  return truth === "no" ? "yes" : truth;
}

/** Whether a value, or what it is found to be, is another one for events of another format. */
export function dependsOnFormat(value: Value, shape: EventShape): boolean {
  if (value.kind === "event") return shape(value.path).distinctive;
  if (value.kind === "mapping" && value.missing !== undefined) return true;
  return value.kind === "telling" || (value.kind === "constant" && value.telling === true);
}

/** A value that the format of the event has chosen among others. */
export function chosen(value: Value): Value {
  // Parts may be shared: as a tree, a value may have no end.
  step();
  switch (value.kind) {
    case "other":
      return TELLING;
    case "constant":
      return { ...value, telling: true };
    case "sequence":
      return { ...value, items: value.items.map(chosen) };
    case "mapping":
      return { ...value, entries: value.entries.map(([key, item]) => [key, chosen(item)] as const) };
    default:
      return value;
  }
}

/** Whether a value, or a part of it, may be another one for events of another format. */
export function tells(value: Value, shape: EventShape): boolean {
  step();
  if (value.kind === "constant") return value.telling === true;
  if (value.kind === "event") {
    const { has, distinctive, differsWithin } = shape(value.path);
    return differsWithin === true || (has === "maybe" && distinctive);
  }
  if (value.kind === "mapping") return value.entries.some((entry) => entry.some((part) => tells(part, shape)));
  if (value.kind === "sequence") return value.items.some((item) => tells(item, shape));
  if (value.kind === "instance") return [...value.attributes.values()].some((attribute) => isWhole(attribute));
  return value.kind === "telling";
}

/** How a dictionary or list was changed since it was made. */
export function changesOf(container: Value): Changes["since"] {
  return ("changes" in container ? container.changes?.since : undefined) ?? "none";
}

/** What a dictionary or list gives, if it still has it: functions that it was made with are looked into all the same. */
export function stillIn(container: Value, value: Value): Value {
  const since = changesOf(container);
  if (since === "none" || value.kind === "choice" || CALLABLE.has(value.kind)) return value;
  return since === "telling" ? TELLING : OTHER;
}

export function isWhole(value: Value): boolean {
  return value.kind === "event" && value.path.length === 0;
}

/** Whether two values are equal. */
export function equals(left: Value, right: Value, shape: EventShape): Truth {
  if (left.kind === "constant" && right.kind === "constant") return left.value === right.value ? "yes" : "no";
  for (const [one, other] of [
    [left, right],
    [right, left],
  ] as const) {
    if (other.kind !== "constant" || other.value !== null) continue;
    if (one.kind === "event" && shape(one.path).has === "always") return "no";
    if (one.kind === "mapping" || one.kind === "sequence") return "no";
  }
  return couldTell(left, shape) || couldTell(right, shape) ? "telling" : "either";
}

/** Whether a container has a value. */
export function contains(container: Value, item: Value, shape: EventShape): Truth {
  if (container.kind === "event") {
    if (item.kind !== "constant" || typeof item.value !== "string") return isWhole(container) ? "telling" : "either";
    const { has, distinctive } = shape([...container.path, item.value]);
    if (has === "maybe") return distinctive ? "telling" : "either";
    return has === "always" ? "yes" : "no";
  }
  if (container.kind === "mapping" || container.kind === "sequence") {
    const items = container.kind === "mapping" ? container.entries.map(([key]) => key) : container.items;
    step(items.length);
    const found = items.map((one) => equals(one, item, shape));
    if (changesOf(container) === "telling") return "telling";
    if (found.includes("yes")) return "yes";
    if (!container.open && found.every((one) => one === "no")) return "no";
    return found.includes("telling") || couldTell(item, shape) ? "telling" : "either";
  }
  return couldTell(container, shape) || couldTell(item, shape) ? "telling" : "either";
}

/** Like `tells`, for a comparison: the event as a whole is not compared to find out about its format. */
function couldTell(value: Value, shape: EventShape): boolean {
  if (value.kind === "event") return shape(value.path).has === "maybe" && shape(value.path).distinctive;
  return tells(value, shape);
}

/** The value where the code came one way or another. */
export function join(one: Value, other: Value): Value {
  if (one === other || sameValue(one, other)) return one;
  if (isTellingOrConstant(one) || isTellingOrConstant(other)) return TELLING;
  const callables = [one, other].flatMap((value) => (value.kind === "choice" ? value.values : [value]));
  if (!callables.every(({ kind }) => CALLABLE.has(kind))) return OTHER;
  const values: Value[] = [];
  for (const value of callables) {
    step(values.length + 1);
    if (!values.some((known) => known === value || sameValue(known, value))) values.push(value);
  }
  return { kind: "choice", values };
}

const CALLABLE: ReadonlySet<Value["kind"]> = new Set(["function", "class", "instance"]);

function sameValue(one: Value, other: Value): boolean {
  if (one.kind === "constant" && other.kind === "constant") return one.value === other.value;
  if (one.kind === "event" && other.kind === "event") return one.path.join("\0") === other.path.join("\0");
  if (one.kind === "function" && other.kind === "function") return one.node === other.node;
  return one.kind === other.kind && (one.kind === "other" || one.kind === "telling");
}

function isTellingOrConstant(value: Value): boolean {
  return value.kind === "telling" || (value.kind === "constant" && value.telling === true);
}

/** Whether two conditions hold together. */
export function both(one: Truth, other: Truth): Truth {
  if (one === "no" || other === "no") return "no";
  if (one === "telling" || other === "telling") return "telling";
  return one === "yes" ? other : one;
}
