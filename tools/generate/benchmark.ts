import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { benchmark } from "../../bench/report/benchmark";
import { chart } from "../../bench/report/chart";
import type { Results } from "../../bench/results";
import { root } from "./facts";
import type { Generator } from "./generator";
import { withSection } from "./section";

/** The README with the figures of the last bench that was kept. */
export const readmeBenchmark: Generator = {
  path: "README.md",
  async generate() {
    const readme = await readFile(join(root, "README.md"), "utf8");
    return withSection("README.md", readme, "benchmark", benchmark(await results()));
  },
};

export const benchmarkChart: Generator = {
  path: "docs/benchmark.svg",
  generate: async () => chart(await results()),
};

async function results(): Promise<Results> {
  return JSON.parse(await readFile(join(root, "bench/results.json"), "utf8")) as Results;
}
