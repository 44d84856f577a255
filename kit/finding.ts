import { formatPath, type Property } from "./known";
import type { Resource } from "./resource";
import { printable } from "./text";

/** One thing that is wrong, and how to put it right. */
export interface Finding {
  /** The resource that is at fault, for a policy that judges a stack. */
  readonly on?: Resource;
  /** The property that is at fault; left out when the resource as a whole is. */
  readonly at?: Property;
  /** What was found and what was expected instead, with where the expectation comes from. A sentence without full stop. */
  readonly problem: string;
  /** The exact fix as an imperative in the user's own names. A sentence without full stop. */
  readonly fix: string;
}

export type Report = (finding: Finding) => void;

/** Writes a finding as every policy of the pack shows it: place, problem, fix, link. */
export function formatFinding(finding: Finding, url: string): string {
  const place = finding.at === undefined ? "" : `${formatPath(finding.at.path)}: `;
  return [printable(`${place}${finding.problem}.`), printable(`Fix: ${finding.fix}.`), url].join("\n");
}
