// biome-ignore lint/correctness/noUndeclaredDependencies: types only, which are compiled away
import type { FromSchema, JSONSchema } from "json-schema-to-ts";
import type { PropertyPath } from "./known";

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

/** Something in options that goes wrong together with another option, or with what AWS takes, though its form is right. */
export interface Contradiction {
  readonly at: PropertyPath;
  /** What was found and what is allowed. */
  readonly problem: string;
}

/** What of a policy it takes to read its options. */
export interface OptionRules {
  readonly options: OptionSchemas;
  /** What goes wrong in options of the right form: they leave nothing allowed, or demand what AWS does not take. */
  contradictions?(options: never): readonly Contradiction[];
}
