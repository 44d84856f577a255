import { isDeepStrictEqual } from "node:util";
import type { PolicyConfigSchema } from "@pulumi/policy";
// biome-ignore lint/correctness/noUndeclaredDependencies: types only, which are compiled away
import type { FromSchema, JSONSchema } from "json-schema-to-ts";
import { exemptionOptions } from "./exemptions";
import { formats } from "./formats";
import { formatPath, type PropertyPath } from "./known";
import { optionErrors } from "./option-errors";
import { quote } from "./text";

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

export function formatContradiction({ at, problem }: Contradiction): string {
  return `${quote(formatPath(at))}: ${problem}`;
}

/** A configuration that a policy cannot work with. Its text is the whole message, for the user to read. */
export class ConfigurationError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "ConfigurationError";
    this.stack = message; // The SDK prints the stack of what a policy throws.
  }
}

/**
 * The schema that is handed to the engine: each option's type, description and default.
 * The engine checks types; the other rules are checked by `readOptions`, since the engine's errors do not say what was found.
 */
export function engineSchema(schemas: OptionSchemas): PolicyConfigSchema {
  const properties: PolicyConfigSchema["properties"] = {};
  for (const [name, schema] of Object.entries(allOptions(schemas))) {
    const { type, description, default: standard } = schema as PolicyConfigSchema["properties"][string];
    properties[name] = {
      ...(type === undefined ? {} : { type }),
      ...(description === undefined ? {} : { description }),
      ...(standard === undefined ? {} : { default: standard }),
    };
  }
  return { properties };
}

/** A policy's own options and those that every policy has, whose defaults it may have changed. */
export function allOptions(schemas: OptionSchemas): OptionSchemas {
  return { ...schemas, ...exemptionOptions, ...schemas };
}

/** The same options with other defaults. */
export function withDefaults(schemas: OptionSchemas, defaults: Readonly<Record<string, unknown>>): OptionSchemas {
  const changed = Object.entries(allOptions(schemas)).map(([name, schema]) => {
    return [name, name in defaults ? { ...(schema as object), default: defaults[name] } : schema] as const;
  });
  return Object.fromEntries(changed) as OptionSchemas;
}

/** The whole JSON schema of a policy's options. */
export function optionsSchema(schemas: OptionSchemas): Record<string, unknown> {
  return { type: "object", properties: allOptions(schemas), additionalProperties: false };
}

/** What of a policy it takes to read its options. */
export interface OptionRules {
  readonly options: OptionSchemas;
  /** What goes wrong in options of the right form: they leave nothing allowed, or demand what AWS does not take. */
  contradictions?(options: never): readonly Contradiction[];
}

/**
 * Checks a policy's configuration and fills in the defaults.
 * @param policy its name; `all` for what is configured for all policies
 * @throws ConfigurationError that names the policy, the key, what was found and what is allowed.
 */
export function readOptions(
  policy: string,
  { options: schemas, contradictions }: OptionRules,
  config: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const defaults: Record<string, unknown> = {};
  for (const [name, schema] of Object.entries(allOptions(schemas))) {
    const { default: standard } = schema as { default?: unknown };
    if (standard !== undefined) defaults[name] = standard;
  }
  const options = { ...defaults, ...config };
  // The engine sends every default back, so most policies have nothing to check and the validator is not loaded for them.
  if (isDeepStrictEqual(options, defaults)) return options;
  validate(policy, schemas, options);
  const problems = contradictions?.(options as never) ?? [];
  if (problems.length > 0) throw invalidConfiguration(policy, problems.map(formatContradiction).join("; "));
  return options;
}

function validate(policy: string, schemas: OptionSchemas, options: Record<string, unknown>): void {
  const { default: Ajv } = require("ajv") as typeof import("ajv");
  const check = new Ajv({
    allErrors: true,
    verbose: true,
    strict: false,
    formats,
  }).compile(optionsSchema(schemas));
  if (check(options)) return;
  const problems = optionErrors(check.errors ?? [], ["enforcementLevel", ...Object.keys(allOptions(schemas))]);
  throw invalidConfiguration(policy, problems.join("; "));
}

/** @param policy its name; `all` for all of them */
export function invalidConfiguration(policy: string, problem: string): ConfigurationError {
  const what = policy === "all" ? "all policies" : `policy ${quote(policy)}`;
  return new ConfigurationError(`invalid configuration of ${what}: ${problem}`);
}
