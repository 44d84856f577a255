import { isDeepStrictEqual } from "node:util";
import type { PolicyConfigSchema } from "@pulumi/policy";
import { formatPath } from "../../kit/known";
import { once } from "../../kit/once";
import type { Contradiction, OptionRules, OptionSchemas } from "../../kit/options";
import { quote } from "../../kit/text";
import { type ExemptionOptions, exemptionOptions } from "./exemptions";
import { formats } from "./formats";
import { optionErrors } from "./option-errors";

/** A policy's own options, typed by its declaration, and those that every policy has, with defaults filled in. */
export type ReadOptions = ExemptionOptions & Readonly<Record<string, unknown>>;

/** An invalid configuration. Its text is the whole message for the user. */
export class ConfigurationError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "ConfigurationError";
    this.stack = message; // The SDK prints the stack of what a pack throws.
  }
}

/**
 * The schema for the engine: type, description and default of each option. The engine checks only types, since its errors do not
 * say what was found; `readOptions` checks the rest.
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

/** A policy's own options and those that every policy has. A policy may change the defaults of the latter. */
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

/**
 * Checks a policy's configuration and fills in the defaults.
 * @param policy its name; `all` for what is configured for all policies
 * @throws ConfigurationError that names the policy, the key, what was found and what is allowed.
 */
export function readOptions(
  policy: string,
  { options: schemas, contradictions }: OptionRules,
  config: Readonly<Record<string, unknown>>,
): ReadOptions {
  const defaults: Record<string, unknown> = {};
  for (const [name, schema] of Object.entries(allOptions(schemas))) {
    const { default: standard } = schema as { default?: unknown };
    if (standard !== undefined) defaults[name] = standard;
  }
  const options = { ...defaults, ...config };
  // The engine sends every default back, so most policies have nothing to check and the validator is not loaded for them.
  if (isDeepStrictEqual(options, defaults)) return options as unknown as ReadOptions;
  validate(policy, schemas, options);
  const problems = contradictions?.(options as never) ?? [];
  if (problems.length > 0) throw invalidConfiguration(policy, problems.map(formatContradiction).join("; "));
  return options as unknown as ReadOptions;
}

function validate(policy: string, schemas: OptionSchemas, options: Record<string, unknown>): void {
  const check = validatorOf(schemas);
  if (check(options)) return;
  const problems = optionErrors(check.errors ?? [], ["enforcementLevel", ...Object.keys(allOptions(schemas))]);
  throw invalidConfiguration(policy, problems.join("; "));
}

let ajv: import("ajv").default | undefined;

/** Loaded only if something is configured. Compiles its own schema once, not for each policy. */
function loadedAjv() {
  const { default: Ajv } = require("ajv") as typeof import("ajv");
  ajv ??= new Ajv({ allErrors: true, verbose: true, strict: false, formats });
  return ajv;
}

const validatorOf = once((schemas: OptionSchemas) => loadedAjv().compile(optionsSchema(schemas)));

/** @param policy its name; `all` for all of them */
export function invalidConfiguration(policy: string, problem: string): ConfigurationError {
  const what = policy === "all" ? "all policies" : `policy ${quote(policy)}`;
  return new ConfigurationError(`invalid configuration of ${what}: ${problem}`);
}

export function formatContradiction({ at, problem }: Contradiction): string {
  return `${quote(formatPath(at))}: ${problem}`;
}
