import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";

/** The root of the repository. */
export const root = join(__dirname, "../..");

/** Facts that were read out of something, with their origin. */
export interface Facts {
  /** Where they come from, with the version. */
  readonly source: string;
  readonly [name: string]: unknown;
}

/**
 * The text of a file of facts. It tells the day on which the facts were taken: of an unchanged file, the day that it has,
 * so that the same source gives the same text on every day.
 */
export async function factsFile(path: string, facts: Facts): Promise<string> {
  const { taken, ...known } = JSON.parse(await readFile(join(root, path), "utf8").catch(() => "{}")) as Record<
    string,
    unknown
  >;
  const today = new Date().toISOString().slice(0, 10);
  const { source, ...rest } = facts;
  const day = typeof taken === "string" && isDeepStrictEqual(known, facts) ? taken : today;
  return `${JSON.stringify({ source, taken: day, ...rest }, null, 2)}\n`;
}

/** Sorts an object by its keys, independent of any locale. */
export function sorted<T>(entries: Iterable<readonly [string, T]>): Record<string, T> {
  return Object.fromEntries([...entries].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Names as one string: a diff of a file of facts has one line a group, and the file stays small. */
export function words(names: Iterable<string>): string {
  return [...new Set(names)].sort().join(" ");
}
