import assert from "node:assert/strict";
import { rm } from "node:fs/promises";
import { analyze, type Run, Stack, writeProgram } from "../../tools/engine";
import { policyPack } from "../support/pack-process";

const PROGRAM = `
import * as aws from "@pulumi/aws";

new aws.sqs.Queue("jobs");
new aws.sqs.Queue("mails");
const site = new aws.s3.Bucket("site", { tags: { Team: "media" } });
new aws.s3.BucketObject("index.html", { bucket: site.id, content: "<p>Hello</p>" });
new aws.lambda.CallbackFunction("hello", { tags: { Team: "media" }, callback: async () => ({ statusCode: 200 }) });
`;

describe("resources without tags, on the real engine", () => {
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

  const judged = async (policyPackConfig: object, expected: readonly string[]) => {
    const options = { policyPack, policyPackConfig: { all: "disabled", ...policyPackConfig } };
    const runs = [await stack.preview(options), await stack.up(options)];
    runs.push(await analyze(await stack.export(), { ...options, cwd: stack.directory }));
    for (const run of runs) assert.deepEqual(summary(run), expected, run.stdout + run.stderr);
  };

  it("are said of the stack once where no tags are demanded, and stop nothing", () =>
    judged({ "required-tags": "mandatory" }, [
      'advisory program-dev: 2 of 4 resources that can have tags have none: "jobs" and "mails".',
    ]));

  it("are reported one by one where tags are demanded", async () => {
    const missing = 'tags: required tags are missing: "Team" (option tags).';
    // The role of the callback function gets the provider's default tags alone.
    await judged({ "required-tags": { enforcementLevel: "advisory", tags: ["Team"] } }, [
      `advisory hello: ${missing}`,
      `advisory jobs: ${missing}`,
      `advisory mails: ${missing}`,
    ]);
  });
});

/** Level, resource and the line below the description of each violation, sorted. */
function summary({ violations }: Run): readonly string[] {
  return violations
    .map(({ level, urn, message }) => `${level} ${urn.split("::").at(-1)}: ${message.split("\n")[1]}`)
    .sort();
}
