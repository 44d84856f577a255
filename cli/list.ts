import { policies } from "../policies";
import { columns } from "./terminal";

/** The catalogue as a table for people. */
export function listTable(): string {
  const rows = policies.map(({ metadata: { name, level, description }, kind, remediates }) => [
    name,
    kind,
    level,
    remediates ? "yes" : "",
    description,
  ]);
  return columns([["NAME", "KIND", "LEVEL", "REPAIRS", "DESCRIPTION"], ...rows]);
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
