import assert from "node:assert/strict";
import { rm } from "node:fs/promises";
import { type Run, Stack, writeProgram } from "../../tools/engine";
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
    stack = await Stack.create(program);
  });
  after(async () => {
    await stack.remove();
    await rm(program, { recursive: true });
  });

  const preview = (requiredTags: object) => stack.preview({ policyPack, policyPackConfig: config(requiredTags) });

  it("are for names, types and everything beneath a component", async () => {
    const run = await preview({ exemptions: exemptions("old", "new-queue", "aws:sqs/queue:*") });
    assert.equal(run.exitCode, 0, run.stdout + run.stderr);
    assert.deepEqual(summary(run), [
      "advisory new-queue: Exempted: OPS-411.",
      "advisory old-queue: Exempted: OPS-411.",
      "advisory tagged: Exempted: OPS-411.",
    ]);
  });

  it("leave what they are not for as it is, and tell of those that match nothing once", async () => {
    const run = await preview({ exemptions: exemptions("old", "ancient-*") });
    assert.notEqual(run.exitCode, 0);
    const missing = 'tags: required tags are missing: "Team" (option tags).';
    assert.deepEqual(
      summary(run),
      [
        "advisory program-dev: The exemption of ancient-* (OPS-411) matches no resource: remove it, or correct its glob.",
        "advisory old-queue: Exempted: OPS-411.",
        `mandatory new-queue: ${missing}`,
        `mandatory tagged: ${missing}`,
      ].sort(),
    );
  });

  it("no longer hold after their last day, and say so", async () => {
    const expired = { resource: "*", reason: "OPS-411", expires: "2024-02-29" };
    const run = await preview({ exemptions: [expired] });
    assert.notEqual(run.exitCode, 0);
    assert.deepEqual(
      run.violations.map(({ level, message }) => [level, message.split("\n")[3]]),
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
  return run.violations.map(({ level, urn, message }) => `${level} ${nameOf(urn)}: ${message.split("\n")[1]}`).sort();
}

function nameOf(urn: string): string {
  return urn.split("::").at(-1) ?? "";
}
