// Rounds of measurements, in each of which everything that is compared is measured once, one after the other: whatever
// slows the machine for a while slows all of it.
import { TOLERATED } from "./disturbance";

export interface Sample {
  readonly seconds: number;
  /** Of the pack's process. */
  readonly peakMb?: number;
  readonly cpuSeconds?: number;
  /** Share of the machine's CPU time that went to others meanwhile. */
  readonly disturbance: number;
}

/** One sample of each thing that is compared, in the order in which they were given. */
export type Round = readonly Sample[];

export interface Plan {
  /** How many rounds count. */
  readonly runs: number;
  /** Told after each round; `disturbed` ones are repeated. */
  readonly onRound?: (round: Round, disturbed: boolean) => void;
}

/**
 * Takes rounds until enough of them were undisturbed, but no more than twice as many as count. Where these are too few,
 * the least disturbed others count with them.
 */
export async function takeRounds(
  measurements: readonly (() => Promise<Sample>)[],
  { runs, onRound }: Plan,
): Promise<readonly Round[]> {
  const rounds: Round[] = [];
  for (let taken = 0; taken < 2 * runs && rounds.filter(isUndisturbed).length < runs; taken++) {
    const round = await takeRound(measurements, taken);
    rounds.push(round);
    onRound?.(round, !isUndisturbed(round));
  }
  return rounds.toSorted((a, b) => worst(a) - worst(b)).slice(0, runs);
}

export function isUndisturbed(round: Round): boolean {
  return worst(round) <= TOLERATED;
}

/** Each round begins with another measurement, so that none always follows the same one. */
async function takeRound(measurements: readonly (() => Promise<Sample>)[], taken: number): Promise<Round> {
  const round: Sample[] = [];
  for (let step = 0; step < measurements.length; step++) {
    const index = (taken + step) % measurements.length;
    const sample = await measurements[index]?.();
    if (sample) round[index] = sample;
  }
  return round;
}

function worst(round: Round): number {
  return Math.max(...round.map(({ disturbance }) => disturbance));
}
