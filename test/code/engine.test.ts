import assert from "node:assert/strict";
import { readFileSync, symlinkSync } from "node:fs";
import path from "node:path";
import { run } from "../../testing/processes";
import { pulumiCli } from "../../tools/cli";
import { requireCurrentBuild } from "../../tools/current-build";
import { analyze, Stack, writeProgram } from "../../tools/engine";
import { removeDirectory, repository } from "../../tools/programs";
import { load } from "../support/packs";
import { directory, zip } from "./support";

/** What the pack below tells of the code of a function. */
interface Told {
  readonly name: string;
  readonly files?: readonly string[];
  readonly problems?: readonly string[];
  readonly reason?: string;
}

/** A pack that tells what code it finds, once for a resource and once for the stack. */
const PACK = `
  const { PolicyPack } = require("@pulumi/policy");
  const { codeOf } = ${load("code/code-of")};
  const { resourceView } = ${load("kit/resource")};
  const { handedOut, hookSdk } = ${load("engine/sdk-copies")};
  hookSdk();
  const isFunction = ({ type }) => type === "aws:lambda/function:Function";
  async function tell(args, options, report) {
    const { type, name, urn, props } = args;
    const resource = resourceView({ type, name, urn, properties: handedOut(props), inputs: () => undefined });
    const code = await codeOf(resource, options);
    const told = code.state === "read"
      ? { files: [...code.files.keys()], problems: code.problems.map(({ path, reason }) => path + " " + reason) }
      : { reason: code.reason };
    report("TOLD" + JSON.stringify({ name: args.name, ...told }));
  }
  const configSchema = { properties: { programDirectory: { type: "string", default: "" } } };
  const options = (args) => args.getConfig().programDirectory ? args.getConfig() : {};
  new PolicyPack("code", { policies: [
    { name: "resource", description: "-", enforcementLevel: "advisory", configSchema,
      validateResource: async (args, report) => { if (isFunction(args)) await tell(args, options(args), report); } },
    { name: "stack", description: "-", enforcementLevel: "advisory", configSchema,
      validateStack: async (args, report) => {
        for (const resource of args.resources.filter(isFunction)) await tell(resource, options(args), report);
      } },
  ] });
`;

function writePack(): string {
  const root = directory({
    "PulumiPolicy.yaml": "runtime:\n  name: nodejs\n  options:\n    typescript: false\nmain: index.js\n",
    "package.json": '{ "version": "0.0.1" }',
    "index.js": PACK,
    // What the program asks for is here too, and must not be taken for it.
    "code/pack.py": "",
  });
  symlinkSync(path.join(repository, "node_modules"), path.join(root, "node_modules"));
  return root;
}

/** What the pack told, which has to be the same of the resource and of the stack. */
function told(messages: readonly string[]): readonly Told[] {
  const all = messages.flatMap((message): Told[] => {
    const at = message.indexOf("TOLD");
    return at < 0 ? [] : [JSON.parse(message.slice(at + 4).split("\n")[0] ?? "")];
  });
  const sorted = all.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const [first, second] = [0, 1].map((rest) => sorted.filter((_, index) => index % 2 === rest));
  assert.deepEqual(first, second);
  return first ?? [];
}

const program = (code: string) => `
  import * as aws from "@pulumi/aws";
  import * as pulumi from "@pulumi/pulumi";
  const { FileArchive, AssetArchive, StringAsset, FileAsset } = pulumi.asset;
  const lambda = (name: string, code: pulumi.asset.Archive) =>
    new aws.lambda.Function(name, { role: "arn:aws:iam::123456789012:role/x", runtime: "python3.12", handler: "app.x", code });
  ${code}
`;

