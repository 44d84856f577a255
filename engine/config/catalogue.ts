import type { PackConfiguration } from "./configured-policies";
import { ConfigurationError } from "./validation";

/** The key of a configuration under which a version of the catalogue is pinned. The engine takes it for a policy, and wants a level. */
export const CATALOGUE = "catalogue";

/** What may be written under it, as the file has it. */
export const catalogueSchema = {
  type: "object",
  properties: {
    enforcementLevel: {
      type: "string",
      enum: ["advisory", "disabled"],
      description: "What later policies are at most.",
    },
    version: {
      type: "string",
      pattern: "^\\d{1,4}\\.\\d{1,4}(\\.\\d{1,4})?$",
      description: "The version whose policies keep their levels, such as 0.1 or 0.1.2.",
    },
  },
  required: ["enforcementLevel", "version"],
  additionalProperties: false,
} as const;

/** A pinned version of the catalogue. */
export interface Pinned {
  readonly version: string;
  /** The level that policies have at most which came later. */
  readonly level: "advisory" | "disabled";
}

/** @throws ConfigurationError */
export function pinnedIn(configuration: PackConfiguration): Pinned | undefined {
  const given = configuration.get(CATALOGUE);
  if (given === undefined) return undefined;
  const { enforcementLevel: level, options } = given;
  const { version, ...others } = options;
  const [stranger] = Object.keys(others);
  const wrong = (text: string) => new ConfigurationError(`invalid configuration of the catalogue: ${text}`);
  if (stranger !== undefined)
    throw wrong(`unknown option ${JSON.stringify(stranger)}, allowed enforcementLevel or version`);
  if (typeof version !== "string" || !isVersion(version))
    throw wrong(`"version": found ${JSON.stringify(version) ?? "nothing"}, allowed text such as "0.1"`);
  if (level !== "advisory" && level !== "disabled")
    throw wrong(`"enforcementLevel": found ${JSON.stringify(level)}, allowed "advisory" or "disabled"`);
  return { version, level };
}

const VERSION = new RegExp(catalogueSchema.properties.version.pattern);

export function isVersion(text: string): boolean {
  return VERSION.test(text);
}

/** Whether a policy is there since a later version than another, which may leave out its last number. */
export function cameAfter(since: string, version: string): boolean {
  const known = version.split(".").map(Number);
  for (const [at, number] of known.entries()) {
    const difference = (Number(since.split(".")[at]) || 0) - number;
    if (difference !== 0) return difference > 0;
  }
  return false;
}
