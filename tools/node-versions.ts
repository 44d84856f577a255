// Other versions of Node, as the npm registry has them for Linux.
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { run } from "../testing/processes";
import { builtOnce } from "./cache";

/** The directory of the command `node` in a version. */
export async function nodeVersion(version: string): Promise<string> {
  const name = `node-${process.platform}-${process.arch}`;
  const directory = await builtOnce({
    name: `${name}-${version}`,
    async build(unfinished) {
      console.error(`Installing Node ${version}, once ...`);
      await writeFile(path.join(unfinished, "package.json"), "{}");
      const install = ["install", "--ignore-scripts", "--no-audit", "--no-fund", `${name}@${version}`];
      const { exitCode, stderr } = await run("npm", install, { cwd: unfinished });
      if (exitCode !== 0) throw new Error(`Node ${version} cannot be installed:\n${stderr}`);
    },
  });
  return path.join(directory, "node_modules", name, "bin");
}
