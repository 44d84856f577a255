import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { cpuSecondsOfOwn, TOLERATED, withDisturbance } from "../../../bench/measure/disturbance";
import { PackWatch, usageOf } from "../../../bench/measure/process";
import { run } from "../../../testing/processes";

const node = process.execPath;
/** Takes so much CPU time, however long that takes on a busy machine. */
const busy = (seconds: number) =>
  `while (process.cpuUsage().user < ${seconds * 1e6}) for (let i = 0; i < 1e6; i++) Math.sqrt(i);`;

describe("the disturbance of a measurement", () => {
  it("is what a process takes that does not belong to it", async () => {
    const other = spawn(node, ["-e", busy(60)]);
    try {
      const { disturbance } = await withDisturbance(() => sleep(1000));
      // One core of the machine, unless it has to share that with even others.
      assert.ok(disturbance > TOLERATED, String(disturbance));
    } finally {
      other.kill("SIGKILL");
      await once(other, "exit");
    }
  });

  it("is not what the measured processes take, nor their children", async () => {
    const before = cpuSecondsOfOwn();
    const burn = `require("child_process").spawnSync(process.execPath, ["-e", ${JSON.stringify(busy(1))}])`;
    await run(node, ["-e", burn]);
    const own = cpuSecondsOfOwn() - before;
    assert.ok(own >= 1, String(own));
  });
});

describe("the use of a process", () => {
  it("is its highest memory and its CPU time", async () => {
    const source = `let block = Buffer.alloc(300e6, 1); block = undefined; ${busy(0.3)} console.log("done"); setInterval(() => {}, 1000)`;
    const child = spawn(node, ["-e", source], { stdio: ["ignore", "pipe", "inherit"] });
    try {
      await once(child.stdout, "data");
      const usage = usageOf(child.pid ?? 0);
      assert.ok(usage && usage.peakMb > 300 && usage.peakMb < 500, JSON.stringify(usage));
      assert.ok(usage.cpuSeconds > 0.3 && usage.cpuSeconds < 5, JSON.stringify(usage));
    } finally {
      child.kill("SIGKILL");
      await once(child, "exit");
    }
    assert.equal(usageOf(child.pid ?? 0), undefined);
  });

  // In two parts, since the shell has the text of its script in its command line.
  const pack = `${node} -e "Buffer.alloc(200e6, 1); ${busy(0.3)}" "mark""ed"`;
  const scripts = {
    "that the CLI starts by the shim": `exec ${pack}`,
    "that a language host starts": `${pack}; true`,
  };
  for (const [which, script] of Object.entries(scripts)) {
    it(`is found for a pack ${which}, and outlives it`, async () => {
      // Another child of the same parent is not taken for it.
      const cli = `require("child_process").spawnSync("sh", ["-c", ${JSON.stringify(`sleep 0.5 & ${script}`)}])`;
      let watch: PackWatch | undefined;
      await run(node, ["-e", cli], {
        onStart: (pid) => {
          watch = new PackWatch(pid, "marked");
        },
      });
      const usage = watch?.stop();
      assert.ok(usage && usage.peakMb > 200, JSON.stringify(usage));
    });
  }

  it("is nothing where no child has the mark", async () => {
    let watch: PackWatch | undefined;
    await run(node, ["-e", busy(0.2)], {
      onStart: (pid) => {
        watch = new PackWatch(pid, "marked");
      },
    });
    assert.equal(watch?.stop(), undefined);
  });
});
