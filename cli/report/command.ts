import { existsSync } from "node:fs";
import { enumerate, printable } from "../../kit/text";
import { policies } from "../../policies";
import { CommandError } from "../errors";
import { openInput } from "../input";
import { readStream, type Stream } from "./events";
import { junit } from "./junit";
import { type Outcome, outcomeOf } from "./outcome";
import { sarif } from "./sarif";
import { repositoryPath } from "./sources";
import { writeWhole } from "./write";

export type Format = "sarif" | "junit";

export interface ReportOptions {
  readonly format: Format;
  readonly output?: string;
  /** The program's Pulumi.yaml, from the root of the repository. */
  readonly projectFile?: string;
}

/** Turns events of the engine into a report. Tells whether it has all that the runs found. */
export async function report(
  files: readonly string[],
  { format, output, projectFile }: ReportOptions,
): Promise<boolean> {
  if (projectFile !== undefined) refuseOtherProject(projectFile);
  const streams: Stream[] = [];
  for (const file of files) streams.push(await readStream(openInput(file)));
  const outcome = outcomeOf(streams, policies);
  const text =
    format === "sarif" ? sarif(outcome, { policies, projectFile: projectFile ?? "Pulumi.yaml" }) : junit(outcome);
  if (output === undefined) process.stdout.write(text);
  else await writeWhole(output, text);
  console.error(`${output === undefined ? "report" : printable(output)}: ${counts(outcome)}`);
  for (const gap of outcome.gaps) console.error(`warning: ${gap}`);
  return outcome.gaps.length === 0;
}

/** Results would stand in a file that is not there. */
function refuseOtherProject(projectFile: string): void {
  const problem = existsSync(projectFile)
    ? repositoryPath(projectFile, "") === undefined && "it is outside of this directory"
    : "there is no such file";
  if (problem === false) return;
  throw new CommandError(
    `--project-file ${printable(projectFile)}: ${problem}; run this at the root of the repository, ` +
      "and name the Pulumi.yaml of the program from there",
  );
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
