import assert from "node:assert/strict";
import { cp, rm, symlink, writeFile } from "node:fs/promises";
import path from "node:path";
import { analyze, type Run, Stack, writeProgram } from "../../tools/engine";
import { temporaryDirectory } from "../../tools/programs";
import { packDirectory } from "../support/pack-process";
import { load, writePack } from "../support/packs";
import { exported } from "../support/state";

/** A pack of two policies that is written with the kit: one throws, one has had another name. */
const PACK = `
const { startPack } = ${load("engine/pack")};
const { resourcePolicy, stackPolicy } = ${load("kit/policy")};

const page = { why: "-", limits: "-", sources: ["https://example.com"], since: "1.0.0" };
const metadata = { severity: "low", level: "mandatory", remediationSteps: "-", tags: [] };
const policies = [
  resourcePolicy({
    ...metadata, page, name: "queue-broken", description: "Throws.", resources: ["aws:sqs/queue:Queue"], options: {},
    check() { throw new TypeError("hunter2"); },
  }),
  stackPolicy({
    ...metadata, page, name: "stack-broken", description: "Throws.", resources: ["aws:sqs/queue:Queue"], options: {},
    async check() { throw "hunter2"; },
  }),
  resourcePolicy({
    ...metadata, name: "queue-name", description: "Has a name.", resources: ["aws:sqs/queue:Queue"],
    page: { ...page, formerly: ["sqs-name"] },
    options: { name: { type: "string", default: "uploads", description: "-" } },
    check(queue, { name }, report) { report({ problem: "the name should be " + name, fix: "rename it" }); },
  }),
];
startPack({ name: "toy", version: "1.0.0", policies, about: {}, notesDefaults: () => false });
`;

describe("a pack that is written with the kit, on the real engine", () => {
  let directory: string;
  let stack: Stack;
  let program: string;
  before(async () => {
    directory = await writePack(PACK);
    program = await writeProgram({
      "index.ts": 'import * as aws from "@pulumi/aws";\nnew aws.sqs.Queue("uploads");\n',
    });
    stack = await Stack.create(program, { shared: true });
  });
  after(async () => {
    await stack.remove();
    await Promise.all([directory, program].map((made) => rm(made, { recursive: true })));
  });

  const preview = (policyPackConfig: object): Promise<Run> =>
    stack.preview({ policyPack: directory, policyPackConfig });

  it("shows a policy that throws as an advisory, and goes on", async () => {
    const run = await preview({ "queue-name": "disabled" });
    assert.equal(run.exitCode, 0, run.stdout + run.stderr);
    const messages = run.violations.map(({ policy, level, message }) => `${level} ${policy}: ${message.trim()}`);
    assert.deepEqual(messages.map((message) => message.replace(/at \S+:\d+:\d+\./, "at PLACE.")).sort(), [
      "advisory queue-broken: Throws.\nNOT CHECKED: internal error in policy queue-broken on urn:pulumi:dev::program::aws:sqs/queue:Queue::uploads: " +
        "TypeError at PLACE. The rest was checked. Please report this.",
      "advisory stack-broken: Throws.\nNOT CHECKED: internal error in policy stack-broken on urn:pulumi:dev::program::aws:sqs/queue:Queue::uploads: " +
        "string at an unknown place. The rest was checked. Please report this.",
    ]);
    assert.ok(!`${run.stdout}${run.stderr}`.includes("hunter2"), "the text of an exception may be a secret");
  });

  it("takes the configuration of a policy by its earlier name", async () => {
    const run = await preview({ all: "disabled", "sqs-name": { enforcementLevel: "advisory", name: "images" } });
    assert.equal(run.exitCode, 0, run.stdout + run.stderr);
    const messages = run.violations.map(({ policy, level, message }) => [policy, level, message.split("\n")[1]]);
    assert.deepEqual(messages, [["queue-name", "advisory", "the name should be images."]]);
  });
});

describe("a clone that was not built", () => {
  it("says so in one line", async () => {
    const clone = await temporaryDirectory();
    try {
      const left = ["node_modules", "dist", ".git", "coverage"].map((name) => path.join(packDirectory, name));
      await cp(packDirectory, clone, { recursive: true, filter: (source) => !left.includes(source) });
      await symlink(path.join(packDirectory, "node_modules"), path.join(clone, "node_modules"));
      const state = path.join(clone, "state.json");
      const root = {
        urn: "urn:pulumi:dev::site::pulumi:pulumi:Stack::site-dev",
        custom: false,
        type: "pulumi:pulumi:Stack",
      };
      await writeFile(state, exported([root]));
      const run = await analyze(state, { policyPack: clone });
      assert.notEqual(run.exitCode, 0);
      const lines = run.stderr.split("\n").filter((line) => line !== "" && !line.startsWith("warning: using"));
      assert.equal(
        lines[0],
        "aws-serverless-guard is not built. Run `npm ci`, or `npm run build`, in the policy pack's directory.",
      );
      assert.equal(lines.length, 2, run.stderr);
    } finally {
      await rm(clone, { recursive: true });
    }
  });
});
