// What @pulumi/pulumi serves programs and providers with: the copy that the tested project has, whose classes its programs make.
import { createRequire } from "node:module";
// biome-ignore lint/correctness/noUndeclaredDependencies: types only; the modules are of @pulumi/pulumi
import type * as Grpc from "@grpc/grpc-js";
import type * as LanguageService from "@pulumi/pulumi/proto/language_grpc_pb";
import type * as Plugin from "@pulumi/pulumi/proto/plugin_pb";
import type * as ProviderService from "@pulumi/pulumi/proto/provider_grpc_pb";
import type * as Provider from "@pulumi/pulumi/proto/provider_pb";
// biome-ignore lint/correctness/noUndeclaredDependencies: types only; the modules are of @pulumi/pulumi
import type * as EmptyMessage from "google-protobuf/google/protobuf/empty_pb";
// biome-ignore lint/correctness/noUndeclaredDependencies: types only; the modules are of @pulumi/pulumi
import type * as StructMessage from "google-protobuf/google/protobuf/struct_pb";

/** The path of a module of the project that is tested, or of one that this package finds. */
export function projectModule(name: string): string {
  try {
    return require.resolve(name, { paths: [process.cwd(), __dirname] });
  } catch {
    const [, missing = name] = /^(@[^/]*\/[^/]*)/.exec(name) ?? [];
    throw new Error(`${missing} is not installed in ${process.cwd()}: npm install --save-dev ${missing}`);
  }
}

const load: (module: string) => unknown = createRequire(projectModule("@pulumi/pulumi/package.json"));

export const grpc = load("@grpc/grpc-js") as typeof Grpc;
export const { LanguageRuntimeService } = load("@pulumi/pulumi/proto/language_grpc_pb") as typeof LanguageService;
export const { PluginInfo } = load("@pulumi/pulumi/proto/plugin_pb") as typeof Plugin;
export const { ResourceProviderService } = load("@pulumi/pulumi/proto/provider_grpc_pb") as typeof ProviderService;
export const proto = load("@pulumi/pulumi/proto/provider_pb") as typeof Provider;
export const { Empty } = load("google-protobuf/google/protobuf/empty_pb") as typeof EmptyMessage;
export const { Struct } = load("google-protobuf/google/protobuf/struct_pb") as typeof StructMessage;

/** Serves the engine on a port of this machine. */
export async function serve(
  service: Grpc.ServiceDefinition,
  answers: Grpc.UntypedServiceImplementation,
): Promise<{ readonly port: number; stop(): void }> {
  const server = new grpc.Server({ "grpc.max_receive_message_length": -1, "grpc.max_send_message_length": -1 });
  server.addService(service, answers);
  const port = await new Promise<number>((resolve, reject) => {
    const listening = (error: Error | null, port: number) => (error ? reject(error) : resolve(port));
    server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), listening);
  });
  return { port, stop: () => server.forceShutdown() };
}

/** What the automation API serves a function as a program with. */
export function languageServer(program: () => Promise<unknown>): Grpc.UntypedServiceImplementation {
  const { LanguageServer } = load("@pulumi/pulumi/automation/server") as {
    readonly LanguageServer: new (program: () => Promise<unknown>) => Grpc.UntypedServiceImplementation;
  };
  return new LanguageServer(program);
}
