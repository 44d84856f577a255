// Runs the Node program of the working directory for an engine that was told to use this process as its language host.
// One process serves one operation, so that every run loads the program afresh, as an ordinary `pulumi up` does.
import { existsSync, readFileSync, writeSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";
import * as grpc from "@grpc/grpc-js";

const directory = process.cwd();
// The program's own SDK, since an SDK keeps what is running in its module's state.
const requireFromProgram = createRequire(path.join(directory, "index.js"));

type Methods = Record<"getRequiredPlugins" | "run" | "getPluginInfo", grpc.UntypedHandleCall>;

const { LanguageServer }: { LanguageServer: new (program: () => Promise<unknown>) => Methods } = requireFromProgram(
  "@pulumi/pulumi/automation/server",
);
const { LanguageRuntimeService }: { LanguageRuntimeService: grpc.ServiceDefinition } = requireFromProgram(
  "@pulumi/pulumi/proto/language_grpc_pb",
);

/** Enough for the engine to be told of an error. */
const GRACE_MS = 2_000;

/**
 * Ends after an exception that nobody handles, as a program of its own process does. The SDK would tell the engine, and then wait for
 * ever for the resource that it is about.
 */
function endOnUnhandled(): void {
  for (const event of ["uncaughtException", "unhandledRejection"])
    process.once(event, () => setTimeout(() => process.exit(1), GRACE_MS));
}

async function program(): Promise<unknown> {
  endOnUnhandled();
  try {
    const exported = await load();
    const main =
      typeof exported === "object" && exported !== null && "default" in exported ? exported.default : exported;
    return await (typeof main === "function" ? main() : exported);
  } catch (error) {
    // Whoever started this process reads it here; the engine gets the error too.
    console.error(error instanceof Error ? error.stack : error);
    throw error;
  }
}

function load(): unknown {
  const manifestFile = path.join(directory, "package.json");
  const manifest: { type?: string; main?: string } = existsSync(manifestFile)
    ? JSON.parse(readFileSync(manifestFile, "utf8"))
    : {};
  if (manifest.type !== "module") return requireFromProgram(directory);
  return import(pathToFileURL(path.join(directory, manifest.main ?? "index.ts")).href);
}

const languageServer = new LanguageServer(program);
const server = new grpc.Server({ "grpc.max_receive_message_length": -1, "grpc.max_send_message_length": -1 });
server.addService(LanguageRuntimeService, {
  getRequiredPlugins: languageServer.getRequiredPlugins.bind(languageServer),
  run: languageServer.run.bind(languageServer),
  getPluginInfo: languageServer.getPluginInfo.bind(languageServer),
});
server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, port) => {
  if (error) throw error;
  writeSync(3, `${port}\n`);
});

// Whoever started this process closes its standard input, by ending if not before.
process.stdin.on("end", () => process.exit(0)).resume();
