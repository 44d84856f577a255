// Builds the executable form of the pack: one file, without the SDK's parts for programs, which take most of its time to start.
import { chmod } from "node:fs/promises";
import path from "node:path";
import * as rpc from "@pulumi/pulumi/runtime/rpc";
import { build, type Plugin } from "esbuild";
import { executable, repository } from "./programs";

/** What the policy SDK and the pack use of @pulumi/pulumi, which as a whole loads a compiler and more. */
const PARTS: Readonly<Record<string, string>> = {
  "@pulumi/pulumi": `
    export * as asset from "@pulumi/pulumi/asset";
    export const Output = { isInstance: () => false };`,
  "@pulumi/pulumi/runtime/rpc": Object.entries(rpc)
    .filter(([, value]) => typeof value === "string")
    .map(([name, value]) => `export const ${name} = ${JSON.stringify(value)};`)
    .join("\n"),
  [path.join(repository, "kit/sdk.ts")]: `
    exports.grpc = require("@grpc/grpc-js");
    exports.analyzerProto = require("@pulumi/pulumi/proto/analyzer_pb");
    exports.decoder = require("@pulumi/policy/deserialize");
    exports.sdkServer = require("@pulumi/policy/server");`,
};

const parts: Plugin = {
  name: "parts",
  setup({ onLoad, onResolve }) {
    onResolve({ filter: /^@pulumi\/pulumi(\/runtime\/rpc)?$/ }, ({ path }) => ({ path, namespace: "part" }));
    onResolve({ filter: /^\.\/sdk$/ }, ({ path: name, resolveDir }) => ({
      path: `${path.join(resolveDir, name)}.ts`,
      namespace: "part",
    }));
    onLoad({ filter: /^/, namespace: "part" }, ({ path }) => ({ contents: PARTS[path] ?? "", resolveDir: repository }));
  },
};

async function bundle(): Promise<void> {
  await build({
    entryPoints: [path.join(repository, "executable.ts")],
    outfile: executable,
    bundle: true,
    platform: "node",
    target: "node20",
    minify: true,
    banner: { js: "#!/usr/bin/env node" },
    plugins: [parts],
    // Loaded only when there is work for them: every preview reads the whole file.
    external: [
      "@astral-sh/*",
      "@grpc/proto-loader",
      "@lezer/*",
      "ajv",
      "dayjs",
      "js-yaml",
      "picomatch",
      "tar",
      "yauzl",
    ],
  });
  await chmod(executable, 0o755);
}

void bundle();
