import { enumerate } from "../../kit/text";
import { subjectOf } from "../../kit/urn";
import type { Group, GroupedFinding, Reading } from "./grouped";
import type { Violation } from "./violation";

/** GitHub takes 65,536 characters for a comment. */
const MOST = 60_000;

/** A summary for a job's page or a comment on a pull request, in GitHub's and GitLab's Markdown. */
export function markdown({ groups, exempted, base, gaps, counted }: Reading): string {
  const parts = groups.flatMap((group) => [head(group), ...group.findings.map(item)]);
  const tail = [
    ...gaps.map((gap) => `**Warning:** ${escaped(gap)}`),
    exempted.length > 0 && details(exempted),
    ...counted.map(escaped),
    base && since(base),
  ].filter((part) => typeof part === "string");
  const kept: string[] = [];
  let length = tail.join("").length;
  for (const part of parts) {
    length += part.length + 2;
    if (length > MOST) break;
    kept.push(part);
  }
  const left = parts.length - kept.length;
  const cut = left === 0 ? [] : [`The rest is too long for a comment: see the job's output.`];
  return `${[title(groups, base !== undefined), ...kept, ...cut, ...tail].join("\n\n")}\n`;
}

function title(groups: readonly Group[], isNew: boolean): string {
  const count = (wanted: string) =>
    groups.filter(({ level }) => level === wanted).reduce((sum, group) => sum + countOf(group), 0);
  const counts = enumerate([`${count("mandatory")} mandatory`, `${count("advisory")} advisory`]);
  return `## Policies: ${counts}${isNew ? " new" : ""} violations`;
}

const countOf = ({ findings }: Group) => findings.reduce((sum, { count }) => sum + count, 0);

function head({ policy, level, severity, description, url }: Group): string {
  const name = url === undefined ? escaped(policy) : `[${escaped(policy)}](${url})`;
  const kind = severity === undefined ? level : `${level}, ${severity}`;
  return [`### ${name} (${kind})`, ...(description === undefined ? [] : [escaped(description)])].join("\n\n");
}

function item({ subject, lines }: GroupedFinding): string {
  return `- **${escaped(subject)}**<br>${lines.map(escaped).join("<br>")}`;
}

function details(exempted: readonly Violation[]): string {
  const lines = exempted.map(({ policy, urn, exemption = "" }) => {
    const subject = urn === undefined ? "stack" : subjectOf(urn);
    return `- ${escaped(policy)}, ${escaped(subject)}: ${escaped(exemption)}`;
  });
  const shown = lines.slice(0, 100);
  const more = lines.length > shown.length ? [`- and ${lines.length - shown.length} more`] : [];
  return `<details><summary>${exempted.length} exempted</summary>\n\n${[...shown, ...more].join("\n")}\n\n</details>`;
}

function since({ before, gone }: { readonly before: number; readonly gone: number }): string {
  return `${before} violations are in the base report already; ${gone} of it are gone.`;
}

/** Escapes text for Markdown. A name after "@" would notify somebody. */
function escaped(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replace(/[\\`*_{}[\]()#+!|~>-]/g, "\\$&")
    .replaceAll("@", "@<!-- -->");
}
