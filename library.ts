import type { EnforcementLevel, ResourceValidationPolicy, StackValidationPolicy } from "@pulumi/policy";
import { readCatalogue } from "./engine/config/catalogue";
import { withShared } from "./engine/config/exemptions";
import { levels } from "./engine/config/levels";
import { unknownPolicy } from "./engine/config/unknown-policy";
import { ConfigurationError, invalidConfiguration, readOptions } from "./engine/config/validation";
import { Library } from "./engine/library";
import { enumerate, quote } from "./kit/text";
import { policies } from "./policies";
import type { PolicyOptions, SharedOptions } from "./policies/options";

export type { PolicyOptions };

/** The name of a policy. */
export type PolicyName = keyof PolicyOptions;

type Configuration<Options> = EnforcementLevel | (Options & { readonly enforcementLevel?: EnforcementLevel });

/** A level for `all` policies or for one, or an object with a level and the policy's options. */
export type ServerlessPoliciesConfig = {
  readonly all?: Configuration<SharedOptions>;
  /** Where the pages of the policies are, each as NAME.md: messages link there, and not to the pack's repository. */
  readonly catalogue?: { readonly pages: string };
} & {
  readonly [Name in PolicyName]?: Configuration<PolicyOptions[Name]>;
};

/**
 * The policies of aws-serverless-guard for a policy pack of one's own. Starts no pack.
 *
 * What is configured here are the defaults of that pack; a file of `--policy-pack-config` has the last word.
 * @throws Error that names the policy, the key, what was found and what is allowed
 */
export function serverlessPolicies(
  config: ServerlessPoliciesConfig = {},
): (ResourceValidationPolicy | StackValidationPolicy)[] {
  const { catalogue, ...given }: Readonly<Record<string, unknown>> = config;
  const names = policies.map(({ metadata }) => metadata.name);
  const stranger = Object.keys(given).find((name) => name !== "all" && !names.includes(name));
  if (stranger !== undefined) throw new ConfigurationError(unknownPolicy(stranger, names));
  const library = new Library(catalogue === undefined ? undefined : readCatalogue(catalogue as object).pages);
  const { level: all, options: shared } = read("all", given.all);
  readOptions("all", { options: {} }, shared);
  return policies.map((policy) => {
    const { name } = policy.metadata;
    const { level = all, options } = read(name, given[name]);
    readOptions(name, policy.metadata, options);
    const isShared = Object.keys(shared).length > 0;
    return library.toSdk(policy, {
      ...(level && { level }),
      options: isShared ? withShared(options, shared) : options,
    });
  });
}

/** A pack in JavaScript, and one that reads its configuration from a file, have no compiler that checks it. */
function read(
  name: string,
  config: unknown = {},
): { readonly level: EnforcementLevel | undefined; readonly options: Readonly<Record<string, unknown>> } {
  if (typeof config !== "string" && (typeof config !== "object" || config === null || Array.isArray(config))) {
    throw invalidConfiguration(name, "expected a level, or an object with options");
  }
  const { enforcementLevel: level, ...options }: Record<string, unknown> =
    typeof config === "string" ? { enforcementLevel: config } : { ...config };
  const allowed = Object.keys(levels);
  if (level !== undefined && !(typeof level === "string" && allowed.includes(level))) {
    const found = JSON.stringify(level);
    throw invalidConfiguration(
      name,
      `"enforcementLevel": found ${found}, allowed ${enumerate(allowed.map(quote), "or")}`,
    );
  }
  return { level: level as EnforcementLevel | undefined, options };
}
