// The messages and the service of the engine's analyzer.proto, from @pulumi/pulumi and its own copy of google-protobuf: it does
// not accept messages of another copy.
import { createRequire } from "node:module";
// biome-ignore lint/correctness/noUndeclaredDependencies: types only; the module is one of @pulumi/pulumi
import type { Struct } from "google-protobuf/google/protobuf/struct_pb";

export type { Struct };

const pulumiRequire = createRequire(require.resolve("@pulumi/pulumi/package.json"));

export const grpc = pulumiRequire("@grpc/grpc-js") as typeof import("@grpc/grpc-js");

export const { AnalyzerService } = pulumiRequire(
  "@pulumi/pulumi/proto/analyzer_grpc_pb",
) as typeof import("@pulumi/pulumi/proto/analyzer_grpc_pb");

export const proto = pulumiRequire(
  "@pulumi/pulumi/proto/analyzer_pb",
) as typeof import("@pulumi/pulumi/proto/analyzer_pb");

export const { PluginInfo } = pulumiRequire(
  "@pulumi/pulumi/proto/plugin_pb",
) as typeof import("@pulumi/pulumi/proto/plugin_pb");

/** The message classes of google-protobuf. */
export const protobuf = {
  ...(pulumiRequire("google-protobuf") as typeof import("google-protobuf")),
  ...(pulumiRequire(
    "google-protobuf/google/protobuf/empty_pb",
  ) as typeof import("google-protobuf/google/protobuf/empty_pb")),
  ...(pulumiRequire(
    "google-protobuf/google/protobuf/struct_pb",
  ) as typeof import("google-protobuf/google/protobuf/struct_pb")),
};
