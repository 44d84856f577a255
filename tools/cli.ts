// Finds the Pulumi CLI: an installed one that is new enough, else the one that tools/go.mod pins, built once.
import { existsSync } from "node:fs";
import path from "node:path";
import { isolated } from "../testing/engine";
import { keyService } from "../testing/key-service";
import { run } from "../testing/processes";
import { builtOnce, cacheDirectory, fingerprint } from "./cache";

/** Older ones lack `pulumi policy analyze`, or speak an older protocol than the SDK that is installed here. */
const VERSION = "3.259.0";
const GO_VERSION = "1.26";
const MODULE = "github.com/pulumi/pulumi";
export const shims = path.join(__dirname, "shims");

export interface PulumiCli {
  readonly path: string;
  readonly env: NodeJS.ProcessEnv;
}

/** Its message is all that a user needs to read. */
export class CliNotFoundError extends Error {
  override readonly name = "CliNotFoundError";
}

let found: Promise<PulumiCli> | undefined;

export function pulumiCli(): Promise<PulumiCli> {
  found ??= find();
  return found;
}

async function find(): Promise<PulumiCli> {
  const installed = await installedCli();
  const file = installed.file ?? (await builtCli(installed.problem));
  return { path: file, env: { ...environment(path.dirname(file)), ...(await keyService()) } };
}

async function installedCli(): Promise<{ file?: string; problem: string }> {
  const file = (process.env.PATH ?? "")
    .split(path.delimiter)
    .filter((directory) => path.isAbsolute(directory))
    .map((directory) => path.join(directory, "pulumi"))
    .find((candidate) => existsSync(candidate));
  if (file === undefined) return { problem: "there is no pulumi on PATH" };

  const version = await versionOf(file, ["version"]);
  if (version !== undefined && isAtLeast(version, VERSION)) return { file, problem: "" };
  return { problem: `the pulumi on PATH is ${version ?? "of no known version"}` };
}

async function builtCli(problem: string): Promise<string> {
  const directory = await builtOnce({
    name: `pulumi-${VERSION}-${await fingerprint(path.join(__dirname, "go.sum"))}`,
    build: (unfinished) => buildCli(path.join(unfinished, "pulumi"), problem),
  });
  return path.join(directory, "pulumi");
}

async function buildCli(file: string, problem: string): Promise<void> {
  // Asked in the module's directory, a Go that may switch its toolchain answers with the one that go.mod asks for.
  const go = await versionOf("go", ["env", "GOVERSION"], __dirname);
  if (go === undefined || !isAtLeast(go, GO_VERSION)) {
    const goProblem = go === undefined ? "there is no go on PATH to build it with" : `the go on PATH is ${go}`;
    throw new CliNotFoundError(
      `The Pulumi CLI ${VERSION} or later is needed, but ${problem}, and ${goProblem}.\n` +
        "Install the Pulumi CLI (https://www.pulumi.com/docs/install/), " +
        `or Go ${GO_VERSION} or later (https://go.dev/doc/install), with which it is built here once.`,
    );
  }
  console.error(`Building the Pulumi CLI ${VERSION} with Go, once, since ${problem}. This takes some minutes ...`);
  const ldflags = `-s -w -X ${MODULE}/sdk/v3/go/common/version.Version=v${VERSION}`;
  const args = ["build", "-ldflags", ldflags, "-o", file, `${MODULE}/pkg/v3/cmd/pulumi`];
  const { exitCode, stderr } = await run("go", args, { cwd: __dirname });
  if (exitCode !== 0) {
    const reason = stderr.trim().split("\n").slice(-5).join("\n");
    throw new CliNotFoundError(
      `Building the Pulumi CLI with Go failed:\n${reason}\n` +
        `Install the Pulumi CLI ${VERSION} or later instead (https://www.pulumi.com/docs/install/).`,
    );
  }
}

/** Coverage is not for what runs here: each program would write 9 MB about the SDK, and the engine kills a pack before it writes any. */
function environment(directory: string): NodeJS.ProcessEnv {
  return {
    ...isolated(/^((PULUMI|AWS)_|NODE_V8_COVERAGE$)/),
    // At the end, so that real language hosts win over the shim.
    PATH: [process.env.PATH, directory, shims].join(path.delimiter),
    PULUMI_HOME: path.join(cacheDirectory(), "home"),
  };
}

async function versionOf(command: string, args: string[], cwd?: string): Promise<string | undefined> {
  try {
    const env = { ...process.env, PULUMI_SKIP_UPDATE_CHECK: "true" };
    const { exitCode, stdout } = await run(command, args, { ...(cwd && { cwd }), env });
    return exitCode === 0 ? /\d+\.\d+(\.\d+)?/.exec(stdout)?.[0] : undefined;
  } catch {
    return undefined;
  }
}

function isAtLeast(version: string, wanted: string): boolean {
  const [have, need] = [version, wanted].map((text) => text.split(".").map(Number));
  for (const [index, part] of (need ?? []).entries()) {
    const difference = (have?.[index] ?? 0) - part;
    if (difference !== 0) return difference > 0;
  }
  return true;
}
