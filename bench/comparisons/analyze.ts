// `pulumi policy analyze` of a state.
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { analyze } from "../../tools/engine";
import { removeDirectory, temporaryDirectory } from "../../tools/programs";
import { writeCode } from "../mix/code";
import { mix as mixOf } from "../mix/mix";
import { stateOf } from "../mix/state";
import type { Variant } from "../variants";
import type { Comparison } from "./comparison";
import type { Judged } from "./judged";
import { policyOptions, Runs } from "./runs";

export async function analyzeComparison(size: number, variants: readonly Variant[]): Promise<Comparison> {
  const mix = mixOf(size);
  const directory = await temporaryDirectory();
  const state = path.join(directory, "state.json");
  await writeFile(state, JSON.stringify(stateOf(mix)));
  await writeCode(directory, mix.code);

  const runs = new Runs({ mix, values: "known" });
  const run = ({ pack }: Variant, more: { verbose?: boolean; onStart?: (pid: number) => void }) =>
    analyze(state, { ...policyOptions(pack), cwd: directory, ...more });
  return {
    measure: "analyze",
    size,
    variants: variants.filter(({ pack }) => pack !== undefined),
    async check(variant) {
      const result = await run(variant, { verbose: true });
      runs.check(variant, result, judgedIn(result.stderr));
    },
    take: (variant) => runs.take(variant, (onStart) => run(variant, { onStart })),
    remove: () => removeDirectory(directory),
  };
}

/** This command tells in its log alone what it has checked. */
function judgedIn(log: string): Judged {
  return {
    resources: log.match(/\]\.Analyze\([^)]*\) success/g)?.length ?? 0,
    stacks: log.match(/\]\.AnalyzeStack\(\.\.\.\) success/g)?.length ?? 0,
  };
}
