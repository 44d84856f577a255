import { existsSync } from "node:fs";
import { enumerate, printable } from "../../kit/text";
import { policies } from "../../policies";
import { CommandError } from "../errors";
import type { Input } from "../input";
import { writeWhole } from "../write";
import { fingerprintsOf } from "./base";
import { readStream, type Stream } from "./events";
import { github } from "./github";
import { gitlab } from "./gitlab";
import { readingOf } from "./grouped";
import { junit } from "./junit";
import { markdown } from "./markdown";
import { type Outcome, outcomeOf } from "./outcome";
import { sarif } from "./sarif";
import { repositoryPath } from "./sources";
import { text } from "./text";

export const FORMATS = ["sarif", "junit", "markdown", "github", "gitlab", "text"] as const;
export type Format = (typeof FORMATS)[number];
/** Formats that compare with a base report. Code scanning and GitLab compare reports themselves. */
const COMPARED: readonly Format[] = ["markdown", "github", "text"];

export interface ReportOptions {
  readonly format: Format;
  readonly output?: string;
  /** The program's Pulumi.yaml, from the root of the repository. */
  readonly projectFile?: string;
  /** A SARIF report of another run, whose violations are left out. */
  readonly base?: string;
}

export interface Reported {
  /** Whether the report has all findings of the runs. */
  readonly isWhole: boolean;
  /** Its number of mandatory violations. */
  readonly mandatory: number;
}

/** Turns events of the engine into a report. */
export async function report(
  inputs: readonly Input[],
  { format, output, projectFile: given, base }: ReportOptions,
): Promise<Reported> {
  const projectFile = given ?? "Pulumi.yaml";
  if (given !== undefined) refuseOtherProject(given);
  if (base !== undefined && !COMPARED.includes(format)) {
    throw new CommandError(`--base is for --format ${enumerate(COMPARED, "or")}, and not for ${format}`);
  }
  const known = base === undefined ? undefined : await fingerprintsOf(base);
  const streams: Stream[] = [];
  for (const input of inputs) streams.push(await readStream(input));
  const outcome = outcomeOf(streams, policies);
  const places = { sources: outcome.sources, projectFile };
  const written = {
    sarif: () => sarif(outcome, { policies, projectFile }),
    junit: () => junit(outcome),
    markdown: () => markdown(readingOf(outcome, known)),
    github: () => github(outcome, places, known),
    gitlab: () => gitlab(outcome, places),
    text: () => text(readingOf(outcome, known)),
  }[format]();
  if (output === undefined) process.stdout.write(written);
  else await writeWhole(output, written);
  console.error(`${output === undefined ? "report" : printable(output)}: ${counts(outcome)}`);
  for (const text of outcome.counted) console.error(`note: ${text}`);
  for (const gap of outcome.gaps) console.error(`warning: ${gap}`);
  const violations = outcome.packs.flatMap((pack) => pack.violations);
  return {
    isWhole: outcome.gaps.length === 0,
    mandatory: violations.filter(({ level }) => level === "mandatory").length,
  };
}

/** Results would point at a file that does not exist. */
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
