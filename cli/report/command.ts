import { enumerate, printable } from "../../kit/text";
import { policies } from "../../policies";
import { readInput } from "../input";
import { readStream, type Stream } from "./events";
import { junit } from "./junit";
import { type Outcome, outcomeOf } from "./outcome";
import { sarif } from "./sarif";
import { writeWhole } from "./write";

export type Format = "sarif" | "junit";

export interface ReportOptions {
  readonly format: Format;
  readonly output?: string;
  readonly projectFile: string;
}

/** Turns events of the engine into a report. Tells whether it has all that the runs found. */
export async function report(
  files: readonly string[],
  { format, output, projectFile }: ReportOptions,
): Promise<boolean> {
  const streams: Stream[] = [];
  for (const file of files) streams.push(readStream(await readInput(file)));
  const outcome = outcomeOf(streams, policies);
  const text = format === "sarif" ? sarif(outcome, { policies, projectFile }) : junit(outcome);
  if (output === undefined) process.stdout.write(text);
  else await writeWhole(output, text);
  console.error(`${output === undefined ? "report" : printable(output)}: ${counts(outcome)}`);
  for (const gap of outcome.gaps) console.error(`warning: ${gap}`);
  return outcome.gaps.length === 0;
}

function counts({ packs }: Outcome): string {
  const violations = packs.flatMap((pack) => pack.violations);
  const exempted = violations.filter(({ exemption }) => exemption !== undefined).length;
  const mandatory = violations.filter(({ level }) => level === "mandatory").length;
  return enumerate([
    `${mandatory} mandatory`,
    `${violations.length - mandatory - exempted} advisory`,
    `${exempted} exempted violations`,
  ]);
}
