import { execFile } from "node:child_process";
import { readFile, readlink } from "node:fs/promises";
import { promisify } from "node:util";

/** Information about other processes. Unknown values are undefined. */
export interface Platform {
  process(pid: number): Promise<{ readonly name: string; readonly parent: number } | undefined>;
  workingDirectory(pid: number): Promise<string | undefined>;
}

/** Between the CLI and this process are a language host and a shell at most. */
const MAX_ANCESTORS = 6;

/** The working directories of the processes above this one. */
export interface Above {
  /** Whether `directory` is that of the Pulumi CLI, and not just of the nearest process. */
  readonly isCli: boolean;
  readonly directory: string | undefined;
}

/**
 * Finds the Pulumi CLI that started a process, itself or through others. It is in the directory where the user started it, or
 * in the one given as `--cwd`.
 */
export async function cliAbove(parent: number, platform: Platform | undefined = thisPlatform()): Promise<Above> {
  if (platform === undefined) return { isCli: false, directory: undefined };
  for (let pid = parent, level = 0; pid > 1 && level < MAX_ANCESTORS; level++) {
    const found = await platform.process(pid);
    if (found === undefined) break;
    if (found.name === "pulumi") return { isCli: true, directory: await platform.workingDirectory(pid) };
    pid = found.parent;
  }
  return { isCli: false, directory: await platform.workingDirectory(parent) };
}

function thisPlatform(): Platform | undefined {
  return process.platform === "linux" ? linux : process.platform === "darwin" ? macos : undefined;
}

export const linux: Platform = {
  async process(pid) {
    const stat = await orUndefined(readFile(`/proc/${pid}/stat`, "utf8"));
    // The name is in parentheses, and may itself contain some.
    const [, name, parent] = /^\d+ \((.*)\) \S (\d+)/s.exec(stat ?? "") ?? [];
    return name === undefined ? undefined : { name, parent: Number(parent) };
  },
  workingDirectory: (pid) => orUndefined(readlink(`/proc/${pid}/cwd`)),
};

export const macos: Platform = {
  async process(pid) {
    const printed = await output("ps", ["-o", "ppid=,comm=", "-p", String(pid)]);
    const [, parent, command] = /^\s*(\d+)\s+(.*\S)/.exec(printed ?? "") ?? [];
    return command === undefined ? undefined : { name: command.replace(/^.*\//, ""), parent: Number(parent) };
  },
  async workingDirectory(pid) {
    const printed = await output("lsof", ["-a", "-p", String(pid), "-d", "cwd", "-Fn"]);
    return /^n(\/.*)$/m.exec(printed ?? "")?.[1];
  },
};

async function output(command: string, args: readonly string[]): Promise<string | undefined> {
  const run = promisify(execFile)(command, args, { timeout: 5_000 });
  return (await orUndefined(run))?.stdout;
}

function orUndefined<T>(promise: Promise<T>): Promise<T | undefined> {
  return promise.catch(() => undefined);
}
