import { compareVersions, type ParsedRuntime, parseVersion } from "./lambda-runtimes";
import facts from "./runtime-modules.json";

const python = {
  standard: new Set(facts.python.standard.names.split(" ")),
  until: new Map<string, string>(Object.entries(facts.python.standard.until)),
  since: new Map<string, string>(Object.entries(facts.python.standard.since)),
  bundled: new Set(facts.python.bundled.split(" ")),
};
const node = { builtin: new Set(facts.node.builtin.split(" ")), bundled: new Set(facts.node.bundled.split(" ")) };

/** The versions of Python that have a module of the standard library; undefined for a name that none has. */
export function standardModule(name: string): { readonly since?: string; readonly until?: string } | undefined {
  if (!python.standard.has(name)) return undefined;
  const [since, until] = [python.since.get(name), python.until.get(name)];
  return { ...(since !== undefined && { since }), ...(until !== undefined && { until }) };
}

/** Whether a runtime of Python or Node.js provides a module or package. */
export function isOfRuntime({ family, version }: ParsedRuntime, name: string): boolean {
  if (family === "nodejs") {
    if (name.startsWith("node:") || node.builtin.has(name)) return true;
    const isNew = compareVersions(version, [Number(facts.node.bundledSince)]) >= 0;
    return isNew ? node.bundled.has(name.split("/")[0] ?? "") : name === facts.node.bundledBefore;
  }
  const { since, until } = standardModule(name) ?? { until: "0" };
  const isBefore = since !== undefined && compareVersions(version, parseVersion(since) ?? []) < 0;
  const isAfter = until !== undefined && compareVersions(version, parseVersion(until) ?? []) > 0;
  return python.bundled.has(name) || !(isBefore || isAfter);
}
