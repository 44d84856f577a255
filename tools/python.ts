// The Python that runs Python programs: a virtual environment with what tools/python/requirements.txt pins.
import path from "node:path";
import { type Finished, run } from "../testing/processes";
import { builtOnce, fingerprint } from "./cache";

const requirements = path.join(__dirname, "python", "requirements.txt");

let found: Promise<string> | undefined;

export function python(): Promise<string> {
  found ??= build();
  return found;
}

async function build(): Promise<string> {
  const directory = await builtOnce({
    name: `python-${await fingerprint(requirements)}`,
    async build(unfinished) {
      console.error("Installing the Pulumi SDK for Python into an environment of its own, once ...");
      await succeed("python3", ["-m", "venv", unfinished]);
      await succeed(interpreter(unfinished), ["-m", "pip", "install", "--quiet", "--requirement", requirements]);
    },
  });
  return interpreter(directory);
}

// An environment may be moved into its place after it was made, as long as only this file of its bin is used.
function interpreter(directory: string): string {
  return path.join(directory, "bin", "python");
}

async function succeed(command: string, args: readonly string[]): Promise<void> {
  let result: Finished;
  try {
    result = await run(command, args);
  } catch (error) {
    throw new Error(`Python programs need ${command}, 3.10 or later, on PATH: ${String(error)}`);
  }
  if (result.exitCode !== 0) {
    const reason = (result.stderr.trim() || result.stdout.trim()).split("\n").slice(-5).join("\n");
    throw new Error(
      `${command} ${args.slice(0, 2).join(" ")} failed; Python programs need Python 3.10 or later:\n${reason}`,
    );
  }
}
