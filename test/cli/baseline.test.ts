import assert from "node:assert/strict";
import { chmod, mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { LEAVING_OUT } from "../../cli/baseline/edit";
import { policies } from "../../policies";
import { removeDirectory, repository, temporaryDirectory } from "../../tools/programs";
import { end, functionUrn, queueUrn, stackPassed, stackUrn, stream, tags, violation } from "./events";
import { cli } from "./support";

const made = (urn: string, custom = true) => ({
  resourcePreEvent: { metadata: { op: "create", new: { urn, custom, parent: stackUrn } } },
});
const second = functionUrn.replace("::api", "::worker*");
const third = functionUrn.replace("::api", "::mail");
const resources = [made(queueUrn), made(functionUrn), made(second), made(third), made(stackUrn, false)];
const shared = violation({
  policy: "lambda-handler-loads",
  urn: functionUrn,
  lines: ['app.py:1:1: it is wrong (also in "worker*" and "mail").', "Fix: mend it."],
});
const structure = violation({
  policy: "component-structure",
  urn: stackUrn,
  level: "advisory",
  lines: ["7 resources stand beside each other.", "Fix: group them."],
});
const exempted = violation({
  level: "advisory",
  lines: ["Exempted: OPS-1.", "tags: the resource has no tags.", "Fix: add."],
});
const notes = violation({ policy: "lambda-package", lines: [] });
notes.policyEvent.message = "Some code or settings could not be checked.\nNot checked: the code, because …";

const COMMENTED = `{
\t// Levels.
\t"all": "advisory",
\t"required-tags": { "enforcementLevel": "mandatory", "exemptions": [
\t\t{ "resource": "${queueUrn}-gone", "reason": "old" }, // by us
\t\t{ "resource": "urn:pulumi:prod::site::*", "reason": "other stack" },
\t\t{ "resource": "legacy-*", "reason": "shared" }
\t] },
\t"lambda-handler-loads": "mandatory" /* code */
}
`;

describe("aws-serverless-guard baseline", () => {
  let directory: string;
  beforeEach(async () => {
    directory = await temporaryDirectory();
  });
  afterEach(() => removeDirectory(directory));

  const run = (input: string, ...args: readonly string[]) =>
    cli(["baseline", "--config", "policies.json", "--reason", "OPS-7", ...args, "-"], { cwd: directory, input });
  const file = (name = "policies.json") => path.join(directory, name);
  const written = () => readFile(file(), "utf8");

  it("exempts all that was found, in a configuration of its own, each resource alone", async () => {
    const all = stream(...resources, tags, shared, structure, notes, stackPassed(), end("failed"));
    const { exitCode, stdout, stderr } = await run(all, "--expires", "2999-12-31");
    assert.deepEqual([exitCode, stderr], [0, ""]);
    assert.equal(stdout, "policies.json: 5 exemptions added and 0 removed; 0 findings were exempted before\n");
    const rest = { reason: "OPS-7", expires: "2999-12-31" };
    assert.deepEqual(JSON.parse(await written()), {
      "component-structure": { exemptions: [{ resource: stackUrn, children: false, ...rest }] },
      "required-tags": { exemptions: [{ resource: queueUrn, ...rest }] },
      "lambda-handler-loads": {
        exemptions: [functionUrn, second.replace("*", "\\*"), third].map((resource) => ({ resource, ...rest })),
      },
    });
    assert.equal((await cli(["check-config", file()])).exitCode, 0);
    const once = await written();
    assert.match((await run(all, "--expires", "2999-12-31")).stdout, /: 0 exemptions added, 5 renewed and 0 removed;/);
    assert.equal(await written(), once);
  });

  it("keeps what the file has, comments too, and removes what is for nothing in this stack", async () => {
    await writeFile(file(), COMMENTED);
    const { exitCode, stdout, stderr } = await run(stream(...resources, shared, exempted, stackPassed(), end()));
    assert.equal(exitCode, 0, stderr);
    assert.equal(stdout, "policies.json: 3 exemptions added and 1 removed; 1 finding was exempted before\n");
    assert.equal(stderr, "note: exemptions that match nothing in these runs, and may be for others: legacy-*\n");
    const text = await written();
    for (const comment of ["\t// Levels.", "/* code */"]) assert.ok(text.includes(comment), text);
    assert.doesNotMatch(text, /uploads-gone/);
    assert.match(text, /\n\t\t"enforcementLevel": "mandatory",\n\t\t"exemptions": \[/);
  });

  it("leaves alone what only counted events do not tell", async () => {
    await writeFile(file(), COMMENTED);
    const count = violation({ lines: [] });
    Object.assign(count.policyEvent, { policyName: "exemptions", message: "2 accepted findings.\n" });
    const { stdout, stderr } = await run(stream(...resources, shared, count, stackPassed(), end()));
    assert.match(stdout, / 3 exemptions added and 0 removed;/);
    assert.match(
      stderr,
      /^note: standard input: 2 accepted findings\. They are only counted: with SERVERLESS_GUARD_FINDINGS=full /,
    );
  });

  it("says where a message does not list all resources", async () => {
    const many = violation({
      policy: "lambda-handler-loads",
      urn: functionUrn,
      lines: ['x (also in "mail" and 7 more).', "Fix: y."],
    });
    const { stderr } = await run(stream(...resources, many, stackPassed(), end()));
    assert.match(
      stderr,
      /^note: 1 finding names more resources than a message lists: preview with the new configuration/,
    );
  });

  it("refuses what is broken, cut short or of something else, and leaves the file as it was", async () => {
    const right = stream(...resources, tags, stackPassed(), end());
    for (const [input, config, error] of [
      [right.slice(0, -9), COMMENTED, /line 8 is cut short, so violations may be missing; nothing is written/],
      [stream(tags), COMMENTED, /the run has no end, so violations may be missing; nothing is written/],
      ['{"a":1}\n', COMMENTED, /there are no events of the engine/],
      ["", COMMENTED, /there are no events of the engine/],
      [right, '{ "all": "advisory", }', /policies\.json:1:20: JSON has no trailing commas: remove this one; nothing/],
      [
        right,
        '{ "alll": "advisory" }',
        /policies\.json:1:3: unknown policy "alll"; did you mean "all"\?; nothing is written/,
      ],
      [right, "", /policies\.json:1:1: it is empty; nothing is written/],
    ] as const) {
      await writeFile(file(), config);
      const { exitCode, stdout, stderr } = await run(input);
      assert.deepEqual([exitCode, stdout], [2, ""], stderr);
      assert.match(stderr, error);
      assert.equal(await written(), config);
    }
    for (const [args, error] of [
      [["--expires", "tomorrow"], /--expires takes a day such as 2027-03-31, and not "tomorrow"/],
      [["--expires", "2024-01-01"], /--expires: 2024-01-01 has passed/],
      [["--reason", " "], /--reason is blank/],
      [["--config", "none/policies.json"], /cannot write none\/policies\.json: there is no directory none/],
    ] as const)
      assert.match((await run(right, ...args)).stderr, error);
    if (process.getuid?.() !== 0) {
      await mkdir(file("closed"));
      await chmod(file("closed"), 0o555);
      assert.match(
        (await run(right, "--config", "closed/p.json")).stderr,
        /cannot write closed\/p\.json: permission denied/,
      );
    }
  });

  it("leaves a complete file where several run at once", async () => {
    const right = stream(...resources, tags, stackPassed(), end());
    const runs = await Promise.all(Array.from({ length: 4 }, () => run(right)));
    for (const { exitCode, stderr } of runs) if (exitCode !== 0) assert.match(stderr, /it changed meanwhile/);
    assert.equal(JSON.parse(await written())["required-tags"].exemptions.length, 1);
    assert.deepEqual(await readdir(directory), ["policies.json"]);
  });

  it("knows which policies leave out exempted resources in silence", async () => {
    const silent: string[] = [];
    for (const service of await readdir(path.join(repository, "policies"), { withFileTypes: true })) {
      if (!service.isDirectory()) continue;
      for (const name of await readdir(path.join(repository, "policies", service.name))) {
        const source = await readFile(path.join(repository, "policies", service.name, name), "utf8");
        if (source.includes(".together(")) silent.push(path.basename(name, ".ts"));
      }
    }
    const names = policies.map(({ metadata }) => metadata.name);
    assert.deepEqual([...LEAVING_OUT].filter((name) => names.includes(name)).sort(), silent.sort());
  });
});
