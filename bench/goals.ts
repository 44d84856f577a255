// How fast the pack has to be: ratios within one run of the bench, so that they hold on any machine.
import { find, isNoisy, type Place, type Quantity, type Results, type Row } from "./results";
import { isSpread, summarize } from "./statistics";
import type { VariantName } from "./variants";

/** The forms of this pack. The goals are for the second; those of the first are shown beside them. */
export type Form = Extract<VariantName, "directory" | "executable">;
export const FAST: Form = "executable";

export interface Goal {
  readonly name: string;
  readonly quantity: Quantity;
  /** What is measured of this pack. */
  readonly of: Comparable;
  /** What it is compared with, of this pack as well where no variant is named. */
  readonly to: Comparable & { readonly variant?: VariantName };
  readonly atMost: number;
}

type Comparable = Omit<Place, "variant">;

export interface Judgement {
  readonly goal: Goal;
  /** Missing where it was not measured. */
  readonly ratio?: number;
  readonly met: boolean;
  /** Whether what was measured is too noisy to tell. */
  readonly noisy: boolean;
}

const start: Comparable = { measure: "start" };
const small: Comparable = { measure: "analyze", size: 1000 };
const large: Comparable = { measure: "analyze", size: 10000 };
const preview = (size: number): Comparable => ({ measure: "preview", size });

export const goals: readonly Goal[] = [
  goal("start, to bare node", start, "node", 2),
  // What people wait for: a program of a few functions, and one of many.
  ...[31, 100].flatMap((size) => [
    goal(`preview of ${size}, to the engine alone`, preview(size), "engine", 1.15),
    goal(`preview of ${size}, to the empty pack`, preview(size), "empty", 1),
  ]),
  goal("policy analyze of 1,000, to the empty pack", small, "empty", 1),
  goal("policy analyze of 10,000, to awsguard", large, "awsguard", 1),
  // Not the time of the whole run: the engine's own part would hide how the pack's grows.
  { name: "CPU time of the pack, 10,000 to 1,000", quantity: "cpuSeconds", of: large, to: small, atMost: 10 },
  goal("memory in policy analyze of 1,000, to the empty pack", small, "empty", 1, "peakMb"),
  goal("memory in policy analyze of 10,000, to the empty pack", large, "empty", 1, "peakMb"),
  goal("memory in preview of 1,000, to the empty pack", preview(1000), "empty", 1, "peakMb"),
];

export function judge(
  { rows }: Pick<Results, "rows">,
  form: Form = FAST,
  all: readonly Goal[] = goals,
): readonly Judgement[] {
  return all.map((goal): Judgement => {
    const of = find(rows, { ...goal.of, variant: form });
    const to = find(rows, { variant: form, ...goal.to });
    const ratios = of && to ? pairedRatios(of, to, goal.quantity) : [];
    if (of === undefined || to === undefined || ratios.length === 0) return { goal, met: false, noisy: false };
    const summary = summarize(ratios);
    const noisy = isNoisy(of, goal.quantity) || isNoisy(to, goal.quantity) || isSpread(summary);
    return { goal, ratio: summary.median, met: summary.median <= goal.atMost, noisy };
  });
}

function goal(
  name: string,
  at: Comparable,
  variant: VariantName,
  atMost: number,
  quantity: Quantity = "seconds",
): Goal {
  return { name, quantity, of: at, to: { ...at, variant }, atMost };
}

/** Round by round, so that what slowed a whole round does not count. */
function pairedRatios(of: Row, to: Row, quantity: Quantity): readonly number[] {
  return of.samples.flatMap((sample, round) => {
    const [a, b] = [sample[quantity], to.samples[round]?.[quantity]];
    return a === undefined || b === undefined || b === 0 ? [] : [a / b];
  });
}
