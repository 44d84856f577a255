import { Command, CommanderError, Option } from "commander";
import { type BaselineOptions, baseline } from "./baseline/command";
import { type CheckOptions, check } from "./check/command";
import { checkConfig } from "./check-config/command";
import { CommandError, fileProblem } from "./errors";
import { explain } from "./explain";
import { openInput } from "./input";
import { listJson, listTable } from "./list";
import { MAP_FORMATS, type MapOptions, map } from "./map/command";
import { FORMATS, type ReportOptions, report } from "./report/command";

/** The input of a command has a fault. */
const FAILED = 1;
/** A command failed, or completed only a part of its work. */
const UNABLE = 2;

/** Runs the command line, and sets the exit code of the process. */
export async function main(argv: readonly string[], version: string): Promise<void> {
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    // The reader may close the pipe early: `aws-serverless-guard list | head`.
    if (error.code === "EPIPE") process.exit();
    console.error(`error: cannot write to the standard output: ${fileProblem(error)}`);
    process.exit(UNABLE);
  });
  try {
    await program(argv, version).parseAsync(argv);
  } catch (error) {
    if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : UNABLE;
    else if (error instanceof CommandError) {
      console.error(`error: ${error.message}`);
      process.exitCode = UNABLE;
    } else throw error;
  }
}

function program(argv: readonly string[], version: string): Command {
  const command = new Command("aws-serverless-guard")
    .description(
      "Lists and explains the policies of the Pulumi policy pack aws-serverless-guard, checks its configurations, and writes reports for CI.",
    )
    .version(version)
    .exitOverride();

  command
    .command("list")
    .description("list the policies of the pack")
    .option("--json", "as JSON, for programs")
    .option("--since <version>", "only policies added after this version")
    .action(({ json, since }: { json?: true; since?: string }) =>
      console.log(json ? listJson(since) : listTable(since)),
    );

  command
    .command("explain")
    .description("explain what a policy checks and why, how to fix its findings, and its options")
    .argument("<name>", "name of the policy")
    .action((name: string) => console.log(explain(name)));

  command
    .command("check-config")
    .description("check files for --policy-pack-config, with line and column of each mistake")
    .argument("<file...>", "files; - is the standard input")
    .addHelpText("after", "\nExits with 1 if something is wrong, and with 2 if a file cannot be read.")
    .action(async (files: string[]) => {
      if (!(await checkConfig(files))) process.exitCode = FAILED;
    });

  command
    .command("report")
    .description("write a report of what the policies of a run found, for CI")
    .argument("<input...>", "events of runs, see below; - is the standard input")
    .addOption(new Option("--format <format>", "kind of report").choices(FORMATS).makeOptionMandatory())
    .option("--output <file>", "write the report to this file instead of the standard output")
    .option(
      "--project-file <file>",
      "path of Pulumi.yaml in the repository, for places in files (default: Pulumi.yaml)",
    )
    .option("--base <file>", "leave out the violations of this SARIF report; for markdown, github and text")
    .addHelpText("after", INPUTS)
    .action(async (inputs: string[], options: ReportOptions) => {
      if (!(await report(inputs.map(openInput), options)).isWhole) process.exitCode = UNABLE;
    });

  command
    .command("check")
    .description("preview a stack with the pack, and report what its policies find")
    .argument("[pulumi...]", "further arguments of `pulumi preview`, after --")
    .option("--stack <stack>", "stack to preview (default: the selected one)")
    .option("--config <file>", "configuration of the policies")
    .option("--events <file>", "keep the events in this file, as for `baseline`; they may hold secrets")
    .addOption(new Option("--format <format>", "kind of report").choices(FORMATS).default("text"))
    .option("--output <file>", "write the report to this file instead of the standard output")
    .option("--project-file <file>", "path of Pulumi.yaml in the repository, as for `report`")
    .option("--base <file>", "leave out the violations of this SARIF report, as for `report`")
    .addHelpText("after", CHECK)
    .action(async (given: string[], options: CheckOptions) => {
      if (given.length > behindDashes(argv).length)
        throw new CommandError("check takes no arguments of its own; put arguments for pulumi after --");
      const verdict = await check(given, options);
      if (verdict !== "passed") process.exitCode = verdict === "violations" ? FAILED : UNABLE;
    });

  command
    .command("baseline")
    .description("write exemptions for all that runs found, and remove those that match nothing any more")
    .argument("<events...>", "events of complete runs, see `report --help`; - is the standard input")
    .requiredOption("--config <file>", "configuration to write them to; created if there is none")
    .requiredOption("--reason <text>", "why the findings are accepted")
    .option("--expires <day>", "last day of the exemptions, such as 2027-03-31")
    .addHelpText("after", BASELINE)
    .action((inputs: string[], options: BaselineOptions) => baseline(inputs, options));

  command
    .command("map")
    .description("draw the wiring of a stack: each arrow proven, broken or not knowable yet, and why")
    .argument("[state]", "file from pulumi stack export; - is the standard input (default: the state of the stack)")
    .argument("[pulumi...]", "further arguments of pulumi, after --")
    .option("--stack <stack>", "stack to draw (default: the selected one)")
    .option("--preview", "draw a preview, not what is deployed")
    .addOption(new Option("--format <format>", "kind of picture").choices(MAP_FORMATS).default("html"))
    .option("--output <file>", "write the picture to this file instead of the standard output")
    .option("--config <file>", "configuration of the policies")
    .option("--directory <directory>", "where relative paths of the program's code start", ".")
    .addHelpText("after", MAP)
    .action(async (_state: string | undefined, _pulumi: string[], options: MapOptions, { args }: Command) => {
      await map(...sourceOf(argv, args), options);
    });
  return command;
}

