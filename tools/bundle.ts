// Builds what runs without the SDK for programs, which takes most of the time that a policy pack needs to start: the executable form
// of the pack, and the commands.
import { chmod, writeFile } from "node:fs/promises";
import path from "node:path";
import { type BuildOptions, build, type Plugin } from "esbuild";
import type { Pack } from "../engine/analyzer";
import { encodedInfo, INFO_FILE } from "../engine/analyzer-info";
import { dependencies } from "../package.json";
import { executable, repository } from "./programs";
import { thirdPartyLicenses } from "./third-party-licenses";

/** What loads modules of @pulumi/pulumi by the versions that it uses itself: in one file there is one version of each. */
const protocol = `
  exports.grpc = require("@grpc/grpc-js");
  exports.AnalyzerService = require("@pulumi/pulumi/proto/analyzer_grpc_pb").AnalyzerService;
  exports.proto = require("@pulumi/pulumi/proto/analyzer_pb");
  exports.PluginInfo = require("@pulumi/pulumi/proto/plugin_pb").PluginInfo;
  exports.protobuf = {
    ...require("google-protobuf"),
    ...require("google-protobuf/google/protobuf/empty_pb"),
    ...require("google-protobuf/google/protobuf/struct_pb"),
  };`;

const builtIn: Plugin = {
  name: "built-in",
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]engine[\\/]wire[\\/]protocol\.ts$/ }, () => ({
      contents: protocol,
      resolveDir: repository,
    }));
  },
};

/** What is loaded by one command alone, and is a file of its own. */
const apart: Plugin = {
  name: "apart",
  setup({ onResolve }) {
    onResolve({ filter: /^\.\/draw\.js$/ }, ({ kind }) =>
      kind === "dynamic-import" ? { path: "./cli-draw.js", external: true } : undefined,
    );
  },
};

const common = {
  absWorkingDir: repository,
  metafile: true,
  bundle: true,
  platform: "node",
  target: "node20",
  minify: true,
  plugins: [builtIn],
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
    plugins: [...common.plugins, apart],
    loader: { ".css": "text", ".browser.js": "text" },
  });
  const draw = await build({
    ...common,
    entryPoints: [path.join(repository, "cli/map/draw.ts")],
    outfile: path.join(repository, "dist/cli-draw.js"),
  });
  const { pack: built } = (await import(path.join(repository, "dist/pack.js"))) as { pack: Pack };
  await writeFile(path.join(path.dirname(executable), INFO_FILE), encodedInfo(built));
  const licenses = await thirdPartyLicenses([pack.metafile, cli.metafile, draw.metafile]);
  await writeFile(path.join(repository, "bin/THIRD-PARTY-LICENSES.txt"), licenses);
}

void bundle();
