import { policies } from "../policies";
import { columns, terminalWidth, wrap } from "./terminal";

/** The catalogue as a table for people: with descriptions where a terminal is wide enough, or where there is none. */
export function listTable(): string {
  const head = ["NAME", "KIND", "SEVERITY", "LEVEL", "REPAIRS"];
  const rows = policies.map(({ metadata: { name, severity, level }, kind, remediates }) => [
    name,
    kind,
    severity ?? "",
    level,
    remediates ? "yes" : "",
  ]);
  const descriptions = ["DESCRIPTION", ...policies.map(({ metadata }) => metadata.description)];
  const wide = columns([head, ...rows].map((row, index) => [...row, descriptions[index] ?? ""]));
  const isTooWide = wide.split("\n").some((line) => line.length > (process.stdout.columns || Number.POSITIVE_INFINITY));
  if (!isTooWide) return wide;
  const [title = "", ...lines] = columns([head, ...rows]).split("\n");
  return [
    title,
    ...lines.map((line, index) => `${line}\n${wrap(descriptions[index + 1] ?? "", terminalWidth(), "    ")}`),
  ].join("\n");
}

/** The catalogue for programs. */
export function listJson(): string {
  const entries = policies.map(({ metadata, kind, remediates, url }) => ({
    name: metadata.name,
    kind,
    level: metadata.level,
    severity: metadata.severity,
    remediates,
    description: metadata.description,
    tags: metadata.tags,
    url,
  }));
  return JSON.stringify(entries, null, 2);
}
