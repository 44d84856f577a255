// Runs of the CLI, measured.
import type { Run } from "../../tools/engine";
import { withDisturbance } from "../measure/disturbance";
import { PackWatch } from "../measure/process";
import type { Sample } from "../measure/rounds";
import type { Pack, Variant } from "../variants";
import { type Expectation, type Judged, problemOf } from "./judged";

/** The first run of each variant is looked at closely; those that are measured must find as much. */
export class Runs {
  private readonly found = new Map<Variant, number>();

  constructor(private readonly expectation: Expectation) {}

  check(variant: Variant, run: Run, judged: Judged): void {
    const problem = problemOf(variant, run, judged, this.expectation);
    if (problem !== undefined) throw new Error(problem);
    this.found.set(variant, run.violations.length);
  }

  async take(variant: Variant, run: (onStart: (pid: number) => void) => Promise<Run>): Promise<Sample> {
    const { name, pack } = variant;
    let watch: PackWatch | undefined;
    try {
      const { result, disturbance } = await withDisturbance(() =>
        run((cli) => {
          watch = pack && new PackWatch(cli, pack.mark);
        }),
      );
      const { exitCode, violations, stderr, durationMs } = result;
      const found = this.found.get(variant);
      if (exitCode !== 0 || violations.length !== found)
        throw new Error(`${name}: exit code ${exitCode}, ${violations.length} violations, not ${found}:\n${stderr}`);
      const usage = watch?.stop();
      if (pack && !usage) throw new Error(`${name}: its process was not found`);
      return { seconds: durationMs / 1000, ...usage, disturbance };
    } finally {
      watch?.stop();
    }
  }
}

export function policyOptions(pack: Pack | undefined) {
  if (pack === undefined) return {};
  const { policyPack, policyPackConfig } = pack;
  return { policyPack, ...(policyPackConfig && { policyPackConfig }) };
}
