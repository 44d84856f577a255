import { enumerate } from "../../kit/text";
import type { Reading } from "./grouped";

/** A report for a terminal: each policy once, with what it found. */
export function text({ groups, exempted, base, gaps, counted }: Reading): string {
  const parts = groups.map(({ policy, level, severity, description, url, findings }) => {
    const head = `${level}: ${policy}${severity === undefined ? "" : ` (${severity})`}`;
    const found = findings.flatMap(({ subjects, lines }) => [
      `  ${enumerate(subjects)}`,
      ...lines.map((line) => `    ${line}`),
    ]);
    return [head, description, ...found, url && `  ${url}`].filter((line) => line !== undefined);
  });
  const rest = [
    ...gaps.map((gap) => `warning: ${gap}`),
    exempted.length > 0 && `${exempted.length} exempted`,
    ...counted,
    base && `${base.before} in the base report already, ${base.gone} of it gone`,
  ].filter((line) => line !== undefined && line !== false);
  const all = [...parts.map((lines) => lines.join("\n")), ...rest];
  return all.length === 0 ? "no violations\n" : `${all.join("\n\n")}\n`;
}
