/** Thrown where work needs more steps than its budget has. */
export class BudgetSpent extends Error {
  override readonly name = "BudgetSpent";
}

/** Number of steps, some tenths of a second, between two looks whether the work is still wanted. */
const STEPS_BETWEEN_LOOKS = 2_000_000;

let current: Budget | undefined;
let untilLook = STEPS_BETWEEN_LOOKS;
let look = () => {};

/**
 * The most steps that a piece of work may take. It counts steps, not time, so that all machines reach the same verdicts. Work is
 * synchronous: it calls `step` for everything that it visits, and counts towards the budget that runs it.
 */
export class Budget {
  constructor(private left: number) {}

  get isSpent(): boolean {
    return this.left < 0;
  }

  /** @throws BudgetSpent if the work needs more steps than are left */
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

/** Counts steps towards the current budget; without a budget, work is not limited. */
export function step(steps = 1): void {
  untilLook -= steps;
  if (untilLook < 0) {
    untilLook = STEPS_BETWEEN_LOOKS;
    look();
  }
  current?.take(steps);
}

/** Sets what to do now and then during long work, in which no timer can fire. */
export function duringWork(act: () => void): void {
  look = act;
}
