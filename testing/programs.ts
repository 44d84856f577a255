// Serves programs to the engine in place of a language host.
// biome-ignore lint/correctness/noUndeclaredDependencies: types only; the module is one of @pulumi/pulumi
import type { UntypedServiceImplementation } from "@grpc/grpc-js";
import { LanguageRuntimeService, languageServer, serve } from "./pulumi";

export interface ProgramServer {
  readonly address: string;
  /** Ends it, once everything that the program printed has been told. */
  stop(): Promise<void>;
}

/** Serves what is in this process as a program, with what the automation API does that with. */
export function serveFunction(program: () => Promise<unknown>): Promise<ProgramServer> {
  return serveHost(languageServer(program));
}

export async function serveHost(host: UntypedServiceImplementation): Promise<ProgramServer> {
  const { port, stop } = await serve(LanguageRuntimeService, host);
  return { address: `127.0.0.1:${port}`, stop: async () => stop() };
}
