// Pulumi programs: copies of them to run, and the processes that run them in place of a language host.
import { cp, mkdir, mkdtemp, readFile, realpath, rm, symlink, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { pathToFileURL } from "node:url";
import { shims } from "./cli";
import { start } from "./processes";
import { python } from "./python";

export const repository = path.dirname(__dirname);
/** The policy pack as an executable file, once it is built. */
export const executable = path.join(repository, "bin/pulumi-analyzer-aws-serverless-guard");

const notCopied = new Set(["node_modules", ".venv", "venv", "__pycache__", ".git"]);

export async function temporaryDirectory(): Promise<string> {
  return mkdtemp(path.join(await realpath(os.tmpdir()), "aws-serverless-guard-"));
}

/** A directory with a program of these files, by default of runtime nodejs. The caller removes it. */
export async function writeProgram(files: Readonly<Record<string, string>>): Promise<string> {
  const directory = await temporaryDirectory();
  const all = { "Pulumi.yaml": "name: program\nruntime: nodejs\n", ...files };
  for (const [name, content] of Object.entries(all)) {
    const file = path.join(directory, name);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, content);
  }
  return directory;
}

/** Copies a tree so that the programs in it can run: with this repository's packages and the AWS stand-in. */
export async function copyPrograms(from: string, to: string, programDirectory: string): Promise<string> {
  await cp(from, to, { recursive: true, filter: (file) => file === from || !notCopied.has(path.basename(file)) });
  await symlink(path.join(repository, "node_modules"), path.join(to, "node_modules"));

  const directory = path.join(to, path.relative(from, programDirectory));
  const projectFile = path.join(directory, "Pulumi.yaml");
  const project = await readFile(projectFile, "utf8");
  if (/^plugins:/m.test(project))
    throw new Error(`${projectFile} names plugins of its own, which is not supported here.`);
  const plugins = {
    providers: [{ name: "aws", path: path.join(__dirname, "aws-stand-in") }],
    // It is on PATH too, but about what it finds there the engine prints a warning in every run.
    analyzers: [{ name: "policy-nodejs", path: shims }],
  };
  // JSON is YAML.
  await writeFile(projectFile, `${project}\nplugins: ${JSON.stringify(plugins)}\n`);
  return directory;
}

export interface ProgramServer {
  readonly address: string;
  /** Ends it, once everything that the program printed has been told. */
  stop(): Promise<void>;
}

export async function serveProgram(
  directory: string,
  env: NodeJS.ProcessEnv,
  onOutput: (text: string) => void,
): Promise<ProgramServer> {
  const [command, ...args] = await serverCommand(directory);
  const child = start(command, args, {
    cwd: directory,
    env: { ...env, PWD: directory },
    stdio: ["pipe", "pipe", "pipe", "pipe"],
  });
  let printed = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding("utf8").on("data", (text: string) => {
      printed += text;
      onOutput(text);
    });
  }
  const closed = new Promise<void>((resolve) => child.once("close", () => resolve()));
  const port = await new Promise<string>((resolve, reject) => {
    child.once("error", reject);
    void closed.then(() => reject(new Error(`The program in ${directory} could not be served:\n${printed}`)));
    createInterface(child.stdio[3] as Readable).once("line", resolve);
  });
  return {
    address: `127.0.0.1:${port}`,
    stop() {
      child.stdin?.end();
      // A program may keep its process busy for ever.
      const timer = setTimeout(() => child.kill("SIGKILL"), 5000);
      return closed.finally(() => clearTimeout(timer));
    },
  };
}

async function serverCommand(directory: string): Promise<[string, ...string[]]> {
  const project = await readFile(path.join(directory, "Pulumi.yaml"), "utf8");
  const runtime = /^runtime:\s*(?:name:\s*)?(\w+)/m.exec(project)?.[1];
  switch (runtime) {
    case "nodejs": {
      const loader = pathToFileURL(require.resolve("tsx")).href;
      return [process.execPath, "--import", loader, path.join(__dirname, "node", "program-server.ts")];
    }
    case "python":
      return [await python(), path.join(__dirname, "python", "program_server.py")];
    default:
      throw new Error(`Programs of runtime ${runtime ?? "unknown"} (${directory}) are not supported here.`);
  }
}

export async function removeDirectory(directory: string): Promise<void> {
  await rm(directory, { recursive: true, force: true });
}
