import type { OptionSchemas, Options } from "../kit/options";

/** The options of a policy that reads code; a policy adds them to its own. */
export const codeOptions = {
  programDirectory: {
    type: "string",
    minLength: 1,
    description:
      "Directory in which relative paths of the program's code start, absolute or from where pulumi runs; where it is not set, found from the running Pulumi CLI.",
  },
  vendored: {
    type: "array",
    items: { type: "string", minLength: 1 },
    uniqueItems: true,
    default: [],
    description: "Further directories of packages that are not to be judged: names, or paths such as `lib/acme`.",
  },
  maxFiles: {
    type: "integer",
    minimum: 1,
    default: 2_000,
    description: "Most source files of a function that are read.",
  },
  maxFileBytes: {
    type: "integer",
    minimum: 1,
    default: 2_097_152,
    description: "Most bytes of a source file.",
  },
  maxTotalBytes: {
    type: "integer",
    minimum: 1,
    default: 33_554_432,
    description: "Most bytes of all source files of a function together.",
  },
  maxUnpackedBytes: {
    type: "integer",
    minimum: 1,
    default: 262_144_000,
    description: "Most bytes that an archive is unpacked to in search of source files; AWS takes no more than 250 MB.",
  },
  maxEntries: {
    type: "integer",
    minimum: 1,
    default: 50_000,
    description: "Most files of any kind in the code of a function.",
  },
  maxDepth: {
    type: "integer",
    minimum: 1,
    default: 64,
    description: "Most levels of directories, or of archives, in each other.",
  },
} as const satisfies OptionSchemas;

export type CodeOptions = Options<typeof codeOptions>;
export type Limits = Omit<CodeOptions, "programDirectory" | "vendored">;

/** The options that are for code among those of a policy, with defaults for what is not set. */
export function codeOptionsOf(options: Partial<CodeOptions>): CodeOptions {
  const all = Object.entries(codeOptions).map(([name, schema]) => {
    const standard = "default" in schema ? schema.default : undefined;
    return [name, options[name as keyof CodeOptions] ?? standard] as const;
  });
  return Object.fromEntries(all.filter(([, value]) => value !== undefined)) as unknown as CodeOptions;
}

/** How a reason names the option behind it: `2,097,152 bytes (maxFileBytes)`. */
export function limitText(limits: Limits, name: keyof Limits, unit: string): string {
  return `${limits[name].toLocaleString("en-US")} ${unit} (${name})`;
}

export function tooLarge(limits: Limits): string {
  return `is larger than ${limitText(limits, "maxFileBytes", "bytes")}`;
}
