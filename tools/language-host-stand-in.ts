// Stands in for the one thing that the language host for Node.js does for a policy pack that was downloaded: it installs the
// pack's dependencies. Where a real host is on PATH, that one does it.
import { existsSync } from "node:fs";
import path from "node:path";
import * as grpc from "@grpc/grpc-js";
import { LanguageRuntimeService } from "@pulumi/pulumi/proto/language_grpc_pb";
import {
  type InstallDependenciesRequest,
  InstallDependenciesResponse,
  LanguageHandshakeResponse,
} from "@pulumi/pulumi/proto/language_pb";
import { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import { run } from "../testing/processes";
import { pulumiCli } from "./cli";

export interface LanguageHost {
  /** What makes the CLI use it. */
  readonly env: NodeJS.ProcessEnv;
  stop(): void;
}

export async function startLanguageHost(): Promise<LanguageHost> {
  if (await isInstalled("pulumi-language-nodejs")) return { env: {}, stop: () => {} };
  const server = new grpc.Server();
  server.addService(LanguageRuntimeService, { handshake, getPluginInfo, installDependencies });
  const port = await new Promise<number>((resolve, reject) => {
    const listening = (error: Error | null, port: number) => (error ? reject(error) : resolve(port));
    server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), listening);
  });
  return { env: { PULUMI_DEBUG_LANGUAGES: `nodejs:${port}` }, stop: () => server.forceShutdown() };
}

async function isInstalled(name: string): Promise<boolean> {
  const { env } = await pulumiCli();
  return (env.PATH ?? "").split(path.delimiter).some((directory) => existsSync(path.join(directory, name)));
}

function handshake(_: unknown, callback: grpc.sendUnaryData<LanguageHandshakeResponse>): void {
  callback(null, new LanguageHandshakeResponse());
}

function getPluginInfo(_: unknown, callback: grpc.sendUnaryData<PluginInfo>): void {
  callback(null, new PluginInfo());
}

type Installation = grpc.ServerWritableStream<InstallDependenciesRequest, InstallDependenciesResponse>;

/** As the real one does, with the packages for development too, should the pack's manifest name any. */
async function installDependencies(call: Installation): Promise<void> {
  const cwd = call.request.getInfo()?.getProgramDirectory() ?? call.request.getDirectory();
  const onOutput = (text: string) => call.write(new InstallDependenciesResponse().setStdout(Buffer.from(text)));
  const { exitCode } = await run("npm", ["install", "--loglevel=error"], { cwd, onOutput });
  if (exitCode === 0) call.end();
  else call.emit("error", { code: grpc.status.UNKNOWN, details: `npm install failed with code ${exitCode}` });
}
