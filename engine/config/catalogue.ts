import type { PackConfiguration } from "./configured-policies";
import { ADDRESS, isAddress } from "./formats";
import { ConfigurationError } from "./validation";

/** The key for settings of the whole catalogue in a configuration. The engine treats it as a policy, so it needs a level. */
export const CATALOGUE = "catalogue";

/** The schema of these settings in a configuration file. */
export const catalogueSchema = {
  type: "object",
  properties: {
    enforcementLevel: {
      type: "string",
      enum: ["advisory", "disabled"],
      description: "Highest level of later policies.",
    },
    version: {
      type: "string",
      pattern: "^\\d{1,4}\\.\\d{1,4}(\\.\\d{1,4})?$",
      description: "The version whose policies keep their levels, such as 0.1 or 0.1.2.",
    },
    pages: {
      type: "string",
      format: "uri",
      maxLength: 2_048,
      description:
        "Where the policies' pages are, each as NAME.md; messages and reports link there instead of the pack's repository.",
    },
  },
  required: ["enforcementLevel"],
  anyOf: [
    { required: ["version"], properties: { version: true } },
    { required: ["pages"], properties: { pages: true } },
  ],
  additionalProperties: false,
} as const;

/** A pinned version of the catalogue. */
export interface Pinned {
  readonly version: string;
  /** The highest level of policies that came later. */
  readonly level: "advisory" | "disabled";
}

/** The settings of the catalogue. */
export interface Catalogue {
  readonly pinned?: Pinned;
  /** Where the pages of the policies are, without a slash at the end. */
  readonly pages?: string;
}

/** @throws ConfigurationError */
export function catalogueIn(configuration: PackConfiguration): Catalogue {
  const { enforcementLevel, options } = configuration.get(CATALOGUE) ?? {};
  return options === undefined ? {} : readCatalogue(options, enforcementLevel);
}

/** @throws ConfigurationError */
export function readCatalogue(options: object, level = "advisory"): Catalogue {
  const { version, pages, ...others }: Readonly<Record<string, unknown>> = { ...options };
  const [stranger] = Object.keys(others);
  const wrong = (text: string) => new ConfigurationError(`invalid configuration of the catalogue: ${text}`);
  if (stranger !== undefined)
    throw wrong(`unknown option ${JSON.stringify(stranger)}, allowed enforcementLevel, version or pages`);
  const isPinned = version !== undefined || pages === undefined;
  if (isPinned && (typeof version !== "string" || !isVersion(version)))
    throw wrong(`"version": found ${JSON.stringify(version) ?? "nothing"}, allowed text such as "0.1"`);
  if (pages !== undefined && (typeof pages !== "string" || !isAddress(pages)))
    throw wrong(`"pages": found ${JSON.stringify(pages)}, allowed ${ADDRESS}`);
  if (level !== "advisory" && level !== "disabled")
    throw wrong(`"enforcementLevel": found ${JSON.stringify(level)}, allowed "advisory" or "disabled"`);
  return {
    ...(typeof version === "string" && { pinned: { version, level } }),
    ...(pages !== undefined && { pages: new URL(pages).href.replace(/\/$/, "") }),
  };
}

const VERSION = new RegExp(catalogueSchema.properties.version.pattern);

export function isVersion(text: string): boolean {
  return VERSION.test(text);
}

/** Whether version `since` is later than `version`, which may lack its last number. */
export function cameAfter(since: string, version: string): boolean {
  const known = version.split(".").map(Number);
  for (const [at, number] of known.entries()) {
    const difference = (Number(since.split(".")[at]) || 0) - number;
    if (difference !== 0) return difference > 0;
  }
  return false;
}
