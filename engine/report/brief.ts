import { type Metadata, pageUrl } from "../../kit/metadata";
import { quote } from "../../kit/text";
import { nameOf } from "../../kit/urn";
import type { Told } from "./reporting";

/** Set to "full" to print each finding in full, as reports need it. */
export const FINDINGS = "SERVERLESS_GUARD_FINDINGS";

/** Whether each finding is printed in full, including exempted ones. */
export function tellsInFull(): boolean {
  return process.env[FINDINGS] === "full";
}

/**
 * Writes the findings of one run for people: description and link of a policy once, and a fix once for all resources with the
 * same problem.
 */
export class BriefFindings {
  /** The resource whose finding was printed in full, by policy, level and text. */
  readonly #told = new Map<string, Map<string, string>>();

  /** @param pages where the pages of the policies are */
  write(metadata: Metadata, level: string, { text, urn }: Told, pages?: string): string {
    const inFull = `${metadata.description}\n${text}`;
    if (tellsInFull()) return inFull;
    const key = JSON.stringify([metadata.name, level]);
    const told = this.#told.get(key) ?? new Map<string, string>();
    const isFirst = told.size === 0;
    const lines = text.split("\n").filter((line) => line !== pageUrl(metadata, pages));
    const [problem, ...rest] = lines;
    const like = told.get(text);
    if (like === undefined) told.set(text, nameOf(urn));
    this.#told.set(key, told);
    if (isFirst) return inFull;
    return like === undefined || rest.length === 0 ? lines.join("\n") : `${problem}${FIX_AS_FOR}${quote(like)}.`;
  }
}

const FIX_AS_FOR = " Fix: as for ";

/**
 * Reads a finding whose fix refers to another resource.
 * @returns the problem, and the quoted name of the resource with the fix; undefined for a finding in full
 */
export function readBrief(line: string): { readonly problem: string; readonly like: string } | undefined {
  const [, problem, like] = /^(.*) Fix: as for (".*")\.$/.exec(line) ?? [];
  return problem === undefined || like === undefined ? undefined : { problem, like };
}
