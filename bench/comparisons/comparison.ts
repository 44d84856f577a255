import type { Sample } from "../measure/rounds";
import type { Variant } from "../variants";

export const measures = ["start", "analyze", "preview"] as const;
export type Measure = (typeof measures)[number];

/** One thing that is measured of each variant. */
export interface Comparison {
  readonly measure: Measure;
  /** Number of resources, where there are any. */
  readonly size?: number;
  readonly variants: readonly Variant[];
  /** Measures nothing, but fails where a variant does not do what is measured later. */
  check(variant: Variant): Promise<void>;
  take(variant: Variant): Promise<Sample>;
  /** Removes what it made. */
  remove(): Promise<void>;
}
