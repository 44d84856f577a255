import type { EnforcementLevel, ResourceValidationPolicy, StackValidationPolicy } from "@pulumi/policy";
import { withShared } from "./engine/config/exemptions";
import { levels } from "./engine/config/levels";
import { unknownPolicy } from "./engine/config/unknown-policy";
import { ConfigurationError, invalidConfiguration, readOptions } from "./engine/config/validation";
import { Library } from "./engine/library";
import { enumerate, quote } from "./kit/text";
import { policies } from "./policies";

/** A level for `all` policies or for one, or an object with a level and the policy's options. */
export interface ServerlessPoliciesConfig {
  readonly [policy: string]:
    | EnforcementLevel
    | { readonly enforcementLevel?: EnforcementLevel; readonly [option: string]: unknown };
}

/**
 * The policies of aws-serverless-guard for a policy pack of one's own. Starts no pack.
 *
 * What is configured here are the defaults of that pack; a file of `--policy-pack-config` has the last word.
 * @throws Error that names the policy, the key, what was found and what is allowed
 */
export function serverlessPolicies(
  config: ServerlessPoliciesConfig = {},
): (ResourceValidationPolicy | StackValidationPolicy)[] {
  const names = policies.map(({ metadata }) => metadata.name);
  const stranger = Object.keys(config).find((name) => name !== "all" && !names.includes(name));
  if (stranger !== undefined) throw new ConfigurationError(unknownPolicy(stranger, names));
  const library = new Library();
  const { level: all, options: shared } = read("all", config.all);
  readOptions("all", { options: {} }, shared);
  return policies.map((policy) => {
    const { name } = policy.metadata;
    const { level = all, options } = read(name, config[name]);
    readOptions(name, policy.metadata, options);
    const isShared = Object.keys(shared).length > 0;
    return library.toSdk(policy, {
      ...(level && { level }),
      options: isShared ? withShared(options, shared) : options,
    });
  });
}

/** A pack in JavaScript, and one that reads its configuration from a file, have no compiler that checks it. */
function read(name: string, config: ServerlessPoliciesConfig[string] = {}) {
  if (typeof config !== "string" && (typeof config !== "object" || config === null || Array.isArray(config))) {
    throw invalidConfiguration(name, "expected a level, or an object with options");
  }
  const { enforcementLevel: level, ...options } = typeof config === "string" ? { enforcementLevel: config } : config;
  const allowed = Object.keys(levels);
  if (level !== undefined && !allowed.includes(level)) {
    const found = JSON.stringify(level);
    throw invalidConfiguration(
      name,
      `"enforcementLevel": found ${found}, allowed ${enumerate(allowed.map(quote), "or")}`,
    );
  }
  return { level, options };
}
