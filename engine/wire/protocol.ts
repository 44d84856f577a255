// Modules of the SDK that are no part of its interface, in the versions that it uses itself. The executable form of the pack has
// them built in: see tools/bundle.ts.
import { createRequire } from "node:module";
import type { ResourceValidationPolicy, StackValidationPolicy } from "@pulumi/policy";
import type { AnalyzeRequest, AnalyzeResponse, AnalyzeStackRequest } from "@pulumi/pulumi/proto/analyzer_pb";
// biome-ignore lint/correctness/noUndeclaredDependencies: types only; the module is the SDK's own
import type { Struct } from "google-protobuf/google/protobuf/struct_pb";

export type { Struct };

export type Handler<Request, Response> = (
  call: { readonly request: Request },
  callback: (error: unknown, response?: Response) => void,
) => void;

/** A policy pack as violations name it. */
export interface PackIdentity {
  readonly name: string;
  readonly version: string;
}

/** Decodes the properties of resources. The SDK looks the function up whenever it needs it. */
export interface Decoder {
  deserializeProperties: (properties: Struct, wrapSecrets: boolean) => Record<string, unknown>;
}

export interface SdkServer {
  makeAnalyzeRpcFun(
    packName: string,
    packVersion: string,
    packLevel: string,
    policies: readonly ResourceValidationPolicy[],
  ): Handler<AnalyzeRequest, AnalyzeResponse>;
  makeAnalyzeStackRpcFun(
    packName: string,
    packVersion: string,
    packLevel: string,
    policies: readonly StackValidationPolicy[],
  ): Handler<AnalyzeStackRequest, AnalyzeResponse>;
}

const sdkRequire = createRequire(require.resolve("@pulumi/policy"));

export const grpc = sdkRequire("@grpc/grpc-js") as typeof import("@grpc/grpc-js");

export const analyzerProto = sdkRequire(
  "@pulumi/pulumi/proto/analyzer_pb",
) as typeof import("@pulumi/pulumi/proto/analyzer_pb");

const pulumiRequire = createRequire(sdkRequire.resolve("@pulumi/pulumi/package.json"));

/** What messages are made of. */
export const protobuf = {
  ...(pulumiRequire("google-protobuf") as typeof import("google-protobuf")),
  ...(pulumiRequire(
    "google-protobuf/google/protobuf/struct_pb",
  ) as typeof import("google-protobuf/google/protobuf/struct_pb")),
};

export const decoder = sdkRequire("@pulumi/policy/deserialize") as Decoder;

/** Lets repairs read secrets and write into them, which keeps them secret. */
export const { secretsPreservingProxy } = sdkRequire("@pulumi/policy/secret") as {
  secretsPreservingProxy: (properties: Record<string, unknown>) => Record<string, unknown>;
};

export const sdkServer = sdkRequire("@pulumi/policy/server") as SdkServer;
