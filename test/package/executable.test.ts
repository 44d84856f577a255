import assert from "node:assert/strict";
import { readdir, readFile, rm } from "node:fs/promises";
import path from "node:path";
import { version } from "../../package.json";
import { analyze, type Run, Stack, writeProgram } from "../../tools/engine";
import { execute, installPackage } from "./install";

/** The executable form needs neither the SDK nor what that brings. */
describe("the published package without its optional dependencies", () => {
  let project: string;
  let executable: string;
  let program: string;
  let stack: Stack;
  let run: Run;
  before(async () => {
    project = await installPackage("--omit=optional");
    executable = path.join(project, "node_modules/aws-serverless-guard/bin/pulumi-analyzer-aws-serverless-guard");
    program = await writeProgram({
      "index.ts": `
        import * as aws from "@pulumi/aws";
        import * as pulumi from "@pulumi/pulumi";
        new aws.lambda.Function("resize", {
          code: new pulumi.asset.AssetArchive({ "main.py": new pulumi.asset.FileAsset("app/main.py") }),
          handler: "main.handler", role: "arn:aws:iam::123456789012:role/resize", runtime: "python3.13", tags: { Team: "media" },
        });`,
      // Neither is the pack's.
      "package.json": '{ "name": "program", "version": "9.9.9" }',
      "app/main.py": "import os\n\ndef handle(event, context):\n    return event\n",
    });
    stack = await Stack.create(program, { shared: true });
    run = await stack.preview({ policyPack: executable });
  });
  after(async () => {
    await stack.remove();
    await Promise.all([project, program].map((made) => rm(made, { recursive: true })));
  });

  it("is a tenth as large as a pack that brings a provider", async () => {
    assert.ok(!(await readdir(path.join(project, "node_modules"))).includes("@pulumi"));
    const { stdout } = await execute("du", ["-sk", path.join(project, "node_modules")]);
    const megabytes = Number.parseInt(stdout, 10) / 1024;
    assert.ok(megabytes < 30, `it takes ${megabytes} MB`);
  });

  it("has the licences of what is built into it", async () => {
    const text = await readFile(path.join(path.dirname(executable), "THIRD-PARTY-LICENSES.txt"), "utf8");
    assert.deepEqual(
      [...text.matchAll(/^={80}\n(\S+) \S+ \((.*)\)$/gm)].map(([, name, license]) => `${name} ${license}`),
      [
        "@dagrejs/dagre MIT",
        "@grpc/grpc-js Apache-2.0",
        "@js-sdsl/ordered-map MIT",
        "@pulumi/pulumi Apache-2.0",
        "google-protobuf (BSD-3-Clause AND Apache-2.0)",
      ],
    );
    for (const notice of text.split(/^={80}\n.*\n={80}$/m).slice(1)) assert.match(notice, /Copyright.{500}/is);
  });

  it("checks a preview and the code of its functions, started in the program's directory", () => {
    assert.notEqual(run.exitCode, 0);
    assert.match(run.stdout, new RegExp(`aws-serverless-guard@v${version.replaceAll(".", "\\.")}`));
    assert.deepEqual(run.violations.map(({ policy, level }) => `${level} ${policy}`).sort(), [
      "advisory lambda-handler-unused-imports",
      "mandatory lambda-handler-loads",
    ]);
    assert.match(run.stderr + run.stdout, /main\.py/);
  });

  it("checks by a configuration, and refuses one that is wrong", async () => {
    const state = await stack.export();
    const exempting = { "lambda-handler-loads": { exemptions: [{ resource: "res*", reason: "moves, OPS-1" }] } };
    await stack.up();
    const exempted = await analyze(await stack.export(), { policyPack: executable, policyPackConfig: exempting });
    assert.equal(exempted.exitCode, 0, exempted.stderr);
    const refused = await analyze(state, {
      policyPack: executable,
      policyPackConfig: { "required-tags": { tags: [5] } },
    });
    assert.match(
      refused.stderr,
      /invalid configuration of policy "required-tags": "tags\[0\]": found 5, write "5" in quotes/,
    );
  });

  it("has commands", async () => {
    const command = path.join(project, "node_modules/.bin/aws-serverless-guard");
    const { stdout } = await execute(command, ["explain", "lambda-python-runtime"]);
    assert.match(stdout, /^lambda-python-runtime\n/);
    assert.equal((await execute(command, ["--version"])).stdout.trim(), version);
  });
});
