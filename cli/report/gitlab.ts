import { subjectOf } from "../../kit/urn";
import type { Outcome } from "./outcome";
import { type Places, positionOf } from "./position";
import { fingerprinted, type Violation } from "./violation";

/**
 * GitLab's Code Quality report, which a merge request compares with that of its target branch. Exempted violations are left out.
 * https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
 */
export function gitlab({ packs }: Outcome, places: Places): string {
  const all = packs.flatMap(({ violations }) => fingerprinted(violations));
  const issues = all.flatMap((violation) => {
    if (violation.exemption !== undefined) return [];
    const { file, line } = positionOf(violation, places);
    const { policy, urn, lines, fingerprint } = violation;
    const subject = urn === undefined ? "" : `${subjectOf(urn)}: `;
    return {
      description: `${subject}${lines.join(" ")}`,
      check_name: policy,
      fingerprint,
      severity: severityOf(violation),
      location: { path: file, lines: { begin: line } },
    };
  });
  return `${JSON.stringify(issues, null, 2)}\n`;
}

const SEVERITIES: Readonly<Record<string, string>> = {
  critical: "blocker",
  high: "critical",
  medium: "major",
  low: "minor",
};

function severityOf({ level, severity }: Violation): string {
  return level === "advisory" ? "minor" : (SEVERITIES[severity ?? ""] ?? "major");
}
