import { execFile } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { SEEN_FILE } from "../../engine/seen-file";
import { printable } from "../../kit/text";
import { packFor, pulumiVersion } from "../check/pack";
import { CommandError } from "../errors";

/** More than any state has; a text in Node has half a gigabyte. */
const MOST_BYTES = 500_000_000;

/** The state of a stack, without the values of its secrets. */
export async function exportedState(stack: string | undefined, given: readonly string[]): Promise<string> {
  await pulumiVersion();
  return pulumi(["stack", "export", ...ofStack(stack), ...given]);
}

/**
 * A previewed stack in the form of a state, which the pack writes from what the engine sends.
 * @param file that the pack writes
 */
export async function previewedState(
  file: string,
  stack: string | undefined,
  given: readonly string[],
): Promise<string> {
  const version = await pulumiVersion();
  const config = path.join(path.dirname(file), "config.json");
  // All policies are advisory here, so that no finding ends the preview early.
  await writeFile(config, JSON.stringify({ all: "advisory" }));
  console.error(`pulumi ${version}: previewing …`);
  await pulumi(
    [
      ...["preview", "--non-interactive", "--color", "never"],
      ...["--policy-pack", packFor(version), "--policy-pack-config", config, ...ofStack(stack), ...given],
    ],
    { [SEEN_FILE]: file },
  );
  return readFile(file, "utf8").catch(() => {
    throw new CommandError("the preview ended before the pack saw the stack");
  });
}

const ofStack = (stack: string | undefined) => (stack === undefined ? [] : ["--stack", stack]);

async function pulumi(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<string> {
  try {
    const options = { env: { ...process.env, PULUMI_SKIP_UPDATE_CHECK: "true", ...env }, maxBuffer: MOST_BYTES };
    return (await promisify(execFile)("pulumi", args, options)).stdout;
  } catch (error) {
    const { stdout = "", stderr = "", code } = error as { stdout?: string; stderr?: string; code?: unknown };
    // A state contains secrets, so only errors of the output are shown.
    const said = stderr.trim() === "" && args[0] === "preview" ? stdout : stderr;
    const lines = said.trim().split("\n").slice(-20).map(printable).join("\n");
    throw new CommandError(`pulumi ${args[0]} failed (${printable(String(code))})${lines === "" ? "" : `:\n${lines}`}`);
  }
}
