// The results of a bench as they are kept in JSON.
import type { Measure } from "./comparisons/comparison";
import { TOLERATED } from "./measure/disturbance";
import { isUndisturbed, type Round, type Sample } from "./measure/rounds";
import { isSpread, type Summary, summarize, TOLERATED_SPREAD } from "./statistics";
import type { VariantName } from "./variants";

export interface Results {
  /** Day on which it ran. */
  readonly taken: string;
  readonly machine: { readonly cpu: string; readonly cores: number; readonly system: string };
  readonly versions: Readonly<Record<string, string>>;
  readonly runs: number;
  readonly rows: readonly Row[];
  /** Why variants are missing. */
  readonly notMeasured: Readonly<Partial<Record<VariantName, string>>>;
}

export const quantities = ["seconds", "peakMb", "cpuSeconds"] as const;
export type Quantity = (typeof quantities)[number];

/** One variant in one comparison. */
export interface Row {
  readonly measure: Measure;
  readonly size?: number;
  readonly variant: VariantName;
  /** In the order of the rounds: samples with the same place were taken in the same round. */
  readonly samples: readonly Sample[];
  readonly seconds: Summary;
  /** Of the pack's process, as is the next. */
  readonly peakMb?: Summary;
  readonly cpuSeconds?: Summary;
  /** Other processes took part of the machine, or the times are far apart. */
  readonly noisy: boolean;
}

export interface Place {
  readonly measure: Measure;
  readonly size?: number | undefined;
  readonly variant: VariantName;
}

export function rowsOf(
  { measure, size }: Pick<Place, "measure" | "size">,
  variants: readonly VariantName[],
  rounds: readonly Round[],
): readonly Row[] {
  const disturbed = rounds.some((round) => !isUndisturbed(round));
  return variants.map((variant, index): Row => {
    const samples = rounds.flatMap((round) => round[index] ?? []).map(rounded);
    const summaries = Object.fromEntries(
      quantities.flatMap((quantity) => {
        const values = samples.flatMap((sample) => sample[quantity] ?? []);
        return values.length === 0 ? [] : [[quantity, rounded(summarize(values))]];
      }),
    ) as Pick<Row, Quantity>;
    const noisy = disturbed || isSpread(summaries.seconds);
    return { measure, ...(size !== undefined && { size }), variant, ...summaries, noisy, samples };
  });
}

/** Memory does not depend on what else the machine does. */
export function isNoisy(row: Row, quantity: Quantity): boolean {
  return quantity === "peakMb" ? row.peakMb !== undefined && isSpread(row.peakMb) : row.noisy;
}

export function find(rows: readonly Row[], { measure, size, variant }: Place): Row | undefined {
  return rows.find((row) => row.measure === measure && row.size === size && row.variant === variant);
}

/** Beyond this, no figure is precise. */
const DIGITS = 4;

function rounded<Figures extends Sample | Summary>(figures: Figures): Figures {
  const entries = Object.entries(figures).map(([name, value]: [string, number]) => [
    name,
    Number(value.toFixed(DIGITS)),
  ]);
  return Object.fromEntries(entries);
}

export const noiseInWords =
  `more than ${TOLERATED * 100} % of the machine's CPU time went to other processes, ` +
  `or the middle half of the samples spans more than ${TOLERATED_SPREAD * 100} % of their median`;
