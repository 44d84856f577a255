import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { temporaryDirectory } from "../../tools/programs";
import { packDirectory } from "../support/pack-process";

export const execute = promisify(execFile);

/**
 * Installs the tarball of `npm pack` with production dependencies only into an empty directory.
 * @param options of `npm install`
 * @returns the directory
 */
export async function installPackage(...options: readonly string[]): Promise<string> {
  const project = await temporaryDirectory();
  // As `pulumi policy publish` does, which takes whatever is printed for the name of the file.
  const pack = ["pack", "--loglevel=error", "--pack-destination", project];
  const { stdout: filename } = await execute("npm", pack, { cwd: packDirectory });
  await writeFile(path.join(project, "package.json"), "{}");
  await npmInstall(project, "--omit=dev", ...options, path.join(project, filename.trim()));
  return project;
}

/** Asks the registry only about what was never installed on this machine: its answers take most of the time. */
export async function npmInstall(directory: string, ...args: readonly string[]): Promise<void> {
  await execute("npm", ["install", "--prefer-offline", "--no-audit", "--no-fund", ...args], { cwd: directory });
}
