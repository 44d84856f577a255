import type { OptionSchemas, Options } from "../kit/options";

/** The options of a policy that reads code; a policy adds them to its own. */
export const codeOptions = {
  programDirectory: {
    type: "string",
    minLength: 1,
    description:
      "Directory from which relative paths of the program's code start, absolute or relative to where pulumi runs; where it is not set, it is found from the running Pulumi CLI.",
  },
  vendored: {
    type: "array",
    items: { type: "string", minLength: 1 },
    uniqueItems: true,
    default: [],
    description: "Further directories of packages that are not checked: names, or paths such as `lib/acme`.",
  },
  unjudged: {
    type: "string",
    enum: ["advisory", "silent"],
    default: "advisory",
    description:
      "Whether code that cannot be checked, such as code in S3, is reported as one advisory of the run or not at all. One policy with `silent` is enough.",
  },
  maxFiles: {
    type: "integer",
    minimum: 1,
    default: 2_000,
    description: "Maximum number of source files read per function.",
  },
  maxFileBytes: {
    type: "integer",
    minimum: 1,
    default: 2_097_152,
    description: "Maximum size of a source file in bytes.",
  },
  maxTotalBytes: {
    type: "integer",
    minimum: 1,
    default: 33_554_432,
    description: "Maximum total size of a function's source files in bytes.",
  },
  maxUnpackedBytes: {
    type: "integer",
    minimum: 1,
    default: 262_144_000,
    description:
      "Maximum number of bytes unpacked from an archive in search of source files; AWS accepts at most 250 MB.",
  },
  maxEntries: {
    type: "integer",
    minimum: 1,
    default: 50_000,
    description: "Maximum number of files of any kind in a function's code.",
  },
  maxDepth: {
    type: "integer",
    minimum: 1,
    default: 64,
    description: "Maximum depth of nested directories or archives.",
  },
} as const satisfies OptionSchemas;

export type CodeOptions = Options<typeof codeOptions>;
export type Limits = Omit<CodeOptions, "programDirectory" | "vendored" | "unjudged">;

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
