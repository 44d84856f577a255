import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { symlinkSync } from "node:fs";
import path from "node:path";
import { policies } from "../../policies";
import { type Diagnostic, PackProcess, packDirectory } from "../support/pack-process";
import { assetArchive, fileArchive, secret, stringAsset } from "../support/wire";
import { directory, zip } from "./support";

const CODE_POLICIES = [
  "lambda-handler-loads",
  "lambda-handler-traceback",
  "lambda-handler-unused-imports",
  "lambda-code-scaffolding",
];
const TYPE = "aws:lambda/function:Function";
const HANDLER = "def handler(event, context):\n    return event\n";

describe("code that cannot be checked", () => {
  let pack: PackProcess;
  let count = 0;
  before(async () => {
    pack = await PackProcess.start();
  });
  after(() => pack.stop());

  /** What the pack says of a stack of functions, by their names. */
  const judge = async (
    functions: Readonly<Record<string, Record<string, unknown>>>,
    enabled = CODE_POLICIES,
    options: Record<string, Record<string, unknown>> = {},
  ): Promise<Diagnostic[]> => {
    const levels = policies.map(({ metadata: { name } }) => {
      const level = enabled.includes(name) ? "mandatory" : "disabled";
      return [name, { level, ...(options[name] && { options: options[name] }) }] as const;
    });
    await pack.configure(Object.fromEntries(levels));
    const provider = { type: "pulumi:providers:aws", properties: {} };
    const project = `test-${count++}`;
    const stack = Object.entries(functions).map(([name, properties]) => ({
      ...{ type: TYPE, name, urn: `urn:pulumi:test::${project}::${TYPE}::${name}`, properties, provider },
    }));
    for (const resource of stack) assert.deepEqual(await pack.analyze(resource), []);
    return pack.analyzeStack(stack);
  };
  const lambda = (code: unknown) => ({ runtime: "python3.12", handler: "app.handler", code });
  const bucket = { runtime: "python3.12", handler: "app.handler", s3Bucket: "code", s3Key: "app.zip" };
  const told = (found: readonly Diagnostic[]) =>
    found.map(({ level, message }) => [level, ...message.split("\n").slice(1, -1)]);
  const first = (found: readonly Diagnostic[]) => found.map(({ level, message }) => [level, message.split("\n")[1]]);
  const inBucket = (names: string) => [
    "advisory",
    `Not checked: the code of ${names}, because it is in an S3 bucket, from where nothing is downloaded.`,
    'Fix: give the code as a FileArchive or AssetArchive of what is on this machine; to hide this, exempt the function or set option unjudged to "silent".',
  ];

  it("is told of once, whichever policies are enabled, with the names of the functions", async () => {
    const names = ["a", "b", "c", "d", "e", "f", "g"];
    const all = Object.fromEntries(names.map((name) => [name, bucket]));
    const expected = [inBucket('"a", "b", "c", "d", "e" and 2 more')];
    for (let run = 0; run < 2; run++) assert.deepEqual(told(await judge(all)), expected);
    for (const policy of CODE_POLICIES) assert.deepEqual(told(await judge(all, [policy])), expected, policy);
    assert.deepEqual(told(await judge(all, [])), []);
  });

  it("is not told of functions that are exempted of one of the policies, and not at all where an option says so", async () => {
    const exemptions = [{ resource: "old-*", reason: "OPS-1" }];
    for (const policy of CODE_POLICIES) {
      const all = { "old-a": bucket, b: bucket, "old-c": bucket };
      assert.deepEqual(told(await judge(all, CODE_POLICIES, { [policy]: { exemptions } })), [inBucket('"b"')]);
      assert.deepEqual(told(await judge(all, CODE_POLICIES, { [policy]: { unjudged: "silent" } })), []);
    }
  });

  it("is told by reason, as one advisory", async () => {
    const missing = lambda(fileArchive("/nowhere/at/all"));
    assert.deepEqual(told(await judge({ a: bucket, b: missing, c: missing })), [
      [
        ...inBucket('"a"'),
        'Not checked: the code of "b" and "c", because "/nowhere/at/all" is not on this machine.',
        "Fix: check the stack where its code is.",
      ],
    ]);
  });

  it("is not told of container images, of other languages, and of what is not the function's own", async () => {
    const archive = await zip(path.join(directory(), "code.zip"), [
      { name: "app.py", content: HANDLER },
      { name: "__MACOSX/._app.py", content: "\0" },
      { name: "__MACOSX/._other.py", content: "\0" },
      { name: "other.py", content: "\0" },
    ]);
    const found = await judge({
      image: { packageType: "Image", imageUri: "repo/image:1" },
      java: { ...bucket, runtime: "java21", handler: "example.Handler" },
      mac: lambda(fileArchive(archive)),
      hoisted: {
        runtime: "nodejs22.x",
        handler: "index.handler",
        code: assetArchive({
          "index.js": stringAsset("exports.handler = async () => 1;\n"),
          "../node_modules/semver": fileArchive(directory({ "index.js": "" })),
        }),
      },
    });
    assert.deepEqual(told(found), []);
  });

  it("is told of what the handler loads, or what may be missing", async () => {
    const code = directory({ "app.py": `from . import a\nimport pack.b\n${HANDLER}`, "a.py": "\0", "pack/b.py": "\0" });
    symlinkSync(directory(), path.join(code, "shared"));
    const lines = told(await judge({ api: lambda(fileArchive(code)) }, ["lambda-handler-traceback"])).flat();
    assert.deepEqual(
      lines.filter((line) => !line?.startsWith("Fix")),
      [
        "advisory",
        'Not checked: a part of the code of "api", because "a.py" contains null characters.',
        'Not checked: a part of the code of "api", because "pack/b.py" contains null characters.',
        'Not checked: a part of the code of "api", because "shared" is a symbolic link to a directory, whose files Pulumi leaves out.',
      ],
    );
    assert.equal(lines.at(-1), "Fix: correct it so that it can be checked, or leave it out of the archive.");
  });

  it("is told of the first ten reasons", async () => {
    const all = Array.from(
      { length: 12 },
      (_, index) => [`f${index}`, lambda(fileArchive(`/nowhere/${index}`))] as const,
    );
    const [lines = []] = told(await judge(Object.fromEntries(all)));
    assert.equal(lines.filter((line) => line?.startsWith("Not checked: the code")).length, 10);
    assert.equal(lines.at(-1), "Not checked for 2 more reasons.");
  });

  it("is not shown where it is secret", async () => {
    const found = await judge({ a: lambda(secret(fileArchive("/hunter2/code"))) });
    assert.deepEqual(told(found).flat().slice(0, 2), [
      "advisory",
      'Not checked: the code of "a", because of something in a value that is marked as secret.',
    ]);
    assert.doesNotMatch(JSON.stringify(found), /hunter2/);
  });

  it("does not keep the rest from being checked", async () => {
    const deep = `x = ${"(".repeat(5_000)}1${")".repeat(5_000)}\n`;
    const code = directory({
      "app.py": `import broken, deep, os, nul\n${HANDLER}`,
      "deep.py": deep,
      "broken.py": Buffer.from([0x78, 0x20, 0xff, 0x0a]),
      "nul.py": "x = '\0'\n",
      "large.py": `"""${"a".repeat(3_000_000)}"""\n`,
      "chat.py": "### Answer\n",
    });
    const found = await judge({ api: lambda(fileArchive(code)) });
    const [notes = []] = told(found).filter(([level]) => level === "advisory");
    assert.deepEqual(notes.flatMap((line) => /because (.*)/.exec(line ?? "")?.[1] ?? []).sort(), [
      '"broken.py" is not valid UTF-8.',
      '"deep.py" is nested too deeply to be checked.',
      '"nul.py" contains null characters.',
    ]);
    assert.deepEqual(
      first(found.filter(({ level }) => level === "mandatory")).sort((a, b) => String(a).localeCompare(String(b))),
      [
        ["mandatory", 'app.py:1:16: "deep" is imported and not used.'],
        ["mandatory", 'app.py:1:22: "os" is imported and not used.'],
        ["mandatory", 'app.py:1:26: "nul" is imported and not used.'],
        ["mandatory", 'app.py:1:8: "broken" is imported and not used.'],
        ["mandatory", 'chat.py:1:1: "Answer" is left over from a chat answer.'],
      ],
    );
  });

  it("is told of once where no parser takes a file", async () => {
    const broken = lambda(assetArchive({ "app.py": stringAsset(`import json\n${HANDLER}def (\n`) }));
    const enabled = ["lambda-handler-traceback", "lambda-handler-unused-imports"];
    assert.deepEqual(first(await judge({ a: broken, b: broken }, enabled)), [
      ["advisory", 'Not checked: a part of the code of "a" and "b", because "app.py" cannot be parsed as a whole.'],
    ]);
  });

  it("is told of where it is nested too deeply for the parsers, which call themselves once a level", () => {
    const nested = `x = ${"(".repeat(5_000)}1${")".repeat(5_000)}\n`;
    const script = `
      const { PythonTree } = require("./dist/code/python/tree");
      const { remnantsOf } = require("./dist/code/chat-remnants");
      const told = (judge) => { try { return judge(); } catch (error) { return error.name + ": " + error.message; } };
      const nested = ${JSON.stringify(nested)};
      console.log(JSON.stringify([
        told(() => new PythonTree(nested).sound),
        told(() => remnantsOf({ path: "app.py", text: "### Answer\\n" + nested })),
        told(() => remnantsOf({ path: "app.js", text: "// ### Answer\\n" + nested })),
      ]));`;
    // How deep is too deep depends on what else runs; with a small stack it always is.
    const output = execFileSync(process.execPath, ["--stack-size=200", "-e", script], { cwd: packDirectory });
    const tooDeep = "Unjudged: is nested too deeply to be checked";
    assert.deepEqual(JSON.parse(output.toString()), [false, tooDeep, tooDeep]);
  });

  it("is checked after code that broke ruff", async () => {
    const deep = `x = ${"[".repeat(5_000)}1${"]".repeat(5_000)}\n`;
    await judge({ api: lambda(assetArchive({ "app.py": stringAsset(deep) })) });
    const found = await judge({ api: lambda(assetArchive({ "app.py": stringAsset(`import os\n${HANDLER}`) })) });
    assert.deepEqual(first(found), [["mandatory", 'app.py:1:8: "os" is imported and not used.']]);
  });
});

describe("what checks code", () => {
  /** The packages that are loaded after a script has run. */
  function loaded(script: string): string[] {
    const print =
      "console.log([...new Set(Object.keys(require.cache).map((file) => /node_modules.(@?[^/\\\\]+.[^/\\\\]+)/.exec(file)?.[1]))].join())";
    const run = execFileSync(process.execPath, ["-e", `${script}; ${print}`], { cwd: packDirectory, encoding: "utf8" });
    return run
      .trim()
      .split(",")
      .filter((name) => /lezer|ruff|yauzl/.test(name));
  }
  const catalogue = path.join(packDirectory, "dist/policies/index.js");

  it("is not loaded with the catalogue", () => {
    assert.deepEqual(loaded(`require(${JSON.stringify(catalogue)})`), []);
  });
  it("is loaded by the parser of Python only", () => {
    const tree = path.join(packDirectory, "dist/code/python/tree.js");
    assert.ok(loaded(`new (require(${JSON.stringify(tree)}).PythonTree)("x = 1")`).some((name) => /lezer/.test(name)));
  });
});
