import fc from "fast-check";

/** `FAST_CHECK_RUNS=40` checks forty times as many cases as CI does, and says how many these were. */
const FACTOR = Number(process.env.FAST_CHECK_RUNS ?? 1);
/** The same in every run of CI, so that a change fails for what it changes; `FAST_CHECK_SEED=random` for another each time. */
const SEED = process.env.FAST_CHECK_SEED ?? "20261125";

let cases = 0;

/** Checks a property for many generated cases. A failure says its seed, and the smallest case that was found. */
export async function holds<T>(arbitrary: fc.Arbitrary<T>, runs: number, check: (value: T) => Promise<void>) {
  const property = fc.asyncProperty(arbitrary, async (value) => {
    cases++;
    await check(value);
  });
  await fc.assert(property, {
    numRuns: Math.ceil(runs * FACTOR),
    ...(SEED !== "random" && { seed: Number(SEED) }),
  });
}

if (process.env.FAST_CHECK_RUNS !== undefined) process.on("exit", () => console.error(`${cases} generated cases`));
