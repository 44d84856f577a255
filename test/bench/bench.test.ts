import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { analyzeComparison } from "../../bench/comparisons/analyze";
import { previewComparison } from "../../bench/comparisons/preview";
import { startComparison } from "../../bench/comparisons/start";
import type { Results } from "../../bench/results";
import { type Variant, variant } from "../../bench/variants";
import { run } from "../../testing/processes";
import { removeDirectory, repository, temporaryDirectory } from "../../tools/programs";

/** `npm run bench` with these arguments. */
function bench(...args: readonly string[]) {
  const loader = pathToFileURL(require.resolve("tsx")).href;
  return run(process.execPath, ["--import", loader, path.join(repository, "bench", "main.ts"), ...args]);
}

describe("npm run bench", () => {
  let directory: string;
  before(async () => {
    directory = await temporaryDirectory();
  });
  after(() => removeDirectory(directory));

  it("measures each variant, prints a table and writes JSON", async () => {
    const out = path.join(directory, "results.json");
    const { exitCode, stdout, stderr } = await bench(
      ...["--sizes", "62", "--runs", "1", "--only", "analyze", "--variants", "node,empty,executable", "--out", out],
    );
    assert.equal(exitCode, 0, stderr);
    assert.match(stdout, /\| this pack, as an executable \| \d+\.\d+ s/);
    assert.match(stdout, /policy analyze of 1,000, to the empty pack .* not measured/);
    const { rows, runs } = JSON.parse(await readFile(out, "utf8")) as Results;
    assert.equal(runs, 1);
    assert.deepEqual(
      rows.map((row) => [row.measure, row.size, row.variant, row.samples.length]),
      [
        ["analyze", 62, "empty", 1],
        ["analyze", 62, "executable", 1],
      ],
    );
    for (const { seconds, peakMb, cpuSeconds, samples } of rows) {
      const [sample] = samples;
      assert.deepEqual(
        [seconds.median, peakMb?.median, cpuSeconds?.median],
        [sample?.seconds, sample?.peakMb, sample?.cpuSeconds],
      );
      // A process of Node.js that has loaded the SDK, checked for a while, and waited for the engine for the rest.
      assert.ok(peakMb && peakMb.median > 80 && peakMb.median < 2000, JSON.stringify(rows));
      assert.ok(cpuSeconds && cpuSeconds.median > 0.2 && cpuSeconds.median < 2 * seconds.median, JSON.stringify(rows));
    }
  });

  it("fails with --check where a goal was not measured", async () => {
    const args = ["--runs", "1", "--only", "start", "--variants", "node"];
    assert.equal((await bench(...args)).exitCode, 0);
    assert.equal((await bench(...args, "--check")).exitCode, 1);
  });

  it("refuses what it does not know", async () => {
    const refused = { "--sizes": "1,000.5", "--runs": "0", "--only": "destroy", "--variants": "opa" };
    for (const [option, value] of Object.entries(refused)) {
      const { exitCode, stderr } = await bench(option, value);
      assert.equal(exitCode, 1);
      assert.match(stderr, /Not a whole number above 0|is none of/, option);
    }
  });
});

describe("the comparison of previews", () => {
  it("finds every flaw that can be known then", async () => {
    const own = await variant("executable");
    const comparison = await previewComparison(1000, [own]);
    try {
      await comparison.check(own);
    } finally {
      await comparison.remove();
    }
  });

  it("measures the pack's process, where there is one", async () => {
    const [none, own] = [await variant("none"), await variant("executable")];
    const comparison = await previewComparison(62, [none, own]);
    try {
      await comparison.check(none);
      await comparison.check(own);
      assert.equal((await comparison.take(none)).peakMb, undefined);
      const { peakMb = 0, seconds } = await comparison.take(own);
      assert.ok(peakMb > 80 && seconds > 0.5, `${peakMb} MB, ${seconds} s`);
    } finally {
      await comparison.remove();
    }
  });

  it("fails where a variant does not check what it should", async () => {
    const blind = { ...(await variant("empty")), finds: "every flaw" } as const;
    const comparison = await previewComparison(62, [blind]);
    try {
      await assert.rejects(comparison.check(blind), /found nothing instead of lambda-python-runtime/);
    } finally {
      await comparison.remove();
    }
  });
});

describe("the comparison of analyses", () => {
  it("finds every flaw with both forms of the pack", async () => {
    const [directory, executable] = [await variant("directory"), await variant("executable")];
    const comparison = await analyzeComparison(1000, [directory, executable]);
    try {
      await comparison.check(directory);
      await comparison.check(executable);
    } finally {
      await comparison.remove();
    }
  });
});

describe("the comparison of starts", () => {
  it("ends at the port of a pack, and at the end of bare node", async () => {
    const [none, node, empty] = [await variant("none"), await variant("node"), await variant("empty")];
    const comparison = startComparison([none, node, { ...empty, name: "engine" }, empty]);
    assert.deepEqual(comparison.variants, [node, empty]);
    const [bare, pack] = [await comparison.take(node), await comparison.take(empty)];
    assert.ok(bare.seconds < pack.seconds, JSON.stringify([bare, pack]));
  });

  it("fails where a pack does not start", async () => {
    const command = [process.execPath, "-e", "console.error('no'); process.exit(1)"] as const;
    const broken: Variant = { name: "empty", finds: "nothing", pack: { policyPack: "", command, cwd: "/", mark: "-" } };
    await assert.rejects(startComparison([broken]).take(broken), /did not print its port, but:\nno/);
  });
});
