import { PAGES } from "../../kit/metadata";
import type { Reading } from "./grouped";

/** A report for a terminal. Each finding has two lines, problem and fix, even if several resources have it. */
export function text({ groups, exempted, base, gaps, pages = PAGES, counted }: Reading): string {
  const found = groups.flatMap(({ policy, level, severity, findings }) =>
    findings.flatMap(({ subject, lines: [first = "", ...rest] }) => [
      `${level}${severity === undefined ? "" : ` (${severity})`}  ${policy}  ${subject}: ${first}`,
      ...rest.map((line) => `    ${line}`),
    ]),
  );
  const isOurs = groups.some(({ url }) => url !== undefined);
  const rest = [
    isOurs &&
      `Why, and how to exempt: \`npx aws-serverless-guard explain POLICY\`, or the page of the policy in ${pages}`,
    ...gaps.map((gap) => `warning: ${gap}`),
    exempted.length > 0 && `${exempted.length} exempted`,
    ...counted,
    base && `${base.before} in the base report already, ${base.gone} of it gone`,
  ].filter((line) => typeof line === "string");
  return found.length + rest.length === 0 ? "no violations\n" : `${[...found, ...rest].join("\n")}\n`;
}
