import type { ClassDefinition, FunctionDefinition } from "./syntax";

/** An abstract value, known without running the code. An unknown one is `other`, with the values that it was made of. */
export type Value =
  | ConstantValue
  /** The handler's event, or its value at a path of keys: `[]` stands for any item of a list, `{}` for the JSON in a text. */
  | { readonly kind: "event"; readonly path: readonly string[] }
  /** An environment variable; null or undefined if it is not set. */
  | { readonly kind: "environment"; readonly name: string }
  /** A value with a fallback: `event.get("a", 1)`, `process.env.A ?? 1`. */
  | (Composite & { readonly kind: "default"; readonly value: Value; readonly standard: Value })
  /** A composed text, or a sum. */
  | (Composite & { readonly kind: "text"; readonly parts: readonly Value[] })
  /** A choice by a test: `a or b`, or the value of a name after an `if`. */
  | (Composite & { readonly kind: "choice"; readonly test: Value; readonly yes: Value; readonly otherwise: Value })
  | (Composite & { readonly kind: "not"; readonly value: Value })
  | (Composite & { readonly kind: "equal"; readonly left: Value; readonly right: Value })
  /** Whether the event, or an object in it, has a key. */
  | { readonly kind: "has"; readonly path: readonly string[] }
  | ObjectValue
  | FunctionValue
  | ClassValue
  | ExternalValue
  | { readonly kind: "other"; readonly of: readonly Value[] };

export interface ConstantValue {
  readonly kind: "constant";
  readonly value: string | number | boolean | null;
}

/** The depth of nested values. */
interface Composite {
  readonly depth: number;
}

/**
 * Library code, or its result, by dotted name: `boto3.client`, `boto3.client().get_object`,
 * `@aws-sdk/client-s3.S3Client()`, `process.env`.
 */
export interface ExternalValue {
  readonly kind: "external";
  readonly name: string;
  /** The last call in the name. */
  readonly from?: ExternalCall | undefined;
}

/** The call whose result an external value belongs to. */
export interface ExternalCall {
  readonly name: string;
  readonly args: Arguments;
  /** The call that made the method's object. */
  readonly from?: ExternalCall | undefined;
}

/** The arguments of a call. */
export interface Arguments {
  readonly positional: readonly Value[];
  readonly keywords: ReadonlyMap<string, Value>;
  /** Whether there may be others (`*args`, `**kwargs`, `...args`). */
  readonly isOpen: boolean;
}

/** A variable: a name of a scope, a key of a dictionary, an attribute. */
export interface Cell {
  value: Value;
}

/** A dictionary, list, instance or module. Lists have their items under `0`, `1` and so on. */
export interface ObjectValue {
  readonly kind: "object";
  readonly what: "dictionary" | "list" | "instance" | "module";
  readonly members: Map<string, Cell>;
  /** Its other content: null if there is none, an event that is spread into it, or the value that changed it. */
  readonly rest: Cell;
  /** Values under unknown keys: `{[name]: …}`, and items that a loop adds to a list. */
  readonly others?: readonly (readonly [key: Value, value: Value])[] | undefined;
  readonly class?: ClassValue | undefined;
  /** For `super()`: the instance. */
  readonly actual?: ObjectValue;
}

export interface FunctionValue {
  readonly kind: "function";
  readonly definition: FunctionDefinition;
  readonly scope: Scope;
  readonly self?: Value | undefined;
  /** Whether library code calls it, perhaps with other arguments. */
  readonly isWrapped?: boolean;
  /** Whether it is a generator that a compiler wrote for an async function. */
  readonly isAwaited?: boolean;
  /** Whether it is a getter. */
  readonly isGetter?: boolean;
}

export interface ClassValue {
  readonly kind: "class";
  readonly definition: ClassDefinition;
  readonly scope: Scope;
  readonly bases: readonly Value[];
  readonly members: Map<string, Cell>;
}

/** The names of a function or module. */
export interface Scope {
  readonly names: Map<string, Cell>;
  readonly outer: Scope | undefined;
  /** The file that it is in. */
  readonly module: SourceModule;
  /** Names that stand for those of the module or of the function around (`global`, `nonlocal`). */
  readonly outerNames: Set<string>;
  /** The class of the method, for `super`. */
  readonly class?: ClassValue | undefined;
  readonly self?: Value | undefined;
}

/** A file of the function's own code, while it is loaded and after. */
export interface SourceModule {
  readonly path: string;
  readonly place: (at: { readonly from: number }) => { readonly line: number; readonly column: number };
  /** Whether code may define names in unknown ways (`import *` of a package, `globals()`). */
  isOpen: boolean;
}

export const NULL: Value = { kind: "constant", value: null };

export const TRUE: Value = { kind: "constant", value: true };

export const FALSE: Value = { kind: "constant", value: false };

export const UNKNOWN: Value = { kind: "other", of: [] };

export const NO_ARGUMENTS: Arguments = { positional: [], keywords: new Map(), isOpen: false };

export function constant(value: string | number | boolean | null): Value {
  return { kind: "constant", value };
}

/** The deepest nesting of values, and the most parts of an unknown value. */
export const [MAX_DEPTH, MAX_SOURCES, MAX_VISITED] = [24, 8, 60];

function depthOf(...values: readonly Value[]): number {
  return 1 + Math.max(...values.map((value) => ("depth" in value ? value.depth : 0)));
}

