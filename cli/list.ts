import { cameAfter, isVersion } from "../engine/config/catalogue";
import { quote } from "../kit/text";
import { policies as all } from "../policies";
import { CommandError } from "./errors";
import { columns, terminalWidth, wrap } from "./terminal";

/** The policies that an upgrade from a version adds. */
function listed(since: string | undefined) {
  if (since === undefined) return all;
  if (!isVersion(since)) throw new CommandError(`--since takes a version such as 0.1, and not ${quote(since)}`);
  return all.filter(({ metadata }) => cameAfter(metadata.page.since, since));
}

/** The catalogue as a table for people, with descriptions unless the terminal is too narrow. */
export function listTable(since?: string): string {
  const policies = listed(since);
  if (policies.length === 0) return `no policies came after version ${since}`;
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
export function listJson(since?: string): string {
  const entries = listed(since).map(({ metadata, kind, remediates, url }) => ({
    name: metadata.name,
    kind,
    level: metadata.level,
    severity: metadata.severity,
    remediates,
    description: metadata.description,
    tags: metadata.tags,
    since: metadata.page.since,
    url,
  }));
  return JSON.stringify(entries, null, 2);
}