describe("code on the real engine", () => {
  let pack: string;
  before(() => requireCurrentBuild(repository));
  beforeEach(() => {
    pack = writePack();
  });

  async function withStack<T>(files: Record<string, string>, use: (stack: Stack) => Promise<T>): Promise<T> {
    const source = await writeProgram(files);
    const stack = await Stack.create(source, { shared: true });
    try {
      return await use(stack);
    } finally {
      await stack.remove();
      await removeDirectory(source);
    }
  }

  it("is found in the program's directory, as directory, archive and assets", async () => {
    const files = {
      "index.ts": program(`
        lambda("assets", new AssetArchive({
          "app.py": new StringAsset("x = 1"), "lib": new FileArchive("./code"), "one.py": new FileAsset("code/app.py"),
        }));
        lambda("directory", new FileArchive("./code"));
        lambda("link", new FileArchive("./link"));
        lambda("zip", new FileArchive("app.zip"));
      `),
      "code/app.py": "x = 1",
    };
    await withStack(files, async (stack) => {
      symlinkSync("code", path.join(stack.directory, "link"));
      await zip(path.join(stack.directory, "app.zip"), [{ name: "zipped.py", content: "x = 1" }]);
      const { violations, stderr } = await stack.up({ policyPack: pack });
      assert.deepEqual(
        told(violations.map(({ message }) => message)),
        [
          { name: "assets", files: ["app.py", "lib/app.py", "one.py"], problems: [] },
          { name: "directory", files: ["app.py"], problems: [] },
          {
            name: "link",
            files: [],
            problems: ["./link is a symbolic link to a directory, whose files Pulumi leaves out"],
          },
          { name: "zip", files: ["zipped.py"], problems: [] },
        ],
        stderr,
      );

      const state = await stack.export();
      const { resources } = JSON.parse(readFileSync(state, "utf8")).deployment;
      const link = resources.find(({ urn }: { urn: string }) => urn.endsWith("::link"));
      // What Pulumi deploys there is the archive of nothing: sdk/go/common/resource/archive/archive.go, IsAssets.
      assert.equal(link.inputs.code.hash, "5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef");

      // The state knows the paths as the program gave them.
      const find = async (options: object) => {
        const { violations } = await analyze(state, { policyPack: pack, ...options });
        return told(violations.map(({ message }) => message)).find(({ name }) => name === "directory");
      };
      const found = { name: "directory", files: ["app.py"], problems: [] };
      assert.deepEqual(await find({ cwd: stack.directory }), found);
      assert.deepEqual(await find({ cwd: directory() }), {
        name: "directory",
        reason: '"./code" is not where the program runs',
      });
      const option = { programDirectory: stack.directory };
      assert.deepEqual(await find({ cwd: directory(), policyPackConfig: { resource: option, stack: option } }), found);
      const relative = { programDirectory: path.basename(stack.directory) };
      const above = { cwd: path.dirname(stack.directory), policyPackConfig: { resource: relative, stack: relative } };
      assert.deepEqual(await find(above), found);
    });
  });

  const nested = {
    "Pulumi.yaml": "name: program\nruntime: nodejs\nmain: app/\n",
    "index.ts": 'import "./app";',
    "app/index.ts": program('lambda("api", new FileArchive("./code"));'),
    "app/code/app.py": "",
    "code/wrong.py": "",
    "sub/code/wrong.py": "",
  };
  const found = [{ name: "api", files: ["app.py"], problems: [] }];

  it("is found in the directory of main", () =>
    withStack(nested, async (stack) => {
      const { violations, stderr } = await stack.preview({ policyPack: pack });
      assert.deepEqual(told(violations.map(({ message }) => message)), found, stderr);
    }));

  it("is found where the CLI is told where the project is, or is called below it", () =>
    withStack(nested, async (stack) => {
      const elsewhere = directory({ "code/wrong.py": "" });
      for (const [cwd, ...option] of [
        [elsewhere, "-C", stack.directory],
        [path.join(stack.directory, "sub")],
        [elsewhere, `--cwd=${path.join(stack.directory, "sub")}`],
      ] as const) {
        assert.deepEqual(told(await preview(stack, cwd, option, pack)), found, option.join(" "));
      }
    }));
});

/** Previews a stack with the CLI called in another directory than the project's. */
async function preview(stack: Stack, cwd: string, option: readonly string[], pack: string): Promise<readonly string[]> {
  const cli = await pulumiCli();
  const log = path.join(directory(), "events.json");
  const { exitCode, stdout } = await stack.serve((env, served) => {
    const args = ["--stack", "dev", "--non-interactive", ...served, "--event-log", log];
    return run(cli.path, [...option, "preview", ...args, "--policy-pack", pack], { cwd, env });
  });
  assert.equal(exitCode, 0, stdout);
  const lines = readFileSync(log, "utf8").split("\n");
  return lines.flatMap((line) => (line === "" ? [] : (JSON.parse(line).policyEvent?.message ?? [])));
}
