// biome-ignore lint/correctness/noUndeclaredDependencies: types only, which are compiled away
import type { FromSchema, JSONSchema } from "json-schema-to-ts";

/** One option of a policy: a JSON schema (draft 7) with a description, and a default where the option has one. */
export type OptionSchema = JSONSchema & { readonly description: string };

/** The options of a policy by name. Schema, type, defaults and documentation all derive from this one constant. */
export type OptionSchemas = Readonly<Record<string, OptionSchema>>;

/** The type of a policy's options with their defaults filled in. */
export type Options<S extends OptionSchemas> = FromSchema<{
  type: "object";
  properties: S;
  additionalProperties: false;
}>;
