import type { Run } from "../../tools/engine";
import { cli } from "../cli/support";

/**
 * All that people get to see of a run, by what it is called: what the CLI and the pack print, the findings as events, and the
 * reports of them. The engine's own log and its other events hold more than these.
 */
export async function outputsOf({ stdout, stderr, events }: Run): Promise<ReadonlyMap<string, string>> {
  const input = events.map((event) => JSON.stringify(event)).join("\n");
  const report = (format: string) => cli(["report", "--format", format, "-"], { input });
  const [sarif, junit] = [await report("sarif"), await report("junit")];
  const findings = events.flatMap(({ policyEvent }) => policyEvent ?? []);
  return new Map([
    // An analysis prints all events.
    ["stdout", unlogged(stdout)],
    ["stderr", unlogged(stderr)],
    ["findings", JSON.stringify(findings)],
    ["SARIF", sarif.stdout],
    ["JUnit", junit.stdout],
    ["report's stderr", sarif.stderr + junit.stderr],
  ]);
}

/** The names of the outputs that have a text in them. */
export function outputsWith(outputs: ReadonlyMap<string, string>, text: string): readonly string[] {
  return [...outputs].flatMap(([name, output]) => (output.includes(text) ? [name] : []));
}

/** The lines that the engine's log and the events of an analysis leave. */
function unlogged(printed: string): string {
  return printed
    .split("\n")
    .filter((line) => !line.startsWith("{"))
    .join("\n");
}

interface LogRecord {
  readonly msg: string;
  readonly v: number;
}

/** The kinds of records with a text in them, in what the engine logs on stderr. */
export function loggedWith({ stderr }: Run, text: string): ReadonlySet<string> {
  const lines = stderr.split("\n").filter((line) => line.startsWith("{") && line.includes(text));
  return new Set(lines.map((line) => kindOf(JSON.parse(line) as LogRecord)));
}

function kindOf({ msg, v }: LogRecord): string {
  const [kind] = /^(?:eventSink::Debug\(<\{%reset%\}>)?[^[({:'<]*/.exec(msg) ?? [];
  return `${v} ${kind}`;
}
