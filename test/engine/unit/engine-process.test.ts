import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { isAlive } from "../../support/process-tree";

/** Far more than a look at the parent takes, also on a busy machine. */
const MOST_MILLISECONDS = 20_000;

describe("a process that works without an end", () => {
  it("ends when the one that started it is killed", async () => {
    const loader = pathToFileURL(require.resolve("tsx")).href;
    const args = JSON.stringify(["--import", loader, path.join(__dirname, "endless-work.ts")]);
    const start = `require("node:child_process").spawn(process.execPath, ${args}, { stdio: "inherit" })`;
    const parent = spawn(process.execPath, ["-e", start], { stdio: ["ignore", "pipe", "inherit"] });
    const [output] = (await once(parent.stdout, "data")) as [Buffer];
    const worker = Number(output.toString());
    assert.ok(isAlive(worker));
    parent.kill("SIGKILL");
    for (let waited = 0; isAlive(worker) && waited < MOST_MILLISECONDS; waited += 100) await sleep(100);
    const isLeft = isAlive(worker);
    if (isLeft) process.kill(worker, "SIGKILL");
    assert.ok(!isLeft, "it is still there");
  });
});
