// The packs that are compared, made once where they have to be.
import { cp } from "node:fs/promises";
import path from "node:path";
import { run } from "../../testing/processes";
import { builtOnce, fingerprint } from "../../tools/cache";

/** Why something cannot be measured. */
export class NotAvailable extends Error {}

const source = (name: string) => path.join(__dirname, name);

/** A pack of no policies. Its SDK is the repository's. */
export const emptyPack = source("empty");

/** An executable that answers nothing. */
export async function silentPack(): Promise<string> {
  const directory = await builtOnce({
    name: `bench-silent-${await fingerprint(path.join(source("silent"), "main.go"))}-${await fingerprint(path.join(source("silent"), "go.sum"))}`,
    async build(unfinished) {
      console.error("Building the pack that answers nothing with Go, once ...");
      await succeed("go", ["build", "-ldflags", "-s -w", "-o", path.join(unfinished, "silent"), "."], source("silent"));
    },
  });
  return path.join(directory, "silent");
}

/** @pulumi/awsguard with all of its policies; its 270 MB are no dependency of the repository. */
export async function awsguardPack(): Promise<string> {
  const directory = source("awsguard");
  const files = ["package.json", "package-lock.json", "PulumiPolicy.yaml", "index.js"];
  const prints = await Promise.all(files.map((file) => fingerprint(path.join(directory, file))));
  return builtOnce({
    name: `bench-awsguard-${prints.map((print) => print.slice(0, 4)).join("")}`,
    async build(unfinished) {
      console.error("Installing @pulumi/awsguard, once ...");
      for (const file of files) await cp(path.join(directory, file), path.join(unfinished, file));
      await succeed("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], unfinished);
    },
  });
}

async function succeed(command: string, args: readonly string[], cwd: string): Promise<void> {
  const { exitCode, stderr } = await run(command, args, { cwd }).catch((error: Error) => {
    throw new NotAvailable(`${command} is needed: ${error.message}`);
  });
  if (exitCode !== 0)
    throw new NotAvailable(`${command} ${args[0]} failed:\n${stderr.trim().split("\n").slice(-5).join("\n")}`);
}
