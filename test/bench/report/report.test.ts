import assert from "node:assert/strict";
import { benchmark } from "../../../bench/report/benchmark";
import { chart, panelsOf } from "../../../bench/report/chart";
import { figuresTable, goalsTable } from "../../../bench/report/tables";
import { type Results, rowsOf } from "../../../bench/results";

const figures = (...seconds: readonly number[]) =>
  seconds.map((value, index) => ({ seconds: value, peakMb: 100 * (index + 1), cpuSeconds: value / 2, disturbance: 0 }));
const disturbed = figures(9, 10).map((sample) => ({ ...sample, disturbance: 0.5 }));

const results: Results = {
  taken: "2026-01-31",
  machine: { cpu: "Fast CPU", cores: 2, system: "Linux x64" },
  versions: { node: "20.20.2", pulumi: "3.259.0" },
  runs: 3,
  notMeasured: {},
  rows: [
    ...rowsOf(
      { measure: "start" },
      ["node", "executable"],
      [figures(0.0601, 0.12), figures(0.06, 0.12), figures(0.0598, 0.12)],
    ),
    ...rowsOf(
      { measure: "analyze", size: 1000 },
      ["empty", "executable"],
      [figures(3, 1.5), figures(3.1, 1.5), figures(3.2, 1.6)],
    ),
    ...rowsOf({ measure: "analyze", size: 10000 }, ["empty", "executable"], [disturbed]),
  ],
};

describe("the table of figures", () => {
  it("has the medians of each variant with their spread, and says what is noisy", () => {
    assert.equal(
      figuresTable(results),
      `
|                             | start         | policy analyze, 1,000 resources | policy analyze, 10,000 resources | memory, 10,000 resources |
| --------------------------- | ------------- | ------------------------------- | -------------------------------- | ------------------------ |
| node without a pack         | 0.060 s ± 0 % |                                 |                                  |                          |
| empty @pulumi/policy pack   |               | 3.10 s ± 2 %                    | 9.00 s (noisy)                   | 100 MB                   |
| this pack, as an executable | 0.120 s ± 0 % | 1.50 s ± 2 %                    | 10.00 s (noisy)                  | 200 MB                   |
`.trim(),
    );
  });
});

describe("the table of goals", () => {
  it("says of each what was measured, and whether it is met", () => {
    const lines = goalsTable(results)
      .split("\n")
      .map((line) => line.replace(/\s+/g, " "));
    assert.equal(lines.length, 13);
    const expected = [
      "| start, to bare node | 2 × | 2.00 ×, met | not measured |",
      "| preview of 31, to the empty pack | 1 × | not measured | not measured |",
      "| policy analyze of 1,000, to the empty pack | 1 × | 0.50 ×, met | not measured |",
      "| CPU time of the pack, 10,000 to 1,000 | 10 × | 6.67 ×, met (noisy) | not measured |",
      "| memory in policy analyze of 1,000, to the empty pack | 1 × | 2.00 ×, missed | not measured |",
    ];
    for (const line of expected) assert.ok(lines.includes(line), `${line}\nis not in\n${lines.join("\n")}`);
  });
});

describe("the chart", () => {
  it("has a panel for each column, with a bar for each variant", () => {
    assert.deepEqual(
      panelsOf(results).map(({ title, bars }) => [title, bars.map(({ variant, label }) => `${variant}: ${label}`)]),
      [
        ["start", ["node without a pack: 0.060 s", "this pack, as an executable: 0.120 s"]],
        [
          "policy analyze, 1,000 resources",
          ["empty @pulumi/policy pack: 3.10 s", "this pack, as an executable: 1.50 s"],
        ],
        [
          "policy analyze, 10,000 resources",
          ["empty @pulumi/policy pack: 9.00 s", "this pack, as an executable: 10.00 s"],
        ],
        ["memory, 10,000 resources", ["empty @pulumi/policy pack: 100 MB", "this pack, as an executable: 200 MB"]],
      ],
    );
  });

  it("is an SVG of it all, the same each time", async () => {
    const svg = await chart(results);
    assert.match(svg, /^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg"/);
    for (const text of ["policy analyze, 10,000 resources", "empty @pulumi/policy pack", "1.50 s", "200 MB"])
      assert.ok(svg.includes(`>${text}</text>`), text);
    const bars = [...svg.matchAll(/aria-label="median: ([\d.]+); variant[^"]*"[^>]* d="M0,\d+h([\d.]+)v/g)];
    assert.equal(bars.length, 8);
    const [, , slow, fast] = bars.map(([, seconds, length]) => Number(length) / Number(seconds));
    assert.ok(slow && fast && Math.abs(slow / fast - 1) < 0.01, "the lengths of bars are as their values");
    assert.equal(svg, await chart(results));
  });
});

describe("the section of docs/performance.md", () => {
  it("says on which machine, when, and with what it was measured", () => {
    const text = benchmark(results).replace(/\s+/g, " ");
    assert.ok(text.includes("Medians of 3 interleaved runs, 2 of them at 10,000 resources"), text);
    assert.ok(text.includes("on 2026-01-31: Fast CPU, 2 cores, Linux x64, node 20.20.2, pulumi 3.259.0."), text);
    assert.ok(text.includes("Noisy: more than 5 % of the machine's CPU time"), text);
    const quiet = { ...results, rows: results.rows.filter(({ noisy }) => !noisy) };
    assert.ok(!benchmark(quiet).includes("Noisy"));
  });
});
