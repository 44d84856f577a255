import assert from "node:assert/strict";

/** How much longer four times as much may take: twice as long as four times, and what Node.js adds to compile code and free memory. */
const FACTOR = 8;
const SLACK_MS = 100;
/** What Node.js adds is not the same each time, and never makes one shorter. */
const ATTEMPTS = 4;

/**
 * Checks that the time of something grows with its size, and not with the square of it. It is the time that this process computes
 * for, which does not depend on what else the machine does.
 */
export async function growsLinearly(size: number, run: (size: number) => Promise<void>): Promise<void> {
  const best = { small: Number.POSITIVE_INFINITY, large: Number.POSITIVE_INFINITY };
  for (let attempt = 1; ; attempt++) {
    best.small = Math.min(best.small, await milliseconds(() => run(size)));
    best.large = Math.min(best.large, await milliseconds(() => run(size * 4)));
    if (best.large <= FACTOR * best.small + SLACK_MS) return;
    const shown = `${size}: ${best.small.toFixed(0)} ms, ${size * 4}: ${best.large.toFixed(0)} ms`;
    assert.ok(attempt < ATTEMPTS, `takes more and more time: ${shown}`);
  }
}

async function milliseconds(run: () => Promise<void>): Promise<number> {
  const start = process.cpuUsage();
  await run();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}

export function times<T>(count: number, make: (index: number) => T): T[] {
  return Array.from({ length: count }, (_, index) => make(index));
}
