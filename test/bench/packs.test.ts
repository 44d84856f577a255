import assert from "node:assert/strict";
import { analyzeComparison } from "../../bench/comparisons/analyze";
import { variant } from "../../bench/variants";
import { run } from "../../testing/processes";

describe("the pack that stands for the engine alone", () => {
  // Whoever has the Pulumi CLI needs no Go for anything else.
  before(async function () {
    const go = await run("go", ["version"]).catch(() => undefined);
    if (go === undefined) this.skip();
  });

  it("is asked about every resource, answers nothing, and takes next to nothing", async () => {
    const engine = await variant("engine");
    const comparison = await analyzeComparison(300, [engine]);
    try {
      await comparison.check(engine);
      const { seconds, cpuSeconds = 0, peakMb = 0 } = await comparison.take(engine);
      assert.ok(peakMb > 1 && peakMb < 60, `${peakMb} MB`);
      // An empty pack in Node.js takes more than that to start, on an idle machine.
      assert.ok(cpuSeconds < 0.5, `${cpuSeconds} s of ${seconds} s`);
    } finally {
      await comparison.remove();
    }
  });
});
