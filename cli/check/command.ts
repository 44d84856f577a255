import { spawn } from "node:child_process";
import { copyFile, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { FINDINGS } from "../../engine/report/brief";
import { printable } from "../../kit/text";
import { readConfiguration } from "../configuration";
import { CommandError, fileProblem } from "../errors";
import { openInput } from "../input";
import { type ReportOptions, report } from "../report/command";
import { cannotWrite, refuseUnwritable } from "../write";
import { packFor, pulumiVersion } from "./pack";
import { Progress } from "./progress";

export interface CheckOptions extends ReportOptions {
  readonly stack?: string;
  /** A configuration of the policies. */
  readonly config?: string;
  /** File for the events. */
  readonly events?: string;
}

/** The result of a check. */
export type Verdict = "passed" | "violations" | "unable";

/** Previews a stack with the pack, and writes a report of what its policies find. */
export async function check(
  given: readonly string[],
  { stack, config, events, ...options }: CheckOptions,
): Promise<Verdict> {
  // Wrong arguments are reported before the preview, which may take minutes.
  if (config !== undefined) await readConfiguration(config, "refused");
  for (const file of [events, options.output]) if (file !== undefined) await refuseUnwritable(file);
  const version = await pulumiVersion();
  const pack = packFor(version);
  const directory = await mkdtemp(path.join(tmpdir(), "aws-serverless-guard-"));
  try {
    const log = path.join(directory, "events.json");
    const args = [
      ...["preview", "--non-interactive", "--color", "never", "--event-log", log, "--policy-pack", pack],
      ...(config === undefined ? [] : ["--policy-pack-config", config]),
      ...(stack === undefined ? [] : ["--stack", stack]),
      ...given,
    ];
    console.error(`pulumi ${version}: previewing${stack === undefined ? "" : ` stack ${printable(stack)}`} …`);
    const progress = new Progress(log);
    const { exitCode, printed } = await run(args).finally(() => progress.stop());
    if (events !== undefined) await keep(log, events);
    const errors = errorsIn(await readFile(log, "utf8").catch(() => ""));
    for (const error of errors) console.error(`error: ${error}`);
    const { isWhole, mandatory } = await report([{ ...openInput(log), name: "the preview" }], options).catch(
      (error: unknown) => {
        if (error instanceof CommandError && errors.length === 0) console.error(lastLines(printed));
        throw error instanceof CommandError
          ? new CommandError("the preview ended before the policies checked anything")
          : error;
      },
    );
    if (mandatory > 0) return "violations";
    if (exitCode !== 0) console.error(errors.length > 0 ? "The preview failed." : lastLines(printed));
    return exitCode === 0 && isWhole ? "passed" : "unable";
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

/** Runs the Pulumi CLI. Its output is shown only if there is no report. */
async function run(args: readonly string[]): Promise<{ readonly exitCode: number; readonly printed: string }> {
  const env = { ...process.env, PULUMI_DEBUG_COMMANDS: "true", [FINDINGS]: "full" };
  const child = spawn("pulumi", args, { env, stdio: ["ignore", "pipe", "pipe"] });
  let printed = "";
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (text: string) => {
      printed = (printed + text).slice(-MOST_PRINTED);
    });
  // A terminal interrupts the CLI too. A second interrupt would make it leave its plugins running.
  const wait = () => {};
  const end = () => void child.kill();
  process.on("SIGINT", wait).on("SIGTERM", end).on("SIGHUP", end);
  try {
    return await new Promise((resolve, reject) => {
      child.once("error", (error) => reject(new CommandError(`cannot run pulumi: ${fileProblem(error)}`)));
      child.once("close", (code, signal) => {
        if (signal === null) resolve({ exitCode: code ?? 1, printed });
        else reject(new CommandError(`pulumi was stopped by ${signal}`));
      });
    });
  } finally {
    process.off("SIGINT", wait).off("SIGTERM", end).off("SIGHUP", end);
  }
}

const MOST_PRINTED = 20_000;

function lastLines(printed: string): string {
  return printed.trim().split("\n").slice(-20).map(printable).join("\n");
}

/** The errors of the engine, except that the preview failed. */
function errorsIn(log: string): readonly string[] {
  return log.split("\n").flatMap((line) => {
    if (!line.includes('"diagnosticEvent"')) return [];
    try {
      const { diagnosticEvent } = JSON.parse(line) as { diagnosticEvent?: { severity?: unknown; message?: unknown } };
      if (diagnosticEvent?.severity !== "error" || typeof diagnosticEvent.message !== "string") return [];
      const text = diagnosticEvent.message.replace(/<\{%[^%]*%\}>/g, "").trim();
      return text === "preview failed" ? [] : [text.split("\n").map(printable).join("\n")];
    } catch {
      return []; // The last line of a log that is cut short.
    }
  });
}

async function keep(log: string, file: string): Promise<void> {
  try {
    await copyFile(log, file);
  } catch (error) {
    throw cannotWrite(file, error);
  }
}
