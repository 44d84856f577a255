import { subjectOf } from "../../kit/urn";
import type { Outcome } from "./outcome";
import { type Places, positionOf } from "./position";
import { fingerprinted, type Violation } from "./violation";

/**
 * Annotations of GitHub Actions, one violation a line: an error where it is mandatory, a warning where it is advisory.
 * https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
 * @param base the fingerprints of an earlier report, whose violations are left out
 */
export function github({ packs, gaps }: Outcome, places: Places, base?: ReadonlySet<string>): string {
  const all = packs.flatMap(({ violations }) => fingerprinted(violations));
  const shown = all.filter(({ exemption, fingerprint }) => exemption === undefined && !base?.has(fingerprint));
  // GitHub shows ten errors and ten warnings of a step.
  const mandatoryFirst = shown.toSorted((a, b) => b.level.localeCompare(a.level));
  const warnings = gaps.map((gap) => `::warning::${data(gap)}\n`);
  return [...mandatoryFirst.map((violation) => annotation(violation, places)), ...warnings].join("");
}

function annotation(violation: Violation, places: Places): string {
  const { level, policy, urn, lines } = violation;
  const { file, line, column } = positionOf(violation, places);
  const properties = Object.entries({ file, line, col: column, title: policy });
  const subject = urn === undefined ? "" : `${subjectOf(urn)}: `;
  const command = level === "mandatory" ? "error" : "warning";
  const named = properties.map(([name, value]) => `${name}=${property(String(value))}`).join(",");
  return `::${command} ${named}::${data(subject + lines.join("\n"))}\n`;
}

const data = (text: string) => text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
const property = (text: string) => data(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
