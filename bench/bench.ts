// Runs comparisons, one after the other.
import os from "node:os";
import { run } from "../testing/processes";
import { pulumiCli } from "../tools/cli";
import { analyzeComparison } from "./comparisons/analyze";
import type { Comparison, Measure } from "./comparisons/comparison";
import { previewComparison } from "./comparisons/preview";
import { startComparison } from "./comparisons/start";
import { takeRounds } from "./measure/rounds";
import { NotAvailable } from "./packs/packs";
import { type Results, type Row, rowsOf } from "./results";
import { type Variant, type VariantName, variant } from "./variants";

export interface Options {
  /** Numbers of resources for `policy analyze`, in ascending order. */
  readonly sizes: readonly number[];
  /** Numbers of resources for `preview`. */
  readonly previewSizes: readonly number[];
  /** Rounds that count, of each comparison. */
  readonly runs: number;
  readonly measures: readonly Measure[];
  readonly variants: readonly VariantName[];
  /** Called with a line about what happens. */
  readonly onProgress: (line: string) => void;
}

/** From here on half of the rounds do: they take most of the time, and vary least. */
const LARGE = 10_000;
export async function bench(options: Options): Promise<Results> {
  const { variants, notMeasured } = await available(options.variants);
  for (const reason of Object.values(notMeasured)) options.onProgress(`Not measured: ${reason}`);
  const rows: Row[] = [];
  for (const make of comparisons(options, variants)) {
    const comparison = await make();
    try {
      rows.push(...(await compare(comparison, options)));
    } finally {
      await comparison.remove();
    }
  }
  return {
    taken: new Date().toISOString().slice(0, 10),
    machine: {
      cpu: os.cpus()[0]?.model ?? "unknown",
      cores: os.availableParallelism(),
      system: `${os.type()} ${os.arch()}`,
    },
    versions: await versions(),
    runs: options.runs,
    notMeasured,
    rows,
  };
}

async function available(names: readonly VariantName[]) {
  const variants: Variant[] = [];
  const notMeasured: Partial<Record<VariantName, string>> = {};
  for (const name of names) {
    try {
      variants.push(await variant(name));
    } catch (error) {
      if (!(error instanceof NotAvailable)) throw error;
      notMeasured[name] = error.message;
    }
  }
  return { variants, notMeasured };
}

function comparisons(
  { sizes, previewSizes, measures }: Options,
  variants: readonly Variant[],
): (() => Promise<Comparison>)[] {
  return [
    ...(measures.includes("start") ? [async () => startComparison(variants)] : []),
    ...(measures.includes("analyze") ? sizes.map((size) => () => analyzeComparison(size, variants)) : []),
    ...(measures.includes("preview") ? previewSizes.map((size) => () => previewComparison(size, variants)) : []),
  ];
}

async function compare(comparison: Comparison, { runs, onProgress }: Options): Promise<readonly Row[]> {
  const { measure, size, variants } = comparison;
  const what = [measure, size].filter(Boolean).join(" ");
  onProgress(`${what}: looking whether each variant checks what it should ...`);
  for (const each of variants) await comparison.check(each);
  const rounds = await takeRounds(
    variants.map((each) => () => comparison.take(each)),
    {
      runs: size !== undefined && size >= LARGE ? Math.ceil(runs / 2) : runs,
      onRound: (round, disturbed) => {
        const figures = variants.map(({ name }, index) => `${name} ${round[index]?.seconds.toFixed(2)} s`).join(", ");
        onProgress(`${what}: ${figures}${disturbed ? " - disturbed by other processes" : ""}`);
      },
    },
  );
  return rowsOf(
    { measure, size },
    variants.map(({ name }) => name),
    rounds,
  );
}

async function versions(): Promise<Record<string, string>> {
  const cli = await pulumiCli();
  const { stdout } = await run(cli.path, ["version"], { env: cli.env });
  const { version } = require("@pulumi/policy/package.json") as { version: string };
  return {
    node: process.versions.node,
    pulumi: stdout.trim().replace(/^v/, ""),
    "@pulumi/policy": version.replace(/^v/, ""),
  };
}
