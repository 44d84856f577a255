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
} as const satisfies OptionSchemas;

/** How much of a function's code is read. AWS accepts at most 250 MB unpacked. */
const LIMITS = {
  /** Source files. */
  maxFiles: 2_000,
  /** Of one source file. */
  maxFileBytes: 2_097_152,
  /** Of all source files together. */
  maxTotalBytes: 33_554_432,
  /** Unpacked bytes in the search for source files. */
  maxUnpackedBytes: 262_144_000,
  /** Files of any kind. */
  maxEntries: 50_000,
  /** Directories or archives in each other. */
  maxDepth: 64,
};

export type Limits = Readonly<typeof LIMITS>;

export type CodeOptions = Options<typeof codeOptions> & Limits;

/** The options of a policy that are for code, beside the limits; tests give lower ones. */
export function codeOptionsOf(options: Partial<CodeOptions>): CodeOptions {
  const {
    programDirectory,
    vendored = [...codeOptions.vendored.default],
    unjudged = codeOptions.unjudged.default,
  } = options;
  const limits = Object.entries(LIMITS).map(([name, limit]) => [name, options[name as keyof Limits] ?? limit]);
  return {
    ...(programDirectory && { programDirectory }),
    vendored,
    unjudged,
    ...(Object.fromEntries(limits) as Limits),
  };
}

/** A limit as a reason names it: `2,097,152 bytes`. */
export function limitText(limits: Limits, name: keyof Limits, unit: string): string {
  return `${limits[name].toLocaleString("en-US")} ${unit}`;
}

export function tooLarge(limits: Limits): string {
  return `is larger than ${limitText(limits, "maxFileBytes", "bytes")}`;
}
