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

/** Something is wrong with what a command was given to judge. */
const FAILED = 1;
/** A command could not do its work, or not all of it. */
const UNABLE = 2;

/** Runs the command line, and says how it ends through the exit code of the process. */
export async function main(argv: readonly string[], version: string): Promise<void> {
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    // Whoever reads the output may have seen enough: `aws-serverless-guard list | head`.
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
    .option("--since <version>", "those that came after a version, which an upgrade from it adds")
    .action(({ json, since }: { json?: true; since?: string }) =>
      console.log(json ? listJson(since) : listTable(since)),
    );

  command
    .command("explain")
    .description("say what a policy judges and why, how to fix what it finds, and which options it has")
    .argument("<name>", "name of the policy")
    .action((name: string) => console.log(explain(name)));

  command
    .command("check-config")
    .description("check files for --policy-pack-config, and say what is wrong with them by line and column")
    .argument("<file...>", "files; - is the standard input")
    .addHelpText("after", "\nExits with 1 where something is wrong, and with 2 where a file cannot be read.")
    .action(async (files: string[]) => {
      if (!(await checkConfig(files))) process.exitCode = FAILED;
    });

  command
    .command("report")
    .description("write a report of what the policies of a run found, for CI")
    .argument("<input...>", "events of runs, see below; - is the standard input")
    .addOption(new Option("--format <format>", "kind of report").choices(FORMATS).makeOptionMandatory())
    .option("--output <file>", "write the report there and not to the standard output")
    .option(
      "--project-file <file>",
      "path of Pulumi.yaml in the repository, for places in files (default: Pulumi.yaml)",
    )
    .option(
      "--base <file>",
      "SARIF report of another run, whose violations are left out; for markdown, github and text",
    )
    .addHelpText("after", INPUTS)
    .action(async (inputs: string[], options: ReportOptions) => {
      if (!(await report(inputs.map(openInput), options)).isWhole) process.exitCode = UNABLE;
    });

  command
    .command("check")
    .description("preview a stack with the pack, and report what its policies find")
    .argument("[pulumi...]", "further arguments of `pulumi preview`, after --")
    .option("--stack <stack>", "stack to preview (default: the one that is selected)")
    .option("--config <file>", "configuration of the policies")
    .option("--events <file>", "keep the events there, as for `baseline`: they may hold secrets")
    .addOption(new Option("--format <format>", "kind of report").choices(FORMATS).default("text"))
    .option("--output <file>", "write the report there and not to the standard output")
    .option("--project-file <file>", "path of Pulumi.yaml in the repository, as for `report`")
    .option("--base <file>", "SARIF report of another run, as for `report`")
    .addHelpText("after", CHECK)
    .action(async (given: string[], options: CheckOptions) => {
      if (given.length > behindDashes(argv).length)
        throw new CommandError("check takes no arguments of its own; what is for pulumi stands behind --");
      const verdict = await check(given, options);
      if (verdict !== "passed") process.exitCode = verdict === "violations" ? FAILED : UNABLE;
    });

  command
    .command("baseline")
    .description("exempt all that runs found in a configuration, and remove its exemptions that match nothing any more")
    .argument("<events...>", "events of complete runs, see `report --help`; - is the standard input")
    .requiredOption("--config <file>", "configuration that gets the exemptions; made where there is none")
    .requiredOption("--reason <text>", "why the findings are accepted")
    .option("--expires <day>", "last day of the exemptions, such as 2027-03-31")
    .addHelpText("after", BASELINE)
    .action((inputs: string[], options: BaselineOptions) => baseline(inputs, options));

  command
    .command("map")
    .description("draw the wiring of a stack: each arrow proven, broken or not knowable yet, and why")
    .argument(
      "[state]",
      "file that pulumi stack export wrote; - is the standard input (default: the state of the stack)",
    )
    .argument("[pulumi...]", "further arguments of pulumi, after --")
    .option("--stack <stack>", "stack to draw (default: the one that is selected)")
    .option("--preview", "draw what a preview has, and not what is deployed")
    .addOption(new Option("--format <format>", "kind of picture").choices(MAP_FORMATS).default("html"))
    .option("--output <file>", "write the picture there and not to the standard output")
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

/** What stands behind `--` is for pulumi, and never the file of a state. */
function sourceOf(
  argv: readonly string[],
  args: readonly string[],
): [state: string | undefined, pulumi: readonly string[]] {
  const given = behindDashes(argv);
  const [state, ...others] = args.slice(0, args.length - given.length);
  if (others.length > 0) throw new CommandError("map takes one state; what is for pulumi stands behind --");
  return [state, given];
}

const MAP = `
The page is one file that needs no network: open it in a browser, search it, and
choose a part to see its arrows, settings and findings. Secrets are in none of
the formats. What is deployed is known best: a preview knows fewer arrows.

Exits with 0 where the picture is drawn, whatever is broken, and with 2 where it
cannot be.`;

const CHECK = `
Takes the pulumi that is on PATH, and the pack that this command is part of.

Exits with 0 where nothing mandatory is violated, with 1 where something is, and
with 2 where the preview fails otherwise, or violations may be missing.`;

const BASELINE = `
Comments and everything else in the file stay as they are. Removed are exemptions
that name a resource of these stacks by its URN; others may be for other stacks.
Run with SERVERLESS_GUARD_FINDINGS=full, so that events have what is exempted.

Exits with 0 where the file has what the runs found, and with 2 where it is as it
was, because events, file or place cannot be used.`;

const INPUTS = `
Events come from one of these, the first two also with up:
  PULUMI_DEBUG_COMMANDS=true pulumi preview --event-log FILE …
  PULUMI_ENABLE_STREAMING_JSON_PREVIEW=true pulumi preview --json … > FILE
  pulumi policy analyze --json … > FILE
They may hold secrets of the stack in plain text: do not keep them.

An input may also be a state (pulumi stack export) or the summary of a preview
(pulumi preview --json): from these SARIF gets the lines of the program that
make the resources.

Exits with 0 whether there are violations or not, since the run itself has
failed where it should; with 2 where no report can be written, or where
violations may be missing from it because the events are cut short.`;
