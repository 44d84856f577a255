import type { PropertyPath } from "./known";

/** One option of a policy: a JSON schema (draft 7) with a description, and a default where the option has one. */
export interface OptionSchema {
  readonly description: string;
  readonly [keyword: string]: unknown;
}

/** The options of a policy by name. Schema, type, defaults and documentation all derive from this one constant. */
export type OptionSchemas = Readonly<Record<string, OptionSchema>>;

/** The type of a policy's options with their defaults filled in. */
export type Options<S extends OptionSchemas> = Members<S, Defaulted<S>>;

/** The type of what a schema takes, for the keywords that the options of policies have. */
type ValueOf<S> = S extends { readonly enum: readonly (infer E)[] }
  ? E
  : S extends { readonly anyOf: readonly (infer A)[] }
    ? ValueOf<A>
    : S extends { readonly oneOf: readonly (infer A)[] }
      ? ValueOf<A>
      : S extends { readonly type: "string" }
        ? string
        : S extends { readonly type: "number" | "integer" }
          ? number
          : S extends { readonly type: "boolean" }
            ? boolean
            : S extends { readonly type: "array"; readonly items: infer I }
              ? readonly ValueOf<I>[]
              : S extends { readonly type: "object"; readonly properties: infer P }
                ? Members<P, Required<S> | Defaulted<P>>
                : S extends { readonly type: "object"; readonly additionalProperties: infer A }
                  ? Readonly<Record<string, ValueOf<A>>>
                  : unknown;

type Required<S> = S extends { readonly required: readonly (infer R)[] } ? R : never;
type Defaulted<P> = { [K in keyof P]: P[K] extends { readonly default: unknown } ? K : never }[keyof P];

/** @param Set names of those that are always there */
type Members<P, Set> = { readonly [K in keyof P as K extends Set ? K : never]: ValueOf<P[K]> } & {
  readonly [K in keyof P as K extends Set ? never : K]?: ValueOf<P[K]>;
};

/** A conflict between valid options, or between options and what AWS accepts. */
export interface Contradiction {
  readonly at: PropertyPath;
  /** What was found and what is allowed. */
  readonly problem: string;
}

/** The parts of a policy that are needed to read its options. */
export interface OptionRules {
  readonly options: OptionSchemas;
  /** Finds conflicts in options of the right form: they allow nothing, or demand what AWS does not accept. */
  contradictions?(options: never): readonly Contradiction[];
}
