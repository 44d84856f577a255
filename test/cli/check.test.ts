import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { Stack, writeProgram } from "../../tools/engine";
import { removeDirectory } from "../../tools/programs";
import { cli, sarifErrors } from "./support";

const PROGRAM = `
import * as aws from "@pulumi/aws";
new aws.dynamodb.Table("images", {
  attributes: [{ name: "id", type: "S" }],
  hashKey: "id",
  billingMode: "PAY_PER_REQUEST",
  readCapacity: 5,
  tags: { Team: "media" },
});
`;

describe("aws-serverless-guard check", () => {
  let program: string;
  let stack: Stack;
  before(async () => {
    program = await writeProgram({
      "index.ts": PROGRAM,
      "warn.json": '{ "all": "advisory" }',
      "wrong.json": '{ "all": "advisory", "tags": "mandatory" }',
    });
    stack = await Stack.create(program);
  });
  after(async () => {
    await stack.remove();
    await removeDirectory(program);
  });

  const check = (...args: readonly string[]) =>
    stack.serve((env, served) =>
      cli(["check", "--stack", "dev", ...args, "--", ...served], { cwd: stack.directory, env }),
    );

  it("previews, reports and fails where something mandatory is violated", async () => {
    const { exitCode, stdout, stderr } = await check("--events", "events.json");
    assert.equal(exitCode, 1, stdout + stderr);
    assert.match(
      stderr,
      /^pulumi \d+\.\d+\.\d+: previewing stack dev …\n(?:.*, \d+ s\n)*report: 1 mandatory, 0 advisory and 0 exempted/,
    );
    assert.match(
      stdout,
      /^mandatory \(high\) {2}dynamodb-on-demand-capacity {2}images \(aws:dynamodb:Table\): readCapacity/,
    );
    assert.match(await readFile(path.join(stack.directory, "events.json"), "utf8"), /"policyEvent"/);
  });

  it("passes where the configuration only warns, and writes other reports too", async () => {
    const { exitCode, stdout, stderr } = await check("--config", "warn.json", "--format", "sarif");
    assert.equal(exitCode, 0, stderr);
    assert.deepEqual(sarifErrors(JSON.parse(stdout)), []);
  });

  it("says what kept the preview from its end", async () => {
    const wrong = await check("--config", "wrong.json");
    assert.equal(wrong.exitCode, 2);
    assert.match(
      wrong.stderr,
      /unknown policy "tags"[\s\S]*error: the preview ended before the policies judged anything\n$/,
    );
    const noStack = await check("--stack", "prod");
    assert.equal(noStack.exitCode, 2);
    assert.match(noStack.stderr, /no stack named 'prod' found/);
    const noPulumi = await cli(["check"], { env: { ...process.env, PATH: "/none" } });
    assert.deepEqual(noPulumi, {
      exitCode: 2,
      stdout: "",
      stderr: "error: there is no pulumi on PATH; install it: https://www.pulumi.com/docs/install/\n",
    });
  });
});
