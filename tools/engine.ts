// Runs Pulumi programs, and policy packs on them, on the real engine.
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { load } from "js-yaml";
import { aws } from "../testing/aws/aws";
import { removeDirectory, temporaryDirectory } from "../testing/directories";
import {
  type AnalyzeOptions,
  analyzeState,
  exportState,
  operate,
  type Run,
  type RunOptions,
  STACK,
  writeEmptyState,
} from "../testing/engine";
import { serviceKey } from "../testing/key-service";
import { run } from "../testing/processes";
import type { ProgramServer } from "../testing/programs";
import { attachable } from "../testing/provider";
import { pulumiCli } from "./cli";
import { requireCurrentBuild } from "./current-build";
import { copyPrograms, serveProgram, serveShared } from "./programs";

export type { AnalyzeOptions, EngineEvent, PolicyOptions, Run, RunOptions, Violation } from "../testing/engine";
export { writeProgram } from "./programs";

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

/** A stack of a copy of a program, with a state of its own. */
export class Stack {
  private constructor(
    private readonly root: string,
    /** Where the copy of the program is. */
    readonly directory: string,
    private readonly env: NodeJS.ProcessEnv,
    private readonly cli: string,
    private readonly shared: boolean,
    /** The project's name, where the state is on disk. */
    private readonly onDisk: string | undefined,
  ) {}

  static async create(programDirectory: string, options: StackOptions = {}): Promise<Stack> {
    const cli = await pulumiCli();
    const root = await temporaryDirectory();
    try {
      const copyRoot = path.resolve(options.copyRoot ?? programDirectory);
      const directory = await copyPrograms(copyRoot, path.join(root, "programs"), path.resolve(programDirectory));
      const config = { "aws:region": "us-east-1", ...options.config };
      const onDisk = options.env?.PULUMI_BACKEND_URL === undefined ? await projectName(directory) : undefined;
      const key = options.shared && onDisk ? serviceKey : {};
      // JSON is YAML.
      await writeFile(path.join(directory, `Pulumi.${STACK}.yaml`), JSON.stringify({ ...key, config }));
      const env = { ...cli.env, PULUMI_BACKEND_URL: `file://${root}`, ...options.env };
      const stack = new Stack(root, directory, env, cli.path, options.shared ?? false, onDisk);
      if (onDisk) await writeEmptyState(root, onDisk);
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
  serve<Result>(use: (env: NodeJS.ProcessEnv, args: readonly string[]) => Promise<Result>): Promise<Result> {
    return this.served(
      ({ address }, env) => use(env, ["--client", address]),
      () => {},
    );
  }

  /** Sets a secret of the stack's configuration, which the program gets as one. */
  async setSecret(name: string, value: string): Promise<void> {
    await this.succeed(["config", "set", "--stack", STACK, "--secret", name, value]);
  }

  /** The path of a file with the stack's state, there until the stack is removed. */
  async export(): Promise<string> {
    if (this.onDisk) return exportState(this.root, this.onDisk);
    const file = path.join(this.root, "state.json");
    await this.succeed(["stack", "export", "--stack", STACK, "--file", file]);
    return file;
  }

  remove(): Promise<void> {
    return removeDirectory(this.root);
  }

  private async operate(command: readonly string[], options: RunOptions): Promise<Run> {
    if (options.policyPack !== undefined) requireCurrentBuild(options.policyPack);
    let printed = "";
    const onOutput = (text: string) => {
      printed += text;
      options.onOutput?.(text);
    };
    const done = await this.served((server, env) => {
      const place = { root: this.root, directory: this.directory, server };
      return operate({ path: this.cli, env }, command, place, options);
    }, onOutput);
    return { ...done, stderr: done.stderr + printed };
  }

  /** Serves the program, and where it is shared the provider, as long as something is done with them. */
  private async served<Result>(
    use: (server: ProgramServer, env: NodeJS.ProcessEnv) => Promise<Result>,
    onOutput: (text: string) => void,
  ): Promise<Result> {
    const provider = this.shared ? await attachable(aws) : undefined;
    // In so short a run there is no garbage that Go has to collect.
    const env = { ...this.env, ...(provider && { PULUMI_DEBUG_PROVIDERS: `aws:${provider.port}`, GOGC: "off" }) };
    const server = await (this.shared ? serveShared(this.directory) : serveProgram(this.directory, this.env, onOutput));
    try {
      return await use(server, env);
    } finally {
      await server.stop();
      provider?.stop();
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

/** Checks a state that exists already: `pulumi policy analyze`. */
export async function analyze(stateFile: string, options: AnalyzeOptions): Promise<Run> {
  if (options.policyPack !== undefined) requireCurrentBuild(options.policyPack);
  return analyzeState(await pulumiCli(), stateFile, options);
}

async function projectName(directory: string): Promise<string> {
  return (load(await readFile(path.join(directory, "Pulumi.yaml"), "utf8")) as { name: string }).name;
}
