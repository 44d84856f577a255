import type { OptionSchemas } from "../../kit/options";
import { enumerate } from "../../kit/text";
import { code } from "./markdown";

/** What a page says of an option, or of a key in one. */
export interface OptionRow {
  /** Where it is written: `required`, `tags[].name`. */
  readonly key: string;
  /** Which values it takes, in words. */
  readonly allowed: string;
  /** Its default as JSON; `required` or `none` where it has none. */
  readonly standard: string;
  readonly description: string;
}

/** The keywords of JSON schema that options are written with. */
interface Schema {
  readonly type?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly pattern?: string;
  readonly format?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly items?: Schema;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly uniqueItems?: boolean;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
}

/** A row for each option, and after it one for each key in it. */
export function optionRows(options: OptionSchemas): readonly OptionRow[] {
  return rowsBeneath("", { properties: options as Readonly<Record<string, Schema>> });
}

function rowsBeneath(key: string, { properties = {}, items, anyOf = [], required = [] }: Schema): readonly OptionRow[] {
  return [
    ...Object.entries(properties).flatMap(([name, schema]) => {
      const inner = key === "" ? name : `${key}.${name}`;
      return [rowOf(inner, schema, required.includes(name)), ...rowsBeneath(inner, schema)];
    }),
    ...(items === undefined ? [] : rowsBeneath(`${key}[]`, items)),
    ...anyOf.flatMap((alternative) => rowsBeneath(key, alternative)),
  ];
}

function rowOf(key: string, schema: Schema, required: boolean): OptionRow {
  const { description = "", default: standard } = schema;
  if (description.trim() === "") throw new Error(`option ${key} has no description`);
  const without = required ? "required" : "none";
  return {
    key,
    allowed: valuesOf(key, schema),
    standard: standard === undefined ? without : code(inline(standard)),
    description,
  };
}

function inline(value: unknown): string {
  return Array.isArray(value) ? `[${value.map(inline).join(", ")}]` : JSON.stringify(value);
}

function valuesOf(key: string, schema: Schema): string {
  const { type, anyOf, enum: values } = schema;
  if (anyOf !== undefined) return anyOf.map((alternative) => valuesOf(key, alternative)).join(" or ");
  if (values !== undefined) {
    const literals = values.map((value) => code(JSON.stringify(value)));
    return enumerate(literals, "or", literals.length);
  }
  if (type === "string") return textOf(schema);
  if (type === "boolean") return "`true` or `false`";
  if (type === "integer") return ["whole number", bounds(schema.minimum, schema.maximum)].filter(Boolean).join(", ");
  if (type === "array") return listOf(key, schema);
  if (type === "object") return "object";
  throw new Error(`option ${key} has a schema for which pages have no words`);
}

function textOf({ pattern, format, minLength, maxLength }: Schema): string {
  if (pattern !== undefined) return `text that matches ${code(pattern)}`;
  if (format === "regex") return "regular expression";
  if (minLength === 1 && maxLength === undefined) return "text that is not empty";
  const length = bounds(minLength, maxLength);
  return length === undefined ? "text" : `text (${length} characters)`;
}

function listOf(key: string, { items, minItems, maxItems, uniqueItems }: Schema): string {
  const count = bounds(minItems, maxItems);
  const size = [count && ` of ${count}`, uniqueItems && " without duplicates"].filter(Boolean).join(",");
  return `list${size}; each ${items === undefined ? "of any kind" : valuesOf(key, items)}`;
}

function bounds(from: number | undefined, to: number | undefined): string | undefined {
  if (from !== undefined && to !== undefined) return `${from} to ${to}`;
  if (from !== undefined) return `at least ${from}`;
  return to === undefined ? undefined : `at most ${to}`;
}
