// Runs Pulumi programs, and policy packs on them, on the real engine.
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import type { EngineEvent } from "@pulumi/pulumi/automation";
import { load } from "js-yaml";
import { aws } from "./aws-stand-in/aws";
import { attachable } from "./aws-stand-in/provider";
import { pulumiCli } from "./cli";
import { requireCurrentBuild } from "./current-build";
import { serviceKey } from "./key-service";
import { run } from "./processes";
import { copyPrograms, removeDirectory, serveProgram, serveShared, temporaryDirectory } from "./programs";

export { writeProgram } from "./programs";
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

export interface StackOptions {
  /** What is copied, when the program needs more than its own directory. */
  readonly copyRoot?: string;
  /** Stack configuration; `aws:region` is us-east-1 unless it is given. */
  readonly config?: Readonly<Record<string, unknown>>;
  /** What the CLI finds in its environment, such as another backend than a directory. */
  readonly env?: NodeJS.ProcessEnv;
  /** Runs the program and the provider where others run too, which saves their start: for what needs no process of its own. */
  readonly shared?: boolean;
}

const STACK = "dev";
/** Far more than any run takes. The engine itself waits for ever for a pack that prints before it serves. */
const TIMEOUT_MS = 5 * 60_000;

/** A stack of a copy of a program, with a state of its own. */
export class Stack {
  private constructor(
    private readonly root: string,
    /** Where the copy of the program is. */
    readonly directory: string,
    private readonly env: NodeJS.ProcessEnv,
    private readonly cli: string,
    private readonly shared: boolean,
  ) {}

  static async create(programDirectory: string, options: StackOptions = {}): Promise<Stack> {
    const cli = await pulumiCli();
    const root = await temporaryDirectory();
    try {
      const copyRoot = path.resolve(options.copyRoot ?? programDirectory);
      const directory = await copyPrograms(copyRoot, path.join(root, "programs"), path.resolve(programDirectory));
      const config = { "aws:region": "us-east-1", ...options.config };
      const isOnDisk = options.env?.PULUMI_BACKEND_URL === undefined;
      const key = options.shared && isOnDisk ? serviceKey : {};
      // JSON is YAML.
      await writeFile(path.join(directory, `Pulumi.${STACK}.yaml`), JSON.stringify({ ...key, config }));
      const env = { ...cli.env, PULUMI_BACKEND_URL: `file://${root}`, ...options.env };
      const stack = new Stack(root, directory, env, cli.path, options.shared ?? false);
      if (isOnDisk) await writeEmptyState(root, directory);
      else await stack.succeed(["stack", "init", STACK]);
      return stack;
    } catch (error) {
      await removeDirectory(root);
      throw error;
    }
  }

  preview(options: RunOptions = {}): Promise<Run> {
    return this.operate(["preview"], options);
  }

  up(options: RunOptions = {}): Promise<Run> {
    return this.operate(["up", "--yes", "--skip-preview"], options);
  }

  /** Serves the program to another command, which gets what makes the CLI run it: its environment and its arguments. */
  async serve<Result>(use: (env: NodeJS.ProcessEnv, args: readonly string[]) => Promise<Result>): Promise<Result> {
    const server = await serveProgram(this.directory, this.env, () => {});
    try {
      return await use(this.env, ["--client", server.address]);
    } finally {
      await server.stop();
    }
  }

  /** Sets a secret of the stack's configuration, which the program gets as one. */
  async setSecret(name: string, value: string): Promise<void> {
    await this.succeed(["config", "set", "--stack", STACK, "--secret", name, value]);
  }

  /** The path of a file with the stack's state, there until the stack is removed. */
  async export(): Promise<string> {
    const file = path.join(this.root, "state.json");
    await this.succeed(["stack", "export", "--stack", STACK, "--file", file]);
    return file;
  }

  remove(): Promise<void> {
    return removeDirectory(this.root);
  }

  private async operate(command: readonly string[], options: RunOptions): Promise<Run> {
    let printed = "";
    const onOutput = (text: string) => {
      printed += text;
      options.onOutput?.(text);
    };
    const provider = this.shared ? await attachable(aws) : undefined;
    // In so short a run there is no garbage that Go has to collect.
    const env = { ...this.env, ...(provider && { PULUMI_DEBUG_PROVIDERS: `aws:${provider.port}`, GOGC: "off" }) };
    const server = await (this.shared ? serveShared(this.directory) : serveProgram(this.directory, this.env, onOutput));
    const eventLog = path.join(this.root, "events.json");
    try {
      return await withPolicyArguments(options, async (policyArgs) => {
        const { exitCode, stdout, stderr, durationMs } = await run(
          this.cli,
          [
            ...command,
            ...["--stack", STACK, "--non-interactive", "--client", server.address, "--event-log", eventLog],
            ...["--suppress-progress", "--color", options.color ? "always" : "never"],
            ...(options.verbose ? ["--logtostderr", "--logflow", "--verbose=9"] : []),
            ...policyArgs,
          ],
          {
            cwd: this.directory,
            env,
            onStart: options.onStart,
            onOutput: options.onOutput,
            timeoutMs: TIMEOUT_MS,
          },
        );
        await server.stop();
        const events = parseEvents(await readFile(eventLog, "utf8").catch(() => ""));
        return { exitCode, stdout, stderr: stderr + printed, violations: violationsOf(events), events, durationMs };
      });
    } finally {
      await server.stop();
      provider?.stop();
      await rm(eventLog, { force: true });
    }
  }

  private async succeed(args: readonly string[]): Promise<void> {
    const { exitCode, stderr } = await run(this.cli, [...args, "--non-interactive"], {
      cwd: this.directory,
      env: this.env,
    });
    if (exitCode !== 0) throw new Error(`pulumi ${args.join(" ")} failed:\n${stderr}`);
  }
}

/** Judges a state that exists already: `pulumi policy analyze`. */
export async function analyze(stateFile: string, options: AnalyzeOptions): Promise<Run> {
  const cli = await pulumiCli();
  return withPolicyArguments(options, async (policyArgs) => {
    const args = [
      "policy",
      "analyze",
      "--file",
      path.resolve(stateFile),
      "--json",
      "--non-interactive",
      "--color",
      "never",
    ];
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

/** What `pulumi stack init` writes, which takes as long as a small preview. */
async function writeEmptyState(root: string, directory: string): Promise<void> {
  const { name } = load(await readFile(path.join(directory, "Pulumi.yaml"), "utf8")) as { name: string };
  const stacks = path.join(root, ".pulumi/stacks", name);
  await mkdir(stacks, { recursive: true });
  await writeFile(path.join(root, ".pulumi/meta.yaml"), "version: 1\n");
  const checkpoint = { stack: `organization/${name}/${STACK}`, latest: null };
  await writeFile(path.join(stacks, `${STACK}.json`), JSON.stringify({ version: 3, checkpoint }));
}

async function withPolicyArguments<Result>(
  { policyPack, policyPackConfig }: PolicyOptions,
  use: (args: readonly string[]) => Promise<Result>,
): Promise<Result> {
  if (policyPack === undefined) return use([]);
  requireCurrentBuild(policyPack);
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
