import { append } from "../../kit/groups";
import { printedType } from "../../kit/resource";
import { enumerate, printable } from "../../kit/text";
import { nameOf, typeOf } from "../../kit/urn";
import type { Outcome } from "./outcome";
import { fingerprinted, type Violation } from "./violation";

/** The findings of one policy at one level. */
export interface Group {
  readonly policy: string;
  readonly level: Violation["level"];
  readonly severity: string | undefined;
  /** Of a policy of the catalogue. */
  readonly description: string | undefined;
  readonly url: string | undefined;
  readonly findings: readonly GroupedFinding[];
}

/** The same finding on one or more resources. */
export interface GroupedFinding {
  /** Such as `uploads (aws:sqs:Queue)`, or `a, b and c (aws:sqs:Queue)`: five names, and how many more there are. */
  readonly subject: string;
  /** The number of resources with it. */
  readonly count: number;
  readonly lines: readonly string[];
}

/** An outcome grouped for people. */
export interface Reading {
  /** Mandatory ones first, then by severity. */
  readonly groups: readonly Group[];
  readonly exempted: readonly Violation[];
  /** The number of violations that the base report has too, and of those that are gone. */
  readonly base: { readonly before: number; readonly gone: number } | undefined;
  /** Reasons why violations may be missing, a sentence each. */
  readonly gaps: readonly string[];
  /** Base address of the policies' pages, if they are not in the pack's repository. */
  readonly pages: string | undefined;
  /** Sentences with the numbers of exempted violations. */
  readonly counted: readonly string[];
}

/** @param base the fingerprints of an earlier report, whose violations are left out */
export function readingOf({ packs, gaps, pages, counted }: Outcome, base?: ReadonlySet<string>): Reading {
  const all = packs.flatMap(({ violations }) => fingerprinted(violations));
  const shown = all.filter(({ fingerprint }) => !base?.has(fingerprint));
  const before = all.length - shown.length;
  return {
    groups: groupsOf(shown.filter(({ exemption }) => exemption === undefined)),
    exempted: shown.filter(({ exemption }) => exemption !== undefined),
    base: base && { before, gone: base.size - before },
    gaps,
    pages,
    counted,
  };
}

const SEVERITIES = ["critical", "high", "medium", "low"];

function groupsOf(violations: readonly Violation[]): readonly Group[] {
  const groups = new Map<string, Violation[]>();
  for (const violation of violations) append(groups, JSON.stringify([violation.level, violation.policy]), violation);
  const found = [...groups.values()].flatMap(([first, ...others]) => {
    if (first === undefined) return [];
    const { policy, level, severity, source, url } = first;
    const { description } = source?.metadata ?? {};
    return [{ policy, level, severity, description, url, findings: findingsOf([first, ...others]) }];
  });
  const rank = ({ level, severity }: Group) => {
    const at = SEVERITIES.indexOf(severity ?? "medium");
    return (level === "mandatory" ? 0 : SEVERITIES.length) + at;
  };
  return found.sort((a, b) => rank(a) - rank(b));
}

function findingsOf(violations: readonly Violation[]): readonly GroupedFinding[] {
  const byText = new Map<string, Violation[]>();
  for (const violation of violations) append(byText, violation.lines.join("\n"), violation);
  return [...byText.values()].map((same) => ({
    subject: subjectsOf(same.map(({ urn }) => urn)),
    count: same.length,
    lines: same[0]?.lines ?? [],
  }));
}

/** Resources by their names, each type once. */
function subjectsOf(urns: readonly (string | undefined)[]): string {
  const byType = new Map<string, string[]>();
  for (const urn of urns) {
    if (urn === undefined) append(byType, "", "stack");
    else append(byType, printedType(typeOf(urn)), nameOf(urn));
  }
  const texts = [...byType].map(([type, names]) => {
    const sorted = names.toSorted((a, b) => a.localeCompare(b, "en", { numeric: true }));
    return printable(type === "" ? "stack" : `${enumerate(sorted)} (${type})`);
  });
  return enumerate(texts);
}
