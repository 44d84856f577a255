// Has the Pulumi CLI check programs and states by policy packs, and reads what it tells.
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import type { EngineEvent } from "@pulumi/pulumi/automation";
import { removeDirectory, temporaryDirectory } from "./directories";
import { run } from "./processes";
import type { ProgramServer } from "./programs";

export type { EngineEvent };

export interface Violation {
  readonly policy: string;
  readonly level: "advisory" | "mandatory";
  readonly urn: string;
  readonly message: string;
}

export interface Run {
  readonly exitCode: number;
  readonly stdout: string;
  /** What the CLI says there, and all that the program prints. */
  readonly stderr: string;
  readonly violations: readonly Violation[];
  readonly events: readonly EngineEvent[];
  /** How long the CLI ran. */
  readonly durationMs: number;
}

export interface PolicyOptions {
  /** Directory of a pack, or an executable file that is one. */
  readonly policyPack?: string;
  /** A configuration, or the path of a file with one. */
  readonly policyPackConfig?: object | string;
  /** Called with the process id of the CLI. */
  readonly onStart?: (pid: number) => void;
}

export interface RunOptions extends PolicyOptions {
  readonly color?: boolean;
  /** Has the CLI log all that it knows on stderr. */
  readonly verbose?: boolean;
  /** Called with what reaches stdout and stderr, as it comes. */
  readonly onOutput?: (text: string) => void;
}

export interface AnalyzeOptions extends PolicyOptions {
  /** Where relative paths of assets start. */
  readonly cwd?: string;
  /** Has the CLI log what it does on stderr. */
  readonly verbose?: boolean;
  /** What differs from the environment of this process. */
  readonly env?: NodeJS.ProcessEnv;
  /** A command that runs the one that comes after it, such as `["nice"]`. */
  readonly launcher?: readonly string[];
}

export interface Cli {
  readonly path: string;
  readonly env: NodeJS.ProcessEnv;
}

export const STACK = "dev";
/** Far more than any run takes. The engine itself waits for ever for a pack that prints before it serves. */
const TIMEOUT_MS = 5 * 60_000;

/** Nothing of the user's own Pulumi or AWS set-up may change a result, nor a result anything of it. */
export function isolated(others = /^(PULUMI|AWS)_/): NodeJS.ProcessEnv {
  return {
    ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !others.test(name))),
    PULUMI_CONFIG_PASSPHRASE: "",
    PULUMI_SKIP_UPDATE_CHECK: "true",
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    // Shows --client and --event-log, with which the automation API too works.
    PULUMI_DEBUG_COMMANDS: "true",
  };
}

/** What `pulumi stack init` writes, which takes as long as a small preview. */
export async function writeEmptyState(root: string, project: string): Promise<void> {
  const stacks = path.join(root, ".pulumi/stacks", project);
  await mkdir(stacks, { recursive: true });
  await writeFile(path.join(root, ".pulumi/meta.yaml"), "version: 1\n");
  const checkpoint = { stack: `organization/${project}/${STACK}`, latest: null };
  await writeFile(path.join(stacks, `${STACK}.json`), JSON.stringify({ version: 3, checkpoint }));
}

/** The path of a file with what `pulumi stack export` prints, which takes as long as a small preview. */
export async function exportState(root: string, project: string): Promise<string> {
  const checkpointFile = path.join(root, ".pulumi/stacks", project, `${STACK}.json`);
  const { checkpoint, ...versions } = JSON.parse(await readFile(checkpointFile, "utf8")) as Checkpoint;
  const file = path.join(root, "state.json");
  await writeFile(file, JSON.stringify({ ...versions, deployment: checkpoint.latest ?? {} }));
  return file;
}

interface Checkpoint {
  readonly version: number;
  readonly features?: readonly string[];
  readonly checkpoint: { readonly latest: object | null };
}

/**
 * Previews or deploys what is served as a program.
 * @param root where the events are written
 * @param directory where Pulumi.yaml is
 */
export async function operate(
  cli: Cli,
  command: readonly string[],
  { root, directory, server }: { root: string; directory: string; server: ProgramServer },
  options: RunOptions,
): Promise<Run> {
  const eventLog = path.join(root, "events.json");
  try {
    return await withPolicyArguments(options, async (policyArgs) => {
      const { exitCode, stdout, stderr, durationMs } = await run(
        cli.path,
        [
          ...command,
          ...["--stack", STACK, "--non-interactive", "--client", server.address, "--event-log", eventLog],
          ...["--suppress-progress", "--color", options.color ? "always" : "never"],
          ...(options.verbose ? ["--logtostderr", "--logflow", "--verbose=9"] : []),
          ...policyArgs,
        ],
        { cwd: directory, env: cli.env, onStart: options.onStart, onOutput: options.onOutput, timeoutMs: TIMEOUT_MS },
      );
      await server.stop();
      const events = parseEvents(await readFile(eventLog, "utf8").catch(() => ""));
      return { exitCode, stdout, stderr, violations: violationsOf(events), events, durationMs };
    });
  } finally {
    await server.stop();
    await rm(eventLog, { force: true });
  }
}

/** Checks a state that exists already: `pulumi policy analyze`. */
export async function analyzeState(cli: Cli, stateFile: string, options: AnalyzeOptions): Promise<Run> {
  return withPolicyArguments(options, async (policyArgs) => {
    const args = ["policy", "analyze", "--file", path.resolve(stateFile)];
    args.push("--json", "--non-interactive", "--color", "never");
    if (options.verbose) args.push("--logtostderr", "--verbose=7");
    const [command = cli.path, ...rest] = [...(options.launcher ?? []), cli.path, ...args, ...policyArgs];
    const { exitCode, stdout, stderr, durationMs } = await run(command, rest, {
      cwd: options.cwd ?? process.cwd(),
      env: { ...cli.env, ...options.env },
      onStart: options.onStart,
      timeoutMs: TIMEOUT_MS,
    });
    const events = parseEvents(stdout);
    return { exitCode, stdout, stderr, violations: violationsOf(events), events, durationMs };
  });
}

async function withPolicyArguments<Result>(
  { policyPack, policyPackConfig }: PolicyOptions,
  use: (args: readonly string[]) => Promise<Result>,
): Promise<Result> {
  if (policyPack === undefined) return use([]);
  const args = ["--policy-pack", path.resolve(policyPack)];
  if (policyPackConfig === undefined) return use(args);
  if (typeof policyPackConfig === "string")
    return use([...args, "--policy-pack-config", path.resolve(policyPackConfig)]);

  const directory = await temporaryDirectory();
  try {
    const file = path.join(directory, "policy-config.json");
    await writeFile(file, JSON.stringify(policyPackConfig));
    return await use([...args, "--policy-pack-config", file]);
  } finally {
    await removeDirectory(directory);
  }
}

/** One event a line. Other lines are for people. */
function parseEvents(lines: string): EngineEvent[] {
  return lines
    .split("\n")
    .filter((line) => line.startsWith("{"))
    .map((line): EngineEvent => JSON.parse(line));
}

function violationsOf(events: readonly EngineEvent[]): Violation[] {
  const violations: Violation[] = [];
  for (const { policyEvent } of events) {
    if (policyEvent === undefined) continue;
    // Its declared type is not what the engine sends.
    const level: string = policyEvent.enforcementLevel;
    violations.push({
      policy: policyEvent.policyName,
      level: level === "advisory" ? "advisory" : "mandatory",
      urn: policyEvent.resourceUrn ?? "",
      message: policyEvent.message,
    });
  }
  return violations;
}
