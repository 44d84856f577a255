import type { MethodDefinition, UntypedServiceImplementation } from "@grpc/grpc-js";
import type { AnalyzerClient } from "@pulumi/pulumi/proto/analyzer_grpc_pb";
import { startPack } from "../../kit/pack";
import { decoder, grpc, sdkServer } from "../../kit/sdk";
import { policies } from "../../policies";

/** The requests of the engine that the tests make. */
export type Analyzer = Pick<AnalyzerClient, "configure" | "analyze" | "analyzeStack" | "getAnalyzerInfo" | "remediate">;

type Callback = (error: unknown, response: unknown) => void;
type Handler = (call: { request: unknown }, callback: Callback) => void;
type Method = MethodDefinition<unknown, unknown>;

/**
 * A pack in this process, where Stryker tells mutants apart.
 *
 * Its requests go through the wire form to the handlers of the SDK's service, of which nothing but the socket is left out.
 */
export function inProcessPack(): { readonly analyzer: Analyzer; readonly stop: () => void } {
  const methods: Record<string, unknown> = {};
  const { addService, bindAsync } = grpc.Server.prototype;
  Object.assign(grpc.Server.prototype, {
    addService(service: Record<string, Method>, implementation: UntypedServiceImplementation) {
      for (const [name, method] of Object.entries(service))
        methods[name] = caller(method, implementation[name] as Handler);
    },
    bindAsync() {},
  });
  allowAnotherPack();
  try {
    outsideTests(() => startPack("aws-serverless-guard", policies));
  } finally {
    Object.assign(grpc.Server.prototype, { addService, bindAsync });
  }
  packDecoder ??= decoder.deserializeProperties;
  decoder.deserializeProperties = packDecoder;
  const stop = () => {
    decoder.deserializeProperties = sdkDecoder;
  };
  return { analyzer: methods as unknown as Analyzer, stop };
}

/** What the SDK decodes by, which a pack replaces when it first starts. Tests without a pack have policies that need the SDK's own. */
const sdkDecoder = decoder.deserializeProperties;
let packDecoder: typeof sdkDecoder | undefined;

function caller({ requestSerialize, requestDeserialize }: Method, handler: Handler) {
  return (request: unknown, callback: Callback) =>
    handler({ request: requestDeserialize(requestSerialize(request)) }, (error, response) =>
      callback(error ?? null, response),
    );
}

/** The SDK's server serves one pack only, so each is given a server of its own. */
function allowAnotherPack(): void {
  const file = require.resolve("@pulumi/policy/server");
  delete require.cache[file];
  Object.assign(sdkServer, require(file));
  // Else the servers of all mutants would be kept.
  module.children.length = 0;
}

/** Has Stryker take what runs for no part of the test before it. */
function outsideTests(run: () => void): void {
  const { __stryker__: stryker } = globalThis as { __stryker__?: { currentTestId: string | undefined } };
  const test = stryker?.currentTestId;
  if (stryker) stryker.currentTestId = undefined;
  run();
  if (stryker) stryker.currentTestId = test;
}
