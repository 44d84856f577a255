import type { MethodDefinition, UntypedServiceImplementation } from "@grpc/grpc-js";
import type { AnalyzerClient } from "@pulumi/pulumi/proto/analyzer_grpc_pb";
import { grpc } from "../../kit/sdk";
import { repository } from "../../tools/programs";

/** The requests of the engine that the tests make. */
export type Analyzer = Pick<AnalyzerClient, "configure" | "analyze" | "analyzeStack" | "getAnalyzerInfo" | "remediate">;

type Callback = (error: unknown, response: unknown) => void;
type Handler = (call: { request: unknown }, callback: Callback) => void;
type Method = MethodDefinition<unknown, unknown>;

/**
 * The pack, loaded anew into this process: what Stryker runs, which tells mutants apart within one process.
 *
 * Its requests go through the wire form to the handlers of the SDK's service, of which nothing but the socket is left out.
 */
export function loadPack(): Analyzer {
  const loaded = Object.keys(require.cache).filter((file) => isPack(file) || file.includes("/@pulumi/policy/"));
  for (const file of loaded) delete require.cache[file];
  // Else the packs of all mutants would be kept.
  module.children.length = 0;

  const methods: Record<string, unknown> = {};
  const { addService, bindAsync } = grpc.Server.prototype;
  Object.assign(grpc.Server.prototype, {
    addService(service: Record<string, Method>, implementation: UntypedServiceImplementation) {
      for (const [name, method] of Object.entries(service))
        methods[name] = caller(method, implementation[name] as Handler);
    },
    bindAsync() {},
  });
  try {
    outsideTests(() => require("../../index"));
  } finally {
    Object.assign(grpc.Server.prototype, { addService, bindAsync });
  }
  return methods as unknown as Analyzer;
}

function isPack(file: string): boolean {
  return ["index.ts", "kit/", "policies/", "aws/", "code/"].some((place) => file.startsWith(`${repository}/${place}`));
}

function caller({ requestSerialize, requestDeserialize }: Method, handler: Handler) {
  return (request: unknown, callback: Callback) =>
    handler({ request: requestDeserialize(requestSerialize(request)) }, (error, response) =>
      callback(error ?? null, response),
    );
}

/** Has Stryker take what runs for no part of the test before it: https://github.com/stryker-mutator/stryker-js */
function outsideTests(run: () => void): void {
  const { __stryker__: stryker } = globalThis as { __stryker__?: { currentTestId: string | undefined } };
  const test = stryker?.currentTestId;
  if (stryker) stryker.currentTestId = undefined;
  run();
  if (stryker) stryker.currentTestId = test;
}
