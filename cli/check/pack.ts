import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { promisify } from "node:util";
import { CommandError } from "../errors";

/** The first CLI that starts an executable file as a policy pack. */
const STARTS_EXECUTABLES = [3, 259] as const;
const INSTALLATION = "https://www.pulumi.com/docs/install/";

/** @throws CommandError if there is no CLI */
export async function pulumiVersion(): Promise<string> {
  try {
    const env = { ...process.env, PULUMI_SKIP_UPDATE_CHECK: "true" };
    const { stdout } = await promisify(execFile)("pulumi", ["version"], { env });
    return /\d+\.\d+\.\d+/.exec(stdout)?.[0] ?? "of no known version";
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") throw new CommandError(`there is no pulumi on PATH; install it: ${INSTALLATION}`);
    throw new CommandError("`pulumi version` failed; see what it says");
  }
}

/** The path of this pack in a form that the CLI accepts. The executable form starts faster. */
export function packFor(version: string): string {
  const root = path.dirname(__dirname); // The commands are one file in dist.
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const [wantedMajor, wantedMinor] = STARTS_EXECUTABLES;
  const isNew = major > wantedMajor || (major === wantedMajor && minor >= wantedMinor);
  const executable = path.join(root, "bin/pulumi-analyzer-aws-serverless-guard");
  if (process.platform !== "win32" && isNew && existsSync(executable)) return executable;
  try {
    createRequire(path.join(root, "package.json")).resolve("@pulumi/pulumi/package.json");
  } catch {
    throw new CommandError(
      `pulumi ${version} needs @pulumi/pulumi beside the pack here: install it, or a newer pulumi (${INSTALLATION})`,
    );
  }
  return root;
}