/** An unknown value made of others. */
export function madeOf(values: readonly Value[]): Value {
  const sources = sourcesOf(values);
  return sources.length === 0 ? UNKNOWN : { kind: "other", of: sources };
}

/** The parts of the event and environment that values are made of, or depend on (`has`). If there are many, the event as a whole. */
export function sourcesOf(values: readonly Value[]): readonly Value[] {
  const found = new Map<string, Value>();
  const seen = new Set<Value>();
  const open = [...values];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (seen.has(next)) continue;
    seen.add(next);
    if (seen.size > MAX_VISITED || found.size > MAX_SOURCES) return [{ kind: "event", path: [] }];
    if (next.kind === "event" || next.kind === "has") found.set(`${next.kind} ${next.path.join(".")}`, next);
    else if (next.kind === "environment") found.set(`environment ${next.name}`, next);
    else open.push(...partsOf(next));
  }
  return [...found.values()];
}

/** The part of a value that matters in a condition: whether it exists. */
export function asCondition(value: Value): Value {
  return value.kind === "event" ? { kind: "has", path: value.path } : value;
}

/** The parts of a value. */
export function partsOf(value: Value): readonly Value[] {
  switch (value.kind) {
    case "default":
      return [value.value, value.standard];
    case "text":
      return value.parts;
    case "choice":
      return [asCondition(value.test), value.yes, value.otherwise];
    case "not":
      return [asCondition(value.value)];
    case "equal":
      return [value.left, value.right];
    case "object":
      if (value.what === "module") return [];
      return [value.rest.value, ...[...value.members.values()].slice(0, MAX_VISITED).map((cell) => cell.value)];
    case "external":
      return partsOfCall(value.from);
    case "other":
      return value.of;
    default:
      return [];
  }
}

function partsOfCall(call: ExternalCall | undefined): readonly Value[] {
  const parts: Value[] = [];
  for (let next = call; next !== undefined && parts.length < MAX_VISITED; next = next.from)
    parts.push(...next.args.positional, ...next.args.keywords.values());
  return parts;
}

export function choice(test: Value, then: Value, otherwise: Value): Value {
  if (test.kind === "constant") return test.value ? then : otherwise;
  if (then === otherwise || isSame(then, otherwise)) return then;
  const depth = depthOf(test, then, otherwise);
  return depth > MAX_DEPTH ? madeOf([test, then, otherwise]) : { kind: "choice", test, yes: then, otherwise, depth };
}

export function either(left: Value, right: Value): Value {
  if (left.kind === "constant" && !left.value) return right;
  if (right.kind === "constant" && !right.value) return left;
  return choice(left, TRUE, right);
}

export function not(value: Value): Value {
  if (value.kind === "constant") return value.value ? FALSE : TRUE;
  if (value.kind === "not") return value.value;
  const depth = depthOf(value);
  return depth > MAX_DEPTH ? madeOf([value]) : { kind: "not", value, depth };
}

export function equal(left: Value, right: Value): Value {
  if (left.kind === "constant" && right.kind === "constant") return left.value === right.value ? TRUE : FALSE;
  const isNever = [left, right].some((one) => one.kind === "object" || one.kind === "function" || one.kind === "class");
  if (isNever && [left, right].some((one) => one.kind === "constant")) return FALSE;
  const depth = depthOf(left, right);
  return depth > MAX_DEPTH || isNever ? madeOf([left, right]) : { kind: "equal", left, right, depth };
}

export function orDefault(value: Value, standard: Value): Value {
  if (value.kind === "constant") return value.value === null ? standard : value;
  if (value.kind === "object" || value.kind === "function" || value.kind === "class") return value;
  const depth = depthOf(value, standard);
  return depth > MAX_DEPTH ? madeOf([value, standard]) : { kind: "default", value, standard, depth };
}

export function text(parts: readonly Value[]): Value {
  if (parts.every((part) => part.kind === "constant" && typeof part.value === "string"))
    return constant(parts.map((part) => (part.kind === "constant" ? part.value : "")).join(""));
  const depth = depthOf(...parts.slice(0, MAX_VISITED));
  return depth > MAX_DEPTH || parts.length > MAX_VISITED ? madeOf(parts) : { kind: "text", parts, depth };
}

/** The most alternatives of a value. */
export const MAX_LEAVES = 12;

/** All alternatives of a value; empty if there are too many. */
export function leavesOf(value: Value): readonly Value[] {
  const leaves: Value[] = [];
  const open = [value];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (next.kind === "choice") open.push(next.otherwise, next.yes);
    else if (next.kind === "default") open.push(next.standard, next.value);
    else if (leaves.push(next) > MAX_LEAVES) return [];
  }
  return leaves;
}

export function isSame(one: Value, other: Value): boolean {
  if (one.kind === "constant" && other.kind === "constant") return one.value === other.value;
  if (one.kind === "event" && other.kind === "event") return one.path.join("\0") === other.path.join("\0");
  return one.kind === "other" && other.kind === "other" && one.of.length === 0 && other.of.length === 0;
}

export function textOf(value: Value | undefined): string | undefined {
  return value?.kind === "constant" && typeof value.value === "string" ? value.value : undefined;
}

export function valuesIn({ positional, keywords }: Arguments): readonly Value[] {
  return [...positional, ...keywords.values()];
}
