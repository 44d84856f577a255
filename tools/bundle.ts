// Builds what runs without the SDK for programs, which takes most of the time that a policy pack needs to start: the executable form
// of the pack, and the commands.
import { chmod, writeFile } from "node:fs/promises";
import path from "node:path";
import * as rpc from "@pulumi/pulumi/runtime/rpc";
import { type BuildOptions, build, type Plugin } from "esbuild";
import { dependencies } from "../package.json";
import { executable, repository } from "./programs";
import { thirdPartyLicenses } from "./third-party-licenses";

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
    exports.protobuf = { ...require("google-protobuf"), ...require("google-protobuf/google/protobuf/struct_pb") };
    exports.decoder = require("@pulumi/policy/deserialize");
    exports.secretsPreservingProxy = require("@pulumi/policy/secret").secretsPreservingProxy;
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

const common = {
  absWorkingDir: repository,
  metafile: true,
  bundle: true,
  platform: "node",
  target: "node20",
  minify: true,
  plugins: [parts],
  // Loaded from node_modules when there is work for them, since Node reads a file as a whole. @grpc/grpc-js loads the last one, to
  // describe itself to its own tools alone.
  external: [...Object.keys(dependencies), "@grpc/proto-loader"],
} as const satisfies BuildOptions;

async function bundle(): Promise<void> {
  const pack = await build({
    ...common,
    entryPoints: [path.join(repository, "executable.ts")],
    outfile: executable,
    banner: { js: "#!/usr/bin/env node" },
  });
  await chmod(executable, 0o755);
  const cli = await build({
    ...common,
    entryPoints: [path.join(repository, "cli/main.ts")],
    outfile: path.join(repository, "dist/cli.js"),
  });
  const licenses = await thirdPartyLicenses([pack.metafile, cli.metafile]);
  await writeFile(path.join(repository, "bin/THIRD-PARTY-LICENSES.txt"), licenses);
}

void bundle();
