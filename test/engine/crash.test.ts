import assert from "node:assert/strict";
import { rm } from "node:fs/promises";
import { Stack, writeProgram } from "../../tools/engine";
import { load, writePack } from "../support/packs";

const SECRET = "hunter2";

/** This pack, with a fault in all of its policies: an error that quotes a value, and that nothing catches. */
const PACK = `
const { policies } = ${load("policies/index")};
for (const policy of policies) {
  policy.check = ({ properties }) => {
    const { value } = properties.at("policy").string();
    setImmediate(() => { throw new RangeError("not JSON: " + value + "\\n at x.js:1:1"); });
    return new Promise(() => {});
  };
}
${load("index")};
`;

const PROGRAM = `
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
new aws.sqs.Queue("uploads", { policy: pulumi.secret("${SECRET}") });
`;

describe("a pack that crashes, on the real engine", () => {
  it("ends the run, and says where it was and nothing of the values that it was given", async () => {
    const [program, policyPack] = [await writeProgram({ "index.ts": PROGRAM }), await writePack(PACK)];
    const stack = await Stack.create(program, { shared: true });
    try {
      const run = await stack.preview({ policyPack });
      const printed = run.stdout + run.stderr;
      assert.notEqual(run.exitCode, 0, printed);
      assert.match(printed, /aws-serverless-guard has failed: RangeError at index\.js:\d+:\d+\. Please report this\./);
      assert.equal(printed.includes(SECRET), false, printed);
    } finally {
      await stack.remove();
      await Promise.all([program, policyPack].map((made) => rm(made, { recursive: true })));
    }
  });
});
