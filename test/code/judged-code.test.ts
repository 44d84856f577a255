import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import path from "node:path";
import { policies } from "../../policies";
import { type Diagnostic, PackProcess, packDirectory } from "../support/pack-process";
import { assetArchive, fileArchive, stringAsset } from "../support/wire";
import { directory } from "./support";

const CODE_POLICIES = [
  "lambda-handler-loads",
  "lambda-handler-traceback",
  "lambda-handler-unused-imports",
  "lambda-code-scaffolding",
];
const TYPE = "aws:lambda/function:Function";
const HANDLER = "def handler(event, context):\n    return event\n";

describe("code that cannot be judged", () => {
  let pack: PackProcess;
  let count = 0;
  before(async () => {
    pack = await PackProcess.start();
  });
  after(() => pack.stop());

  const judge = async (properties: Record<string, unknown>, enabled = CODE_POLICIES): Promise<Diagnostic[]> => {
    const levels = policies.map(({ metadata: { name } }) => {
      return [name, { level: enabled.includes(name) ? "mandatory" : "disabled" }] as const;
    });
    await pack.configure(Object.fromEntries(levels));
    const urn = `urn:pulumi:test::test::${TYPE}::lambda-${count++}`;
    return pack.analyze({ type: TYPE, name: "lambda", urn, properties });
  };
  const lambda = (code: unknown) => ({ runtime: "python3.12", handler: "app.handler", code });
  const told = (found: readonly Diagnostic[]) => found.map(({ level, message }) => [level, message.split("\n")[1]]);

  it("is told of once, whichever policies are enabled", async () => {
    const bucket = { runtime: "python3.12", handler: "app.handler", s3Bucket: "code", s3Key: "app.zip" };
    const expected = [
      ["advisory", "s3Bucket: the code cannot be judged: it is in an S3 bucket, from where nothing is downloaded."],
    ];
    assert.deepEqual(told(await judge(bucket)), expected);
    for (const policy of CODE_POLICIES) assert.deepEqual(told(await judge(bucket, [policy])), expected, policy);
    assert.deepEqual(told(await judge(bucket, [])), []);
  });

  it("is told of each function", async () => {
    const missing = lambda(fileArchive("/nowhere/at/all"));
    for (const found of [await judge(missing), await judge(missing)]) {
      assert.deepEqual(told(found), [
        ["advisory", 'code: the code cannot be judged: "/nowhere/at/all" is not on this machine.'],
      ]);
    }
  });

  it("does not keep the rest from being judged", async () => {
    const deep = `x = ${"(".repeat(5_000)}1${")".repeat(5_000)}\n`;
    const found = await judge(
      lambda(
        fileArchive(
          directory({
            "app.py": `import broken, deep, os, nul\n${HANDLER}`,
            "deep.py": deep,
            "broken.py": Buffer.from([0x78, 0x20, 0xff, 0x0a]),
            "nul.py": "x = '\0'\n",
            "large.py": `"""${"a".repeat(3_000_000)}"""\n`,
            "chat.py": "### Answer\n",
          }),
        ),
      ),
    );
    assert.deepEqual(
      told(found).toSorted((a, b) => String(a).localeCompare(String(b))),
      [
        ["advisory", 'code: a part of the code cannot be judged: "broken.py" is not valid UTF-8.'],
        ["advisory", 'code: a part of the code cannot be judged: "deep.py" cannot be parsed as a whole.'],
        ["advisory", 'code: a part of the code cannot be judged: "deep.py" is nested too deeply to be judged.'],
        [
          "advisory",
          'code: a part of the code cannot be judged: "large.py" is larger than 2,097,152 bytes (maxFileBytes).',
        ],
        ["advisory", 'code: a part of the code cannot be judged: "nul.py" contains null characters.'],
        ["mandatory", 'app.py:1:16: "deep" is imported and not used.'],
        ["mandatory", 'app.py:1:22: "os" is imported and not used.'],
        ["mandatory", 'app.py:1:26: "nul" is imported and not used.'],
        ["mandatory", 'app.py:1:8: "broken" is imported and not used.'],
        ["mandatory", 'chat.py:1:1: "Answer" is left over from the answer of a chat.'],
      ],
    );
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
    const tooDeep = "Unjudged: is nested too deeply to be judged";
    assert.deepEqual(JSON.parse(output.toString()), [false, tooDeep, tooDeep]);
  });

  it("is judged after code that broke ruff", async () => {
    const deep = `x = ${"[".repeat(5_000)}1${"]".repeat(5_000)}\n`;
    await judge(lambda(assetArchive({ "app.py": stringAsset(deep) })));
    const found = await judge(lambda(assetArchive({ "app.py": stringAsset(`import os\n${HANDLER}`) })));
    assert.deepEqual(told(found), [["mandatory", 'app.py:1:8: "os" is imported and not used.']]);
  });
});

describe("what judges code", () => {
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
