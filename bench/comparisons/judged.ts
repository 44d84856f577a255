// Whether a run checked what it should: a figure of a run that checked nothing says nothing.
import { isDeepStrictEqual } from "node:util";
import type { Run } from "../../tools/engine";
import { expectedPolicies, type Mix } from "../mix/mix";
import type { Variant } from "../variants";

/** Besides the resources that the program declares, the engine has the stack and the provider checked. */
const ADDED = 2;

export interface Expectation {
  readonly mix: Mix;
  readonly values: "known" | "unknown";
}

/** How many resources the engine had checked one by one, and whether it had them checked together. */
export interface Judged {
  readonly resources: number;
  readonly stacks: number;
}

/** What is wrong with a run, if anything. */
export function problemOf(
  variant: Variant,
  run: Run,
  judged: Judged,
  { mix, values }: Expectation,
): string | undefined {
  const { name, pack, finds } = variant;
  const problem = (text: string) => `${name}, ${mix.resources.length} resources: ${text}`;
  if (run.exitCode !== 0) return problem(`the CLI failed:\n${run.stderr.slice(-2000)}${run.stdout.slice(-2000)}`);

  const resources = pack ? mix.resources.length + ADDED : 0;
  const expected: Judged = { resources, stacks: pack ? 1 : 0 };
  if (!isDeepStrictEqual(judged, expected))
    return problem(`checked were ${JSON.stringify(judged)}, not ${JSON.stringify(expected)}`);

  const found = new Set(run.violations.map(({ policy }) => policy));
  if (finds === "something") return found.size === 0 ? problem("nothing was found") : undefined;
  const wanted = finds === "nothing" ? new Set<string>() : expectedPolicies(mix, values);
  const names = (set: ReadonlySet<string>) => [...set].sort().join(", ") || "nothing";
  return names(found) === names(wanted) ? undefined : problem(`found ${names(found)} instead of ${names(wanted)}`);
}
