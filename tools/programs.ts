// Pulumi programs: copies of them to run, and the processes that run them in place of a language host.
import { existsSync } from "node:fs";
import { cp, mkdir, readFile, symlink, writeFile } from "node:fs/promises";
import type { Socket } from "node:net";
import path from "node:path";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { removeDirectory, temporaryDirectory } from "../testing/directories";
import { start } from "../testing/processes";
import { type ProgramServer, serveFunction } from "../testing/programs";
import { pulumiCli, shims } from "./cli";
import { serveNodeProgram } from "./node-programs";
import { python } from "./python";

export { removeDirectory, temporaryDirectory };

export const repository = path.dirname(__dirname);
/** The policy pack as an executable file, once it is built. */
export const executable = path.join(repository, "bin/pulumi-analyzer-aws-serverless-guard");

const otherProviders = ["archive", "aws-native", "command", "docker", "random", "std", "tls"];

const notCopied = new Set([".venv", "venv", "__pycache__", ".git"]);

/** A directory with a program of these files, by default of runtime nodejs. The caller removes it. */
export async function writeProgram(files: Readonly<Record<string, string>>): Promise<string> {
  const directory = await temporaryDirectory();
  const all = { "Pulumi.yaml": "name: program\nruntime: nodejs\n", "package.json": "{}\n", ...files };
  for (const [name, content] of Object.entries(all)) {
    const file = path.join(directory, name);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, content);
  }
  return directory;
}

/** Copies a tree so that the programs in it can run: with this repository's packages and the stand-ins for providers. */
export async function copyPrograms(from: string, to: string, programDirectory: string): Promise<string> {
  await cp(from, to, { recursive: true, filter: (file) => file === from || isCopied(file) });

  const directory = path.join(to, path.relative(from, programDirectory));
  const projectFile = path.join(directory, "Pulumi.yaml");
  const project = await readFile(projectFile, "utf8");
  if (/^plugins:/m.test(project))
    throw new Error(`${projectFile} names plugins of its own, which is not supported here.`);
  // Beside the program, where an installation puts them, and where what it shares with others finds them.
  if (runtimeOf(project) === "nodejs") {
    for (const place of new Set([directory, to]))
      await symlink(path.join(repository, "node_modules"), path.join(place, "node_modules"));
  }
  const plugins = {
    providers: [
      { name: "aws", path: path.join(__dirname, "aws-stand-in") },
      ...otherProviders.map((name) => ({ name, path: path.join(__dirname, "other-providers") })),
    ],
    // It is on PATH too, but about what it finds there the engine prints a warning in every run.
    analyzers: [{ name: "policy-nodejs", path: shims }],
  };
  // JSON is YAML.
  await writeFile(projectFile, `${filledIn(project)}\nplugins: ${JSON.stringify(plugins)}\n`);
  return directory;
}

/** Packages in a program's own folder come from this repository. Those deeper down are part of what is deployed. */
function isCopied(file: string): boolean {
  const name = path.basename(file);
  if (name === "node_modules") return !existsSync(path.join(path.dirname(file), "Pulumi.yaml"));
  return !notCopied.has(name);
}

/** What `pulumi new` fills in when it makes a program of a template. */
function filledIn(project: string): string {
  return project.replace(/\$\{PROJECT\}/g, "program").replace(/\$\{DESCRIPTION\}/g, "A program");
}

/** Serves the program as the language host of its runtime does. */
export async function serveProgram(
  directory: string,
  env: NodeJS.ProcessEnv,
  onOutput: (text: string) => void,
): Promise<ProgramServer> {
  const runtime = await programRuntime(directory);
  if (runtime === "nodejs") return serveNodeProgram(directory, env, onOutput);
  return servePythonPrograms(directory, env, onOutput);
}

let pythonPrograms: Promise<ProgramServer> | undefined;

/**
 * Serves the program where others run too, with the packages that are loaded there: in this process, or in one for all Python
 * programs, as the automation API does with functions.
 */
export async function serveShared(directory: string): Promise<ProgramServer> {
  if ((await programRuntime(directory)) === "nodejs") return serveFunction(async () => loadAfresh(directory));
  pythonPrograms ??= servePythonPrograms(repository, (await pulumiCli()).env, () => {});
  return { ...(await pythonPrograms), stop: async () => {} };
}

/** Runs a program's modules, which are outside of the repository, once more. */
function loadAfresh(directory: string): unknown {
  for (const file of Object.keys(require.cache)) if (!file.startsWith(repository)) delete require.cache[file];
  return require(directory);
}

async function programRuntime(directory: string): Promise<"nodejs" | "python"> {
  const runtime = runtimeOf(await readFile(path.join(directory, "Pulumi.yaml"), "utf8"));
  if (runtime === "nodejs" || runtime === "python") return runtime;
  throw new Error(`Programs of runtime ${runtime ?? "unknown"} (${directory}) are not supported here.`);
}

function runtimeOf(project: string): string | undefined {
  return /^runtime:\s*(?:name:\s*)?(\w+)/m.exec(project)?.[1];
}

async function servePythonPrograms(
  directory: string,
  env: NodeJS.ProcessEnv,
  onOutput: (text: string) => void,
): Promise<ProgramServer> {
  const child = start(await python(), [path.join(__dirname, "python", "program_server.py")], {
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
    void closed.then(() => reject(new Error(`Python programs could not be served:\n${printed}`)));
    createInterface(child.stdio[3] as Readable).once("line", resolve);
  });
  // It ends with this process, which need not wait for it.
  child.unref();
  for (const stream of child.stdio) (stream as Socket | null)?.unref();
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
