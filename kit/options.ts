import { isDeepStrictEqual } from "node:util";
import type { PolicyConfigSchema } from "@pulumi/policy";
import type { ErrorObject } from "ajv";
import type { FromSchema, JSONSchema } from "json-schema-to-ts";
import { enumerate, quote } from "./text";

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
  for (const [name, schema] of Object.entries(schemas)) {
    const { type, description, default: standard } = schema as PolicyConfigSchema["properties"][string];
    properties[name] = {
      ...(type === undefined ? {} : { type }),
      ...(description === undefined ? {} : { description }),
      ...(standard === undefined ? {} : { default: standard }),
    };
  }
  return { properties };
}

/** The whole JSON schema of a policy's options. */
export function optionsSchema(schemas: OptionSchemas): Record<string, unknown> {
  return { type: "object", properties: schemas, additionalProperties: false };
}

/**
 * Checks a policy's configuration and fills in the defaults.
 * @throws ConfigurationError that names the policy, the key, what was found and what is allowed.
 */
export function readOptions(
  policy: string,
  schemas: OptionSchemas,
  config: Record<string, unknown>,
): Record<string, unknown> {
  const defaults: Record<string, unknown> = {};
  for (const [name, schema] of Object.entries(schemas)) {
    const { default: standard } = schema as { default?: unknown };
    if (standard !== undefined) defaults[name] = standard;
  }
  const options = { ...defaults, ...config };
  // The engine sends every default back, so most policies have nothing to check and the validator is not loaded for them.
  if (!isDeepStrictEqual(options, defaults)) validate(policy, schemas, options);
  return options;
}

function validate(policy: string, schemas: OptionSchemas, options: Record<string, unknown>): void {
  const { default: Ajv } = require("ajv") as typeof import("ajv");
  const check = new Ajv({
    allErrors: true,
    verbose: true,
    strict: false,
    formats: { regex: isRegularExpression },
  }).compile(optionsSchema(schemas));
  if (check(options)) return;
  const problems = new Set((check.errors ?? []).filter(isCause).map((error) => describe(error, schemas)));
  throw new ConfigurationError(`invalid configuration of policy "${policy}": ${[...problems].join("; ")}`);
}

function isRegularExpression(text: string): boolean {
  try {
    new RegExp(text);
    return true;
  } catch {
    return false;
  }
}

/** `anyOf` and `if` fail because a branch below them does, and that error is the one that says something. */
function isCause(error: ErrorObject): boolean {
  return !["anyOf", "oneOf", "allOf", "if"].includes(error.keyword);
}

function describe(error: ErrorObject, schemas: OptionSchemas): string {
  const key = error.instancePath.slice(1).replaceAll("/", ".");
  const found = `found ${inline(error.data)}`;
  switch (error.keyword) {
    case "additionalProperties": {
      const name = String(error.params.additionalProperty);
      if (key === "")
        return `unknown option ${quote(name)}, allowed ${enumerate(["enforcementLevel", ...Object.keys(schemas)], "or", 20)}`;
      return `unknown key ${quote(name)} in ${quote(key)}, allowed ${enumerate(Object.keys(error.parentSchema?.properties ?? {}), "or", 20)}`;
    }
    case "enum":
      return `${quote(key)}: ${found}, allowed ${enumerate(error.params.allowedValues.map(inline), "or", 20)}`;
    case "type":
      return `${quote(key)}: ${found}, allowed a value of type ${error.params.type}`;
    case "pattern":
      return `${quote(key)}: ${found}, allowed text that matches ${error.params.pattern}`;
    case "format":
      return `${quote(key)}: ${found}, allowed ${error.params.format === "regex" ? "a regular expression" : `a ${error.params.format}`}`;
    default:
      return `${quote(key)}: ${found}, but it ${error.message ?? "is not allowed"}`;
  }
}

function inline(value: unknown): string {
  const text = JSON.stringify(value) ?? "nothing";
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
