import assert from "node:assert/strict";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Stack, writeProgram } from "../../tools/engine";
import { removeDirectory } from "../../tools/programs";
import { descendants } from "../support/process-tree";
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

/** Waits for the test. */
const WAITING = `
import { existsSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

export const waited = (async () => {
  while (!existsSync("go")) await sleep(20);
})();
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
    stack = await Stack.create(program, { shared: true });
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
      /^pulumi \d+\.\d+\.\d+: previewing stack dev …\n(?:\d+ resources, \d+ findings, \d+ s\n)*report: 1 mandatory, 0 advisory and 0 exempted/,
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

  it("says what is wrong with what it was given before it previews anything", async () => {
    const refused: readonly (readonly [args: readonly string[], problem: string])[] = [
      [["--config", "wrong.json"], 'wrong.json:1:22: unknown policy "tags"'],
      [["--config", "none.json"], "cannot read none.json: there is no such file or directory"],
      [["--events", "no/e.json"], "cannot write no/e.json: there is no directory no"],
      [["--output", "."], "cannot write .: it is a directory"],
      [["prod"], "check takes no arguments of its own; put arguments for pulumi after --"],
    ];
    for (const [args, problem] of refused)
      assert.deepEqual(await check(...args), { exitCode: 2, stdout: "", stderr: `error: ${problem}\n` });
  });

  it("says what kept the preview from its end", async () => {
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

  it("ends the preview when it is ended, and leaves nothing behind", async () => {
    const waiting = await writeProgram({ "index.ts": WAITING });
    // In a process of its own, which has to end.
    const stack = await Stack.create(waiting);
    const temporary = path.join(stack.directory, "temporary");
    await mkdir(temporary);
    const isCheck = ({ command }: { command: string }) => /aws-serverless-guard\.js check/.test(command);
    const running = stack.serve(async (env, served) => {
      const finished = cli(["check", "--stack", "dev", "--", ...served], {
        cwd: stack.directory,
        env: { ...env, TMPDIR: temporary },
      });
      const log = async () => {
        const [directory] = await readdir(temporary);
        return directory === undefined ? "" : readFile(path.join(temporary, directory, "events.json"), "utf8");
      };
      while (!(await log().catch(() => "")).includes("resourcePreEvent")) await sleep(50);
      process.kill(descendants().find(isCheck)?.pid ?? assert.fail(), "SIGTERM");
      await writeFile(path.join(stack.directory, "go"), "");
      return finished;
    });
    const { exitCode, stderr } = await running;
    assert.equal(exitCode, 2, stderr);
    assert.match(
      stderr,
      /error: context canceled\n[\s\S]*warning: the preview: [^\n]*violations may be missing[\s\S]*The preview failed\.\n$/,
    );
    assert.deepEqual(await readdir(temporary), []);
    assert.deepEqual(
      descendants().filter(({ command }) => command.includes(stack.directory)),
      [],
    );
    await stack.remove();
    await removeDirectory(waiting);
  });
});
