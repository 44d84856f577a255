// What docs/performance.md says of a bench.
import { paragraph } from "../../tools/generate/markdown";
import { noiseInWords, type Results } from "../results";
import { tablesOf } from "./tables";

export function benchmark(results: Results): string {
  const { taken, machine, versions, runs } = results;
  const { figures, goals, isNoisy } = tablesOf(results);
  const software = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
  const noisy = isNoisy ? ` Noisy: ${noiseInWords}.` : "";
  return [
    "![The figures of the table as bars](benchmark.svg)",
    figures,
    paragraph(
      `${ofRuns(runs)} on ${taken}: ${machine.cpu}, ${machine.cores} cores, ${machine.system}, ${software.join(", ")}.${noisy}`,
    ),
    goals,
  ].join("\n\n");
}

function ofRuns(runs: number): string {
  return runs === 1
    ? "A single run"
    : `Medians of ${runs} interleaved runs, ${Math.ceil(runs / 2)} of them at 10,000 resources, ± half of the range of the middle half,`;
}
