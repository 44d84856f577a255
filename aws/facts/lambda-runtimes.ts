import type { Framework } from "../../kit/metadata";
import facts from "./lambda-runtimes.json";

/** The language of a runtime; `provided` brings the operating system only, `custom` is a customer-managed runtime. */
export type RuntimeFamily = "python" | "nodejs" | "java" | "dotnet" | "ruby" | "go" | "provided" | "custom";

/** The parts of a runtime identifier, whether AWS has that runtime (yet) or not. */
export interface ParsedRuntime {
  readonly family: RuntimeFamily;
  /** The version of the language, major first; empty if the identifier has none (`provided`, `custom`). */
  readonly version: readonly number[];
  /** What distinguishes runtimes of one version: `al2`, `al2023`, `edge`. */
  readonly variant?: string;
}

/** A runtime that AWS has, or had. Days are written as 2027-02-01; `null` where AWS has announced none. */
export interface LambdaRuntime extends ParsedRuntime {
  readonly id: string;
  /** From this day on AWS may no longer patch it. */
  readonly deprecated: string | null;
  /** From this day on AWS refuses to create functions with it. */
  readonly blockCreate: string | null;
  /** From this day on AWS refuses to update functions that have it. */
  readonly blockUpdate: string | null;
  /** A preview: without support or service level. */
  readonly preview: boolean;
  /** A base image for container images only, no value of a function's `runtime`. */
  readonly imageOnly: boolean;
}

/** The source of the dates: AWS's page, and the day of the newest copy that they were compared with. */
export const lambdaRuntimesSource = { url: facts.source, dated: facts.sourceDated } as const;

const shapes: readonly (readonly [RuntimeFamily, RegExp])[] = [
  ["python", /^python(\d+\.\d+)$/],
  ["nodejs", /^nodejs(\d+)\.x$/],
  ["nodejs", /^nodejs(\d+\.\d+)(?:-(edge))?$/],
  ["java", /^java(\d+)(?:\.(al\d+))?$/],
  ["dotnet", /^dotnet(?:core)?(\d+(?:\.\d+)?)$/],
  ["ruby", /^ruby(\d+\.\d+)$/],
  ["go", /^go(\d+)\.x$/],
  ["provided", /^provided()(?:\.(al\d+))?$/],
  ["custom", /^custom()$/],
];

/** Takes a runtime identifier apart; one that AWS may add later (`python3.15`) as well. `undefined`: not an identifier. */
export function parseRuntime(id: string): ParsedRuntime | undefined {
  // The first runtime, Node.js 0.10, has a name without version.
  if (id === "nodejs") return { family: "nodejs", version: [0, 10] };
  for (const [family, shape] of shapes) {
    const match = shape.exec(id);
    if (match === null) continue;
    const [, version = "", variant] = match;
    const numbers = version === "" ? [] : version.split(".").map(Number);
    return variant === undefined ? { family, version: numbers } : { family, version: numbers, variant };
  }
  return undefined;
}

/** The numbers of a version as people write it (`3.11`, `22`), `undefined` when it is none. */
export function parseVersion(text: string): readonly number[] | undefined {
  return /^\d+(\.\d+)*$/.test(text) ? text.split(".").map(Number) : undefined;
}

/** Orders versions by their numbers: 3.9 comes before 3.11, and 3 is 3.0. Negative: `a` is the older one. */
export function compareVersions(a: readonly number[], b: readonly number[]): number {
  for (let i = 0; i < Math.max(a.length, b.length); i++) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

interface Entry {
  readonly deprecated: string | null;
  readonly blockCreate: string | null;
  readonly blockUpdate: string | null;
  readonly preview?: boolean;
  readonly imageOnly?: boolean;
}

function runtime(id: string, entry: Entry): LambdaRuntime {
  const parsed = parseRuntime(id);
  if (parsed === undefined) throw new Error(`lambda-runtimes.json: ${id} is not a runtime identifier`);
  return { id, ...parsed, ...entry, preview: entry.preview ?? false, imageOnly: entry.imageOnly ?? false };
}

/** Every runtime that AWS has or had, by language, the older before the newer. */
export const lambdaRuntimes: readonly LambdaRuntime[] = Object.values<Readonly<Record<string, Entry>>>(
  facts.runtimes,
).flatMap((family) => Object.entries(family).map(([id, entry]) => runtime(id, entry)));

/** The runtimes of Python, the older before the newer. */
export const pythonRuntimes: readonly LambdaRuntime[] = lambdaRuntimes.filter(({ family }) => family === "python");

const byId: ReadonlyMap<string, LambdaRuntime> = new Map(lambdaRuntimes.map((known) => [known.id, known]));

/** AWS's dates for a runtime; undefined for one that was unknown on the day of the facts. */
export function lambdaRuntime(id: string): LambdaRuntime | undefined {
  return byId.get(id);
}

/** The control of AWS Security Hub that functions run on supported runtimes. */
export const supportedRuntimes: Framework = {
  name: "AWS Foundational Security Best Practices",
  version: "1.0.0",
  reference: "Lambda.2",
  specification: "Lambda functions should use supported runtimes",
  url: "https://docs.aws.amazon.com/securityhub/latest/userguide/lambda-controls.html#lambda-2",
};
