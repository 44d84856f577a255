import { subjectOf } from "../../kit/urn";
import type { Outcome, PackOutcome } from "./outcome";
import type { Violation } from "./violation";
import { type Element, xmlDocument } from "./xml";

/** A test of a report: one policy on one resource, or on the stack. */
interface Case {
  readonly policy: string;
  readonly urn: string | undefined;
  readonly violations: Violation[];
}

/** A JUnit report: a suite for each policy pack, a case for each policy and resource. */
export function junit({ packs, gaps }: Outcome): string {
  const suites = [...packs.map(suiteOf), ...(gaps.length === 0 ? [] : [gapSuite(gaps)])];
  const sum = (name: string) => suites.reduce((total, { attributes }) => total + Number(attributes?.[name]), 0);
  return xmlDocument({
    name: "testsuites",
    attributes: { name: "pulumi policies", tests: sum("tests"), failures: sum("failures"), errors: sum("errors") },
    content: suites,
  });
}

function suiteOf(pack: PackOutcome): Element {
  const cases = casesOf(pack).map(caseElement);
  // Many readers refuse a report without tests.
  if (cases.length === 0) cases.push({ name: "testcase", attributes: { classname: pack.name, name: "no violations" } });
  const having = (name: string) =>
    cases.filter(({ content = [] }) => typeof content !== "string" && content.some((child) => child.name === name));
  return {
    name: "testsuite",
    attributes: {
      name: `${pack.name}@${pack.version}`,
      tests: cases.length,
      failures: having("failure").length,
      errors: 0,
      skipped: having("skipped").length,
    },
    content: cases,
  };
}

function casesOf({ violations, passes }: PackOutcome): readonly Case[] {
  const cases = new Map<string, Case>();
  const at = (policy: string, urn: string | undefined) => {
    const key = JSON.stringify([policy, urn]);
    const found = cases.get(key) ?? { policy, urn, violations: [] };
    cases.set(key, found);
    return found;
  };
  for (const violation of violations) at(violation.policy, violation.urn).violations.push(violation);
  for (const { policy, urn } of passes) at(policy, urn);
  return [...cases.values()];
}

/** Only what stops a run is a failure: JUnit has no warnings. */
function caseElement({ policy, urn, violations }: Case): Element {
  const subject = urn === undefined ? "stack" : subjectOf(urn);
  const attributes = { classname: policy, name: subject };
  const [first] = [...violations].sort((a, b) => rank(a) - rank(b));
  if (first === undefined) return { name: "testcase", attributes };
  const text = violations.map(textOf).join("\n\n");
  const outcome: Element =
    first.level === "mandatory"
      ? { name: "failure", attributes: { message: summary(violations, first), type: "mandatory" }, content: text }
      : { name: "skipped", content: text };
  return { name: "testcase", attributes, content: [outcome] };
}

function rank({ level }: Violation): number {
  return level === "mandatory" ? 0 : 1;
}

function summary(violations: readonly Violation[], first: Violation): string {
  return violations.length === 1 ? first.lines[0] : `${violations.length} violations, the first: ${first.lines[0]}`;
}

function textOf({ level, severity, urn, lines, exemption, url }: Violation): string {
  const head = severity === undefined ? level : `${level}, severity ${severity}`;
  return [head, ...(exemption === undefined ? [] : [exemption]), ...lines, url, urn]
    .filter((line) => line !== undefined)
    .join("\n");
}

function gapSuite(gaps: readonly string[]): Element {
  return {
    name: "testsuite",
    attributes: { name: "report", tests: gaps.length, failures: 0, errors: gaps.length, skipped: 0 },
    content: gaps.map((gap, index) => ({
      name: "testcase",
      attributes: { classname: "report", name: `events ${index + 1}` },
      content: [{ name: "error", attributes: { message: gap, type: "incomplete" }, content: gap }],
    })),
  };
}
