// `npm run bench`: how much time and memory the pack takes, beside the engine alone and other packs.
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { Command, InvalidArgumentError, Option } from "commander";
import { bench } from "./bench";
import { type Measure, measures } from "./comparisons/comparison";
import { judge } from "./goals";
import { tablesOf } from "./report/tables";
import { noiseInWords, type Results } from "./results";
import { type VariantName, variantNames } from "./variants";

interface Arguments {
  readonly sizes?: number[];
  readonly runs?: number;
  readonly only: Measure[];
  readonly variants: VariantName[];
  readonly quick?: true;
  readonly out?: string;
  readonly check?: true;
}

const COMPLETE = { sizes: [100, 1000, 10000], previewSizes: [31, 100, 1000], runs: 5 };
const QUICK = { sizes: [100, 1000], previewSizes: [100], runs: 1 };
/** The largest program that is previewed. */
const MOST_PREVIEWED = 1000;

const program = new Command("npm run bench --")
  .description("Measures start, policy analyze and preview of this pack, the engine alone and other packs.")
  .option(
    "--sizes <numbers>",
    `numbers of resources (default: ${COMPLETE.sizes.join(",")}); previews of ${COMPLETE.previewSizes.join(",")}, or of these up to ${MOST_PREVIEWED}`,
    numbers,
  )
  .option("--runs <number>", `rounds that count (default: ${COMPLETE.runs})`, (text) => positive(text))
  .addOption(choices("--only <measures>", "measure these alone", measures))
  .addOption(choices("--variants <names>", "compare these alone", variantNames))
  .option(
    "--quick",
    `less of it: sizes ${QUICK.sizes.join(",")}, preview of ${QUICK.previewSizes.join(",")}, ${QUICK.runs} round`,
  )
  .option("--out <file>", "write the results there as JSON; bench/results.json is what docs/performance.md shows")
  .option("--check", "fail where a goal is missed or not measured")
  .action(main);

async function main({ quick, out, check, ...given }: Arguments): Promise<void> {
  if (process.platform !== "linux") throw new Error("The bench reads /proc: it needs Linux.");
  const standard = quick ? QUICK : COMPLETE;
  const sizes = given.sizes?.toSorted((a, b) => a - b);
  const results = await bench({
    sizes: sizes ?? standard.sizes,
    previewSizes: sizes?.filter((size) => size <= MOST_PREVIEWED) ?? standard.previewSizes,
    runs: given.runs ?? standard.runs,
    measures: given.only,
    variants: given.variants,
    onProgress: (line) => console.error(line),
  });
  if (out) await writeFile(path.resolve(out), `${JSON.stringify(results, null, 2)}\n`);
  const { figures, goals, isNoisy } = tablesOf(results);
  console.log(`\n${figures}\n\n${goals}\n`);
  if (isNoisy) console.log(`noisy: ${noiseInWords}. Repeat it on an idle machine.\n`);
  if (check && !holds(results)) process.exitCode = 1;
}

/** What is too noisy is no failure, though it is no success either. */
function holds(results: Results): boolean {
  return judge(results).every(({ met, noisy }) => met || noisy);
}

function numbers(text: string): number[] {
  return text.split(",").map(positive);
}

function positive(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new InvalidArgumentError("Not a whole number above 0.");
  return value;
}

function choices<Name extends string>(flags: string, description: string, all: readonly Name[]): Option {
  return new Option(flags, `${description}: ${all.join(",")}`).default([...all], "all").argParser((text: string) => {
    const names = text.split(",");
    const stranger = names.find((name) => !all.some((known) => known === name));
    if (stranger !== undefined) throw new InvalidArgumentError(`${stranger} is none of ${all.join(", ")}.`);
    return names;
  });
}

program.parseAsync().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
