import { writeFile } from "node:fs/promises";
import path from "node:path";
import type { Stage } from "../kit/metadata";
import { aws } from "./aws/aws";
import { removeDirectory, temporaryDirectory } from "./directories";
import {
  analyzeState,
  exportState,
  isolated,
  operate,
  type PolicyOptions,
  type Run,
  STACK,
  writeEmptyState,
} from "./engine";
import { keyService, serviceKey } from "./key-service";
import { serveFunction } from "./programs";
import { attachable } from "./provider";

export interface JudgeOptions {
  /** Directory of the policy pack, or an executable file that is one. The current directory where left out. */
  readonly policyPack?: string;
  /** What `--policy-pack-config` takes: an object, or the path of a file. */
  readonly configuration?: object | string;
  /** Whether the program is previewed, which is the default, deployed, or its state checked once it is deployed. */
  readonly at?: Stage;
}

export interface JudgedFinding {
  readonly policy: string;
  readonly level: "advisory" | "mandatory";
  /** The name of the resource. */
  readonly resource: string;
  readonly urn: string;
  /** All that the policy says: its description, what was found and how to fix it. */
  readonly message: string;
}

const PROJECT = "program";

/**
 * Checks a program by a policy pack, on the engine of the `pulumi` that is on PATH. It needs no account: a stand-in answers for AWS,
 * by what `@pulumi/aws` declares.
 * @param program makes resources, as the main file of a program does, and may return outputs. It runs in this process
 * @returns what the policies find
 * @throws Error where the run fails, and not because of what is found
 */
export async function judge(program: () => unknown, options: JudgeOptions = {}): Promise<readonly JudgedFinding[]> {
  const { policyPack = ".", configuration, at = "preview" } = options;
  const policies = { policyPack, ...(configuration !== undefined && { policyPackConfig: configuration }) };
  const root = await temporaryDirectory();
  const provider = await attachable(aws);
  const env = {
    ...isolated(),
    ...(await keyService()),
    PULUMI_BACKEND_URL: `file://${root}`,
    PULUMI_DEBUG_PROVIDERS: `aws:${provider.port}`,
    SERVERLESS_GUARD_FINDINGS: "full",
  };
  const cli = { path: "pulumi", env };
  const operated = async (command: readonly string[], by: PolicyOptions) => {
    const server = await serveFunction(async () => program());
    return operate(cli, command, { root, directory: root, server }, by);
  };
  try {
    // Relative paths of the program's code start where the tests run. JSON is YAML.
    await writeJson(path.join(root, "Pulumi.yaml"), { name: PROJECT, runtime: "nodejs", main: process.cwd() });
    await writeJson(path.join(root, `Pulumi.${STACK}.yaml`), { ...serviceKey, config: { "aws:region": "us-east-1" } });
    await writeEmptyState(root, PROJECT);
    if (at === "preview") return findingsOf(await operated(["preview"], policies));
    const up = await operated(["up", "--yes", "--skip-preview"], at === "up" ? policies : {});
    if (at === "up") return findingsOf(up);
    findingsOf(up); // It fails where nothing was deployed.
    return findingsOf(await analyzeState(cli, await exportState(root, PROJECT), policies));
  } catch (error) {
    const { code, syscall } = error as NodeJS.ErrnoException;
    const isMissing = code === "ENOENT" && syscall === "spawn pulumi";
    throw isMissing ? new Error("there is no pulumi on PATH; install it: https://www.pulumi.com/docs/install/") : error;
  } finally {
    provider.stop();
    await removeDirectory(root);
  }
}

function writeJson(file: string, content: object): Promise<void> {
  return writeFile(file, JSON.stringify(content));
}

function findingsOf({ exitCode, stdout, stderr, violations }: Run): readonly JudgedFinding[] {
  const isStopped = violations.some(({ level }) => level === "mandatory");
  if (exitCode !== 0 && !isStopped) throw new Error(`pulumi failed:\n${stdout}${stderr}`);
  return violations.map(({ message, urn, ...rest }) => {
    const resource = urn.split("::").slice(3).join("::");
    return { ...rest, resource, urn, message: message.trim() };
  });
}
