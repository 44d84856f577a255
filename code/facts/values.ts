import type { Scope } from "./scope";
import type { ClassDefinition, FunctionDefinition } from "./syntax";

/** What is known of a value without running the code. What is not known is `other`, with the values that it was made of. */
export type Value =
  | { readonly kind: "constant"; readonly value: string | number | boolean | null }
  /** The event that the handler gets, or what it has at a path of keys, in which `[]` stands for any item of a list. */
  | { readonly kind: "event"; readonly path: readonly string[] }
  /** A variable of the environment; null or undefined where it is not set. */
  | { readonly kind: "environment"; readonly name: string }
  /** A value, or another one where it is not there: `event.get("a", 1)`, `process.env.A ?? 1`. */
  | { readonly kind: "default"; readonly value: Value; readonly standard: Value }
  /** A text that is put together. */
  | { readonly kind: "text"; readonly parts: readonly Value[] }
  /** One or the other, as a test decides: `a or b`, and what a name is after an `if`. */
  | { readonly kind: "choice"; readonly test: Value; readonly then: Value; readonly otherwise: Value }
  | { readonly kind: "not"; readonly value: Value }
  | { readonly kind: "equal"; readonly left: Value; readonly right: Value }
  /** Whether a dictionary or list has a key or an item. */
  | { readonly kind: "has"; readonly container: Value; readonly item: Value }
  | ObjectValue
  | FunctionValue
  | ClassValue
  /**
   * What code of others is or gives, by its dotted name: `boto3.client`, `boto3.client().get_object`,
   * `@aws-sdk/client-s3.S3Client()`, `process.env`.
   */
  | { readonly kind: "external"; readonly name: string; readonly from?: ExternalCall }
  | { readonly kind: "other"; readonly of: readonly Value[] };

/** The call that gave a value, of which an external value is a part. */
export interface ExternalCall {
  readonly name: string;
  readonly args: Arguments;
  /** The call that gave the object of which a method was called. */
  readonly from?: ExternalCall | undefined;
}

/** What a call is given. */
export interface Arguments {
  readonly positional: readonly Value[];
  readonly keywords: ReadonlyMap<string, Value>;
  /** Whether there may be others (`*args`, `**kwargs`, `...args`). */
  readonly isOpen: boolean;
}

/** A place that has a value, which may change: a name of a scope, a key of a dictionary, an attribute. */
export interface Cell {
  value: Value;
}

/** A dictionary, list, instance or module. Lists have their items under `0`, `1` and so on. */
export interface ObjectValue {
  readonly kind: "object";
  readonly what: "dictionary" | "list" | "instance" | "module";
  readonly members: Map<string, Cell>;
  /** What may be under other keys, and what changed it in ways that were not followed; undefined where there is nothing. */
  readonly rest: Cell;
  readonly class?: ClassValue;
}

export interface FunctionValue {
  readonly kind: "function";
  readonly definition: FunctionDefinition;
  readonly scope: Scope;
  readonly self?: Value;
}

export interface ClassValue {
  readonly kind: "class";
  readonly definition: ClassDefinition;
  readonly scope: Scope;
  readonly bases: readonly Value[];
  readonly members: Map<string, Cell>;
}

export const NULL: Value = { kind: "constant", value: null };
export const UNKNOWN: Value = { kind: "other", of: [] };

export function constant(value: string | number | boolean | null): Value {
  return { kind: "constant", value };
}

/** The text that a value certainly is. */
export function textOf(value: Value | undefined): string | undefined {
  return value?.kind === "constant" && typeof value.value === "string" ? value.value : undefined;
}

/** What a dictionary has under a key; undefined where that is nothing, or not known. */
export function memberOf(value: Value | undefined, key: string): Value | undefined {
  return value?.kind === "object" ? value.members.get(key)?.value : undefined;
}

/** The keys that an object certainly has, and whether it may have others. */
export function keysOf(value: Value | undefined): { readonly keys: readonly string[]; readonly isComplete: boolean } {
  if (value?.kind !== "object") return { keys: [], isComplete: false };
  return { keys: [...value.members.keys()], isComplete: isNothing(value.rest.value) };
}

/** Of the rest of an object: there is none. */
export function isNothing(value: Value): boolean {
  return value.kind === "constant" && value.value === null;
}