function behindDashes(argv: readonly string[]): readonly string[] {
  const dashes = argv.indexOf("--");
  return dashes < 0 ? [] : argv.slice(dashes + 1);
}

/** Arguments after `--` are for pulumi, never the file of a state. */
function sourceOf(
  argv: readonly string[],
  args: readonly string[],
): [state: string | undefined, pulumi: readonly string[]] {
  const given = behindDashes(argv);
  const [state, ...others] = args.slice(0, args.length - given.length);
  if (others.length > 0) throw new CommandError("map takes one state; put arguments for pulumi after --");
  return [state, given];
}

const MAP = `
The page is one file that needs no network: open it in a browser, search it, and
choose a part to see its arrows, settings and findings. No format contains
secrets. A preview knows fewer arrows than a stack that is deployed.

Exits with 0 if the picture is drawn, whatever is broken, and with 2 if not.`;

const CHECK = `
Uses the pulumi on PATH, and the pack that this command belongs to.

Exits with 0 if nothing mandatory is violated, with 1 if something is, and with 2
if the preview fails for another reason, or violations may be missing.`;

const BASELINE = `
Comments and all other settings stay. It removes only exemptions that name a
resource of these stacks by its URN; others may be for other stacks.
Run with SERVERLESS_GUARD_FINDINGS=full, so that events include exempted findings.

Exits with 0 if the file is up to date, and with 2 if it is unchanged because
events or file cannot be used.`;

const INPUTS = `
Events come from one of these, the first two also with up:
  PULUMI_DEBUG_COMMANDS=true pulumi preview --event-log FILE …
  PULUMI_ENABLE_STREAMING_JSON_PREVIEW=true pulumi preview --json … > FILE
  pulumi policy analyze --json … > FILE
They may hold secrets of the stack in plain text: do not keep them.

An input may also be a state (pulumi stack export) or the summary of a preview
(pulumi preview --json): these give SARIF the lines of the program that create
the resources.

Exits with 0 with or without violations, since the run itself has failed on
them; with 2 if no report can be written, or if violations may be missing
because the events are cut short.`;
