/** Thrown where work needs more steps than its budget has. */
export class BudgetSpent extends Error {
  override readonly name = "BudgetSpent";
}

/** After so many steps, some tenths of a second, is looked whether the work is still wanted. */
const STEPS_BETWEEN_LOOKS = 2_000_000;

let current: Budget | undefined;
let untilLook = STEPS_BETWEEN_LOOKS;
let look = () => {};

/**
 * The most steps that a piece of work may take. Steps are counted, not time, so every machine comes to the same verdicts. Work is
 * synchronous: it calls `step` for all that it visits, and counts for the budget in which it runs.
 */
export class Budget {
  constructor(private left: number) {}

  get isSpent(): boolean {
    return this.left < 0;
  }

  /** @throws BudgetSpent where the work takes more steps than are left */
  run<T>(work: () => T): T {
    const outer = current;
    current = this;
    try {
      return work();
    } finally {
      current = outer;
    }
  }

  take(steps: number): void {
    this.left -= steps;
    if (this.left < 0) throw new BudgetSpent("too many steps");
  }
}

/** Counts work that is done, for the budget within which it runs; without one it is not limited. */
export function step(steps = 1): void {
  untilLook -= steps;
  if (untilLook < 0) {
    untilLook = STEPS_BETWEEN_LOOKS;
    look();
  }
  current?.take(steps);
}

/** Has something done now and then during long work, in which no timer can fire. */
export function duringWork(act: () => void): void {
  look = act;
}
