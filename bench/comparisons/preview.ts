// `pulumi preview` of a program, with the AWS stand-in as its provider.
import { type EngineEvent, Stack } from "../../tools/engine";
import { removeDirectory, temporaryDirectory } from "../../tools/programs";
import { mix as mixOf } from "../mix/mix";
import { writeProgramOf } from "../mix/program";
import type { Variant } from "../variants";
import type { Comparison } from "./comparison";
import type { Judged } from "./judged";
import { policyOptions, Runs } from "./runs";

export async function previewComparison(size: number, variants: readonly Variant[]): Promise<Comparison> {
  const mix = mixOf(size);
  const directory = await temporaryDirectory();
  let stack: Stack;
  try {
    await writeProgramOf(mix, directory);
    stack = await Stack.create(directory);
  } finally {
    await removeDirectory(directory);
  }
  const runs = new Runs({ mix, values: "unknown" });
  const run = ({ pack }: Variant, more: { onStart?: (pid: number) => void } = {}) =>
    stack.preview({ ...policyOptions(pack), ...more });
  return {
    measure: "preview",
    size,
    variants: variants.filter(({ name }) => name !== "node"),
    async check(variant) {
      const result = await run(variant);
      runs.check(variant, result, judgedIn(result.events));
    },
    take: (variant) => runs.take(variant, (onStart) => run(variant, { onStart })),
    remove: () => stack.remove(),
  };
}

function judgedIn(events: readonly EngineEvent[]): Judged {
  const count = (name: string) => events.filter((event) => name in event).length;
  return { resources: count("policyAnalyzeSummaryEvent"), stacks: count("policyAnalyzeStackSummaryEvent") };
}
