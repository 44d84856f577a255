// npx tsx tools/generate/standard-libraries.ts: writes what is taken of other interpreters into aws/facts/runtime-modules.json. It
// installs these, so that it is run by hand, when Lambda gets a runtime.
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { lambdaRuntimes, pythonRuntimes } from "../../aws/facts/lambda-runtimes";
import facts from "../../aws/facts/runtime-modules.json";
import { run } from "../../testing/processes";
import { builtOnce } from "../cache";
import { nodeVersion } from "../node-versions";
import { factsFile, root, sorted, words } from "./facts";

/** Lists the names of each version of Python, which its documentation and `sys.stdlib_module_names` have. */
const STDLIBS = "stdlibs==2026.9.3";
const FILE = "aws/facts/runtime-modules.json";

async function output(command: string, args: readonly string[], env: Record<string, string> = {}): Promise<string> {
  const { exitCode, stdout, stderr } = await run(command, args, { env: { ...process.env, ...env } });
  if (exitCode !== 0) throw new Error(`${command} ${args.join(" ")}:\n${stderr}`);
  return stdout;
}

/** The names of all versions, and those of some with the last or the first version that has them. */
async function pythonNames() {
  const directory = await builtOnce({
    name: STDLIBS.replace("==", "-"),
    async build(unfinished) {
      await output("python3", ["-m", "pip", "install", "--quiet", "--target", unfinished, STDLIBS]);
    },
  });
  const versions = pythonRuntimes.map(({ version }) => version.join(".")).filter((version) => version.startsWith("3."));
  const script =
    "import json, stdlibs, sys; print(json.dumps([sorted(stdlibs.stdlib_module_names(v)) for v in sys.argv[1:]]))";
  const lists = JSON.parse(
    await output("python3", ["-c", script, ...versions], { PYTHONPATH: directory }),
  ) as string[][];
  const has = (name: string, index: number) => lists[index]?.includes(name) ?? false;
  const all = new Set(lists.flat());
  const bounds = (edge: (name: string) => string | undefined) =>
    sorted([...all].flatMap((name) => (edge(name) === undefined ? [] : [[name, edge(name) ?? ""] as const])));
  const last = lists.length - 1;
  return {
    names: words(all),
    until: bounds((name) => (has(name, last) ? undefined : versions[versions.findLastIndex((_, at) => has(name, at))])),
    since: bounds((name) => (has(name, 0) ? undefined : versions[versions.findIndex((_, at) => has(name, at))])),
  };
}

async function nodeNames(): Promise<string> {
  const majors = lambdaRuntimes.filter(({ family, version: [major = 0] }) => family === "nodejs" && major >= 18);
  const names = new Set<string>();
  for (const { version } of majors) {
    const node = path.join(await nodeVersion(version.join(".")), "node");
    const script = "console.log(require('module').builtinModules.join(' '))";
    for (const name of (await output(node, ["-e", script])).trim().split(" ")) names.add(name.replace(/^node:/, ""));
  }
  return words(names);
}

async function main(): Promise<void> {
  const { taken: _, ...known } = facts;
  const text = await factsFile(FILE, {
    ...known,
    python: { ...known.python, standard: await pythonNames() },
    node: { ...known.node, builtin: await nodeNames() },
  });
  await writeFile(path.join(root, FILE), text);
}

void main();
