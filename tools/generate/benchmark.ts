import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { benchmark } from "../../bench/report/benchmark";
import { chart } from "../../bench/report/chart";
import type { Results } from "../../bench/results";
import { root } from "./facts";
import type { Generator } from "./generator";
import { withSection } from "./section";

const PAGE = "docs/performance.md";

/** The page with the figures of the last bench that was kept; all other text in it is written by hand. */
export const performancePage: Generator = {
  path: PAGE,
  async generate() {
    return withSection(PAGE, await readFile(join(root, PAGE), "utf8"), "benchmark", benchmark(await results()));
  },
};

export const benchmarkChart: Generator = {
  path: "docs/benchmark.svg",
  generate: async () => chart(await results()),
};

async function results(): Promise<Results> {
  return JSON.parse(await readFile(join(root, "bench/results.json"), "utf8")) as Results;
}
