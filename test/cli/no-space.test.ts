import assert from "node:assert/strict";
import { mkdir, readdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { run } from "../../testing/processes";
import { removeDirectory, temporaryDirectory } from "../../tools/programs";
import { canMount, onFullDisk, readOnly } from "../support/mounts";
import { repository } from "./support";

const COMMAND = [process.execPath, path.join(repository, "bin/aws-serverless-guard.js")];

function violation(index: number): object {
  return {
    policyEvent: {
      resourceUrn: `urn:pulumi:dev::site::aws:sqs/queue:Queue::uploads-${index}`,
      message: "Names are short.\nThis is long.",
      policyName: "naming",
      policyPackName: "acme",
      policyPackVersion: "1.0.0",
      enforcementLevel: "mandatory",
    },
  };
}

describe("a report that cannot be written", () => {
  let directory: string;
  let target: string;
  before(async () => {
    directory = await temporaryDirectory();
    target = path.join(directory, "target");
    await mkdir(target);
    const events = [
      ...Array.from({ length: 200 }, (_, index) => violation(index)),
      { summaryEvent: { result: "failed" } },
    ];
    await writeFile(
      path.join(directory, "events.json"),
      events.map((event) => `${JSON.stringify({ sequence: 0, timestamp: 0, ...event })}\n`).join(""),
    );
  });
  after(() => removeDirectory(directory));

  async function report(launcher: readonly string[], ...output: readonly string[]) {
    const [command = "", ...args] = [
      ...launcher,
      ...COMMAND,
      ...["report", "--format", "junit", ...output, path.join(directory, "events.json")],
    ];
    const { exitCode, stdout, stderr } = await run(command, args, { cwd: target });
    return { exitCode, stdout, stderr };
  }

  it("for want of space says so, and leaves no half of it", async function () {
    if (!(await canMount())) this.skip();
    assert.deepEqual(await report(onFullDisk(target), "--output", "policies.xml"), {
      exitCode: 2,
      stdout: "",
      stderr: "error: cannot write policies.xml: no space left on the device\n",
    });
  });

  it("to a read-only file system says so", async function () {
    if (!(await canMount())) this.skip();
    assert.deepEqual(await report(readOnly(target), "--output", "policies.xml"), {
      exitCode: 2,
      stdout: "",
      stderr: "error: cannot write policies.xml: the file system is read-only\n",
    });
    assert.deepEqual(await readdir(target), []);
  });

  it("to the standard output says so", async function () {
    if (process.platform !== "linux") this.skip();
    const { exitCode, stderr } = await report(["sh", "-c", 'exec "$@" > /dev/full', "sh"]);
    assert.equal(exitCode, 2);
    assert.match(stderr, /^error: cannot write to the standard output: no space left on the device\n$/m);
    assert.doesNotMatch(stderr, /^ +at /m);
  });
});
