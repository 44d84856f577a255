// Runs Node programs as the language host for Node.js does: each run in a process of the program's own SDK, without the
// type check, which takes longer than all the rest.
import type { ChildProcess } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";
import type * as grpc from "@grpc/grpc-js";
import { GetRequiredPluginsResponse, type RunRequest, RunResponse } from "@pulumi/pulumi/proto/language_pb";
import { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import { start } from "../testing/processes";
import { type ProgramServer, serveHost } from "../testing/programs";

/** How the SDK ends when it has told the engine what is wrong. */
const ERROR_WAS_LOGGED = 32;

export async function serveNodeProgram(
  directory: string,
  env: NodeJS.ProcessEnv,
  onOutput: (text: string) => void,
): Promise<ProgramServer> {
  const running = new Set<ChildProcess>();
  const server = await serveHost({
    getRequiredPlugins: answer(() => new GetRequiredPluginsResponse()),
    getPluginInfo: answer(() => new PluginInfo()),
    run({ request }: grpc.ServerUnaryCall<RunRequest, RunResponse>, callback: grpc.sendUnaryData<RunResponse>) {
      const child = startProgram(directory, env, request);
      running.add(child);
      for (const stream of [child.stdout, child.stderr]) stream?.setEncoding("utf8").on("data", onOutput);
      child.once("error", callback);
      child.once("close", (code) => {
        running.delete(child);
        callback(null, response(code));
      });
    },
  });
  const stop = async () => {
    const closed = [...running].map((child) => new Promise((resolve) => child.once("close", resolve)));
    for (const child of running) child.kill("SIGKILL");
    await Promise.all(closed);
    await server.stop();
  };
  return { address: server.address, stop };
}

function answer<Response>(make: () => Response): grpc.handleUnaryCall<unknown, Response> {
  return (_, callback) => callback(null, make());
}

function response(code: number | null): RunResponse {
  if (code === 0) return new RunResponse();
  if (code === ERROR_WAS_LOGGED) return new RunResponse().setBail(true);
  return new RunResponse().setError(`Program exited with non-zero exit code: ${code}`);
}

function startProgram(directory: string, env: NodeJS.ProcessEnv, request: RunRequest): ChildProcess {
  const info = request.getInfo();
  const programDirectory = info?.getProgramDirectory() || directory;
  const sdk = createRequire(path.join(programDirectory, "index.js")).resolve("@pulumi/pulumi/cmd/run");
  // The SDK runs TypeScript as CommonJS. Modules need a loader, which a program of modules names itself.
  const loader = isModule(programDirectory) ? ["--import", pathToFileURL(require.resolve("tsx")).href] : [];
  const options = {
    monitor: request.getMonitorAddress(),
    engine: request.getArgsList()[0] ?? "",
    organization: request.getOrganization(),
    project: request.getProject(),
    "root-directory": info?.getRootDirectory() || directory,
    stack: request.getStack(),
    pwd: programDirectory,
    parallel: request.getParallel(),
    "dry-run": request.getDryrun(),
  };
  const args = Object.entries(options).map(([name, value]) => `--${name}=${value}`);
  const preload = path.join(__dirname, "node", "without-colors.js");
  return start(process.execPath, ["--require", preload, ...loader, sdk, ...args, info?.getEntryPoint() || "."], {
    cwd: programDirectory,
    env: {
      ...env,
      PWD: programDirectory,
      PULUMI_CONFIG: JSON.stringify(Object.fromEntries(request.getConfigMap().entries())),
      PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(request.getConfigsecretkeysList()),
      PULUMI_NODEJS_TRANSPILE_ONLY: "true",
      PULUMI_NODEJS_TYPESCRIPT: String(loader.length === 0),
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
}

function isModule(directory: string): boolean {
  const file = path.join(directory, "package.json");
  return existsSync(file) && JSON.parse(readFileSync(file, "utf8")).type === "module";
}
