import assert from "node:assert/strict";
import { rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type Run, Stack, writeProgram } from "../../tools/engine";
import { policyPack } from "../support/pack-process";
import { descendants, isAlive, type Process } from "../support/process-tree";

const HALF_WAY = "half way";
/** Waits for the test between two resources. */
const PROGRAM = `
import { existsSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import * as aws from "@pulumi/aws";

const first = new aws.sqs.Queue("first", { tags: { Team: "media" } });
export const second = first.urn.apply(async () => {
  console.log("${HALF_WAY}");
  while (!existsSync("go")) await sleep(20);
  return new aws.sqs.Queue("second").urn;
});
`;

describe("a preview whose processes are killed", () => {
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

  /** Previews, and when one of the two resources has been checked does something to the processes. */
  async function interrupt(act: (pack: number, cli: number) => void): Promise<Run & { readonly pack: number }> {
    const go = path.join(stack.directory, "go");
    await rm(go, { force: true });
    let cli = 0;
    let pack: number | undefined;
    const interruption = async () => {
      pack = pidOf(descendants(cli), /^\S*node .*(run-policy-pack|bin\/pulumi-analyzer-aws)/);
      act(pack, cli);
      await writeFile(go, "");
    };
    let interrupted: Promise<void> | undefined;
    const run = await stack.preview({
      policyPack,
      policyPackConfig: { all: "disabled", "required-tags": { enforcementLevel: "mandatory", tags: ["Team"] } },
      onStart: (pid) => {
        cli = pid;
      },
      onOutput: (text) => {
        if (text.includes(HALF_WAY)) interrupted ??= interruption();
      },
    });
    await interrupted;
    assert.ok(pack !== undefined, run.stdout + run.stderr);
    return { ...run, pack };
  }

  it("stops when the pack is killed, and names the resource that was not checked", async () => {
    const { exitCode, stdout } = await interrupt((pack) => process.kill(pack, "SIGKILL"));
    assert.notEqual(exitCode, 0);
    assert.match(stdout, /aws:sqs:Queue \(second\):\n +error: failed to run remediation: .*connect/);
  });

  it("leaves no pack behind when the CLI is killed", async () => {
    const { exitCode, pack } = await interrupt((_, cli) => process.kill(cli, "SIGKILL"));
    assert.notEqual(exitCode, 0);
    for (let waited = 0; isAlive(pack) && waited < 5_000; waited += 100) await sleep(100);
    const left = isAlive(pack);
    if (left) process.kill(pack, "SIGKILL");
    assert.ok(!left, "the pack's process is still there");
  });

  it("goes on after a pause of the pack, with nothing left of the runs before", async () => {
    const { exitCode, violations, stdout } = await interrupt((pack) => {
      process.kill(pack, "SIGSTOP");
      setTimeout(() => process.kill(pack, "SIGCONT"), 500);
    });
    assert.notEqual(exitCode, 0);
    assert.deepEqual(
      violations.map(({ policy, urn }) => [policy, urn.split("::").at(-1)]),
      [["required-tags", "second"]],
      stdout,
    );
  });
});

function pidOf(processes: readonly Process[], command: RegExp): number {
  const found = processes.find((process) => command.test(process.command));
  assert.ok(found, `none of the processes is ${command}:\n${processes.map(({ command }) => command).join("\n")}`);
  return found.pid;
}
