import type { MethodDefinition } from "@grpc/grpc-js";
import type { AnalyzerClient } from "@pulumi/pulumi/proto/analyzer_grpc_pb";
import { notesDefaults } from "../../aws/facts/noted-defaults";
import { definition, handlers } from "../../engine/server";
import { policies } from "../../policies";

/** The requests of the engine that the tests make. */
export type Analyzer = Pick<AnalyzerClient, "configure" | "analyze" | "analyzeStack" | "getAnalyzerInfo" | "remediate">;

type Callback = (error: unknown, response: unknown) => void;
type Handler = (call: { request: unknown }, callback: Callback) => void;
type Method = MethodDefinition<unknown, unknown>;

/**
 * A pack in this process, where Stryker tells mutants apart.
 *
 * Its requests go through the wire form to the handlers of its service, of which nothing but the socket is left out.
 */
export function inProcessPack(): Analyzer {
  const pack = { name: "aws-serverless-guard", version: "0.0.0", policies, about: {}, notesDefaults };
  const answers = outsideTests(() => handlers(pack)) as unknown as Readonly<Record<string, Handler>>;
  const methods = Object.entries(definition as unknown as Readonly<Record<string, Method>>).flatMap(
    ([name, method]) => {
      const handler = answers[name];
      return handler === undefined ? [] : [[name, caller(method, handler)] as const];
    },
  );
  return Object.fromEntries(methods) as unknown as Analyzer;
}

function caller({ requestSerialize, requestDeserialize, responseDeserialize }: Method, handler: Handler) {
  return (request: unknown, callback: Callback) =>
    handler({ request: requestDeserialize(requestSerialize(request)) }, (error, response) =>
      callback(error ?? null, Buffer.isBuffer(response) ? responseDeserialize(response) : response),
    );
}

/** Has Stryker take what runs for no part of the test before it. */
function outsideTests<T>(run: () => T): T {
  const { __stryker__: stryker } = globalThis as { __stryker__?: { currentTestId: string | undefined } };
  const test = stryker?.currentTestId;
  if (stryker) stryker.currentTestId = undefined;
  const result = run();
  if (stryker) stryker.currentTestId = test;
  return result;
}
