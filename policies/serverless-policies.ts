import type { EnforcementLevel, ResourceValidationPolicy, StackValidationPolicy } from "@pulumi/policy";
import { decodeBesides } from "../kit/decoding";
import { ConfigurationError, readOptions } from "../kit/options";
import { unknownPolicy } from "../kit/unknown-policy";
import { policies } from "./index";

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
  decodeBesides();
  const { level: all } = read(config.all);
  return policies.map((policy) => {
    const { name, options: schemas } = policy.metadata;
    const { level = all, options } = read(config[name]);
    readOptions(name, schemas, options);
    return policy.toSdk({ ...(level && { level }), options });
  });
}

function read(config: ServerlessPoliciesConfig[string] = {}) {
  if (typeof config === "string") return { level: config, options: {} };
  const { enforcementLevel, ...options } = config;
  return { level: enforcementLevel, options };
}
