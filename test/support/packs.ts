import { symlink } from "node:fs/promises";
import path from "node:path";
import { writeProgram } from "../../tools/programs";
import { packDirectory } from "./pack-process";

/** Writes another pack than this one, which finds what this one has installed. The caller removes its directory. */
export async function writePack(source: string): Promise<string> {
  const directory = await writeProgram({
    "PulumiPolicy.yaml": "runtime: nodejs\n",
    "package.json": JSON.stringify({ name: "acme", version: "1.0.0", main: "index.js" }),
    "index.js": source,
  });
  await symlink(path.join(packDirectory, "node_modules"), path.join(directory, "node_modules"));
  return directory;
}

/** What loads a compiled module of this pack. */
export function load(module: string): string {
  return `require(${JSON.stringify(path.join(packDirectory, "dist", module))})`;
}
