// Resources as a program declares them: what a state and a program are both made from.
import type { Properties, Value } from "../../testing/aws/values";

export interface Declared {
  readonly type: string;
  /** No other resource of the mix has it. */
  readonly name: string;
  /** Name of the component that it is in; without one, it hangs off the stack. */
  readonly parent?: string;
  /** A string may hold outputs of resources that were declared before: `${upload-queue.arn}`. */
  readonly inputs: Properties;
  /** Paths of archives by the input that takes them. */
  readonly archives?: Readonly<Record<string, string>>;
  readonly dependsOn?: readonly string[];
  /** What a component registers; a component has it, and nothing else does. */
  readonly outputs?: Properties;
}

export interface Reference {
  readonly name: string;
  readonly property: string;
}

/** The text of a reference, as it stands in an input. */
export function output(name: string, property: string): string {
  return `\${${name}.${property}}`;
}

/** All outputs that a value is made from. */
export function references(value: Value): readonly Reference[] {
  if (typeof value === "string") {
    return [...value.matchAll(REFERENCE)].map(([, name = "", property = ""]) => ({ name, property }));
  }
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(references) : [];
}

/** The value with its references replaced. */
export function resolved(value: Value, outputOf: (reference: Reference) => string): Value {
  if (typeof value === "string") {
    return value.replace(REFERENCE, (_, name: string, property: string) => outputOf({ name, property }));
  }
  if (Array.isArray(value)) return value.map((item) => resolved(item, outputOf));
  return typeof value === "object" && value !== null ? resolvedAll(value, outputOf) : value;
}

export function resolvedAll(properties: Properties, outputOf: (reference: Reference) => string): Properties {
  return Object.fromEntries(Object.entries(properties).map(([name, value]) => [name, resolved(value, outputOf)]));
}

const REFERENCE = /\$\{([\w-]+)\.(\w+)\}/g;
