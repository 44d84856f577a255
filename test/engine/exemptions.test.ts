import assert from "node:assert/strict";
import { readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { type Run, Stack, writeProgram } from "../../tools/engine";
import { cli } from "../cli/support";
import { remediations } from "../support/events";
import { policyPack } from "../support/pack-process";

const PROGRAM = `
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

class Site extends pulumi.ComponentResource {
  constructor(name: string) {
    super("acme:web:Site", name);
    new aws.sqs.Queue(name + "-queue", {}, { parent: this });
    this.registerOutputs({ name });
  }
}
new Site("old");
new Site("new");
new aws.sqs.Queue("tagged", { tags: { "policy-exempt/required-tags": "moves to the new site, until 2999-12-31" } });
`;
const config = (requiredTags: object) => ({
  all: "disabled",
  "required-tags": { enforcementLevel: "mandatory", tags: ["Team"], ...requiredTags },
});
const exemptions = (...resources: readonly string[]) => resources.map((resource) => ({ resource, reason: "OPS-411" }));

describe("exemptions on the real engine", () => {
  let program: string;
  let stack: Stack;
  before(async () => {
    program = await writeProgram({ "index.ts": PROGRAM });
    stack = await Stack.create(program, { shared: true });
  });
  after(async () => {
    await stack.remove();
    await rm(program, { recursive: true });
  });

  const preview = (requiredTags: object) => stack.preview({ policyPack, policyPackConfig: config(requiredTags) });

  it("are for names, types and everything beneath a component", async () => {
    const run = await preview({ exemptions: exemptions("old", "new-queue", "aws:sqs:Queue") });
    assert.equal(run.exitCode, 0, run.stdout + run.stderr);
    assert.deepEqual(summary(run), [
      "advisory new-queue: Exempted: OPS-411.",
      "advisory old-queue: Exempted: OPS-411.",
      "advisory tagged: Exempted: OPS-411.",
    ]);
  });

  it("of all policies are for each of them", async () => {
    const all = { enforcementLevel: "disabled", exemptions: exemptions("old", "*-queue", "tagged") };
    const run = await stack.preview({ policyPack, policyPackConfig: { ...config({}), all } });
    assert.equal(run.exitCode, 0, run.stdout + run.stderr);
    assert.deepEqual(
      summary(run).map((line) => line.split(": ")[1]),
      ["Exempted", "Exempted", "Exempted"],
    );
  });

  it("leave what they are not for as it is, and those that match nothing are in one line where that is asked for", async () => {
    const unused = exemptions("old", "ancient-*", "urn:pulumi:prod::*", "gone");
    const quiet = await preview({ exemptions: unused });
    assert.doesNotMatch(quiet.stdout, /ancient|match no resource/);
    const run = await preview({ exemptions: unused, reportUnusedExemptions: true });
    assert.notEqual(run.exitCode, 0);
    const missing = 'tags: required tags are missing: "Team" (option tags).';
    assert.deepEqual(
      summary(run),
      [
        "advisory old-queue: Exempted: OPS-411.",
        `mandatory new-queue: ${missing}`,
        `mandatory tagged: ${missing}`,
      ].sort(),
    );
    assert.deepEqual(notes(run), [
      "Exemptions that match no resource: ancient-* (required-tags) and gone (required-tags). Remove them, or correct their globs.",
      'Tags that exempt nothing: policy-exempt/required-tags of "tagged" (the configuration does not set inCodeExemptions).',
    ]);
  });

  it("no longer hold after their last day, and say so", async () => {
    const expired = { resource: "*", reason: "OPS-411", expires: "2024-02-29" };
    const run = await preview({ exemptions: [expired] });
    assert.notEqual(run.exitCode, 0);
    assert.deepEqual(
      run.violations
        .filter(({ policy }) => policy === "required-tags")
        .map(({ level, message }) => [level, message.split("\n")[3]]),
      Array(3).fill([
        "mandatory",
        "The exemption of * expired on 2024-02-29 (OPS-411): fix the violation, or renew the exemption.",
      ]),
    );
  });

  it("by a tag in the program hold only where the configuration allows them", async () => {
    const run = await preview({ inCodeExemptions: true, exemptions: exemptions("*-queue") });
    assert.equal(run.exitCode, 0, run.stdout + run.stderr);
    const [, , tagged] = summary(run);
    assert.match(
      tagged ?? "",
      /^advisory tagged: Exempted until 2999-12-31 \(\d+ days left\): moves to the new site\.$/,
    );
  });

  it("by a tag hold beneath the resource or component that has it", async () => {
    const component = `
      import * as aws from "@pulumi/aws";
      import * as pulumi from "@pulumi/pulumi";
      const args = { tags: { "policy-exempt/required-tags": "OPS-411", "policy-exempt/required-tag": "OPS-411" } };
      const old = new pulumi.ComponentResource("acme:Exempt", "old", args);
      const queue = new aws.sqs.Queue("queue", {}, { parent: old });
      new aws.sqs.Queue("beneath", {}, { parent: queue });
      new aws.sqs.Queue("other");
    `;
    const directory = await writeProgram({ "index.ts": component });
    const other = await Stack.create(directory, { shared: true });
    try {
      const run = await other.preview({ policyPack, policyPackConfig: config({ inCodeExemptions: true }) });
      assert.deepEqual(summary(run), [
        "advisory beneath: Exempted: OPS-411.",
        "advisory queue: Exempted: OPS-411.",
        'mandatory other: tags: required tags are missing: "Team" (option tags).',
      ]);
      assert.deepEqual(notes(run), [
        'Tags that exempt nothing: policy-exempt/required-tag of "old" (unknown policy "required-tag"; did you mean "required-tags"?).',
      ]);
    } finally {
      await other.remove();
      await rm(directory, { recursive: true });
    }
  });

  it("are written by a baseline, and what they accept is one line of the preview and whole where that is asked for", async () => {
    const file = path.join(program, "policies.json");
    await writeFile(file, JSON.stringify({ ...config({}), all: "mandatory", "component-structure": "disabled" }));
    const baseline = async ({ events }: Run) => {
      const log = path.join(program, "events.json");
      await writeFile(log, events.map((event) => `${JSON.stringify(event)}\n`).join(""));
      const soon = new Date(Date.now() + 864e5).toISOString().slice(0, 10);
      const { exitCode, stderr } = await cli([
        "baseline",
        "--config",
        file,
        "--reason",
        "OPS-7",
        "--expires",
        soon,
        log,
      ]);
      assert.equal(exitCode, 0, stderr);
    };
    const first = await stack.preview({ policyPack, policyPackConfig: file });
    assert.notEqual(first.exitCode, 0);
    await baseline(first);
    const counting = await Stack.create(program, { shared: true, env: { SERVERLESS_GUARD_FINDINGS: "" } });
    try {
      const quiet = await counting.preview({ policyPack, policyPackConfig: file });
      assert.equal(quiet.exitCode, 0, quiet.stdout + quiet.stderr);
      const count = first.violations.filter(({ policy }) => policy !== "exemptions").length;
      assert.deepEqual(notes(quiet).slice(-1), [`${count} accepted findings, ${count} expire within 30 days.`]);
      assert.deepEqual(summary(quiet), []);
    } finally {
      await counting.remove();
    }
    const whole = await stack.preview({ policyPack, policyPackConfig: file });
    assert.deepEqual([whole.exitCode, whole.violations.length], [0, first.violations.length]);
    const before = await readFile(file, "utf8");
    await baseline(whole);
    assert.equal(await readFile(file, "utf8"), before);
  });

  it("keep a resource from being repaired", async () => {
    const repair = { enforcementLevel: "remediate", tags: [{ name: "Team", default: "media" }] };
    const run = await preview({ ...repair, exemptions: exemptions("old") });
    assert.equal(run.exitCode, 0, run.stdout + run.stderr);
    assert.deepEqual(
      remediations(run)
        .map(({ resourceUrn }) => nameOf(resourceUrn))
        .sort(),
      ["new-queue", "tagged"],
    );
    assert.deepEqual(summary(run), ["advisory old-queue: Exempted: OPS-411."]);
  });
});

/** Level, resource and the line below the description of each violation, sorted. */
function summary(run: Run): readonly string[] {
  return run.violations
    .filter(({ policy }) => policy !== "exemptions")
    .map(({ level, urn, message }) => `${level} ${nameOf(urn)}: ${message.split("\n")[1]}`)
    .sort();
}

/** What is said of exemptions themselves. */
function notes(run: Run): readonly string[] {
  return run.violations.filter(({ policy }) => policy === "exemptions").map(({ message }) => message.trim());
}

function nameOf(urn: string): string {
  return urn.split("::").at(-1) ?? "";
}
