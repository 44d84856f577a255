import { median, quantile } from "d3-array";

/** Spread beyond which a median says little. */
export const TOLERATED_SPREAD = 0.1;

/** The middle of some samples, and the bounds of their middle half. */
export interface Summary {
  readonly median: number;
  readonly lower: number;
  readonly upper: number;
}

export function summarize(samples: readonly number[]): Summary {
  const at = (share: number) => quantile(samples, share) ?? Number.NaN;
  return { median: median(samples) ?? Number.NaN, lower: at(0.25), upper: at(0.75) };
}

/** How far apart the samples are, as a share of their median. */
export function spread({ median, lower, upper }: Summary): number {
  return (upper - lower) / median;
}

export function isSpread(summary: Summary): boolean {
  return spread(summary) > TOLERATED_SPREAD;
}
