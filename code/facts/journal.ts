import { step } from "../../kit/budget";
import type { Cell, Value } from "./values";

/** Changes of cells by code. */
export type Changes = ReadonlyMap<Cell, Value>;

/** Records changes of cells so that they can be undone. */
export class Journal {
  #before: Map<Cell, Value> | undefined;

  set(cell: Cell, value: Value): void {
    step();
    if (this.#before !== undefined && !this.#before.has(cell)) this.#before.set(cell, cell.value);
    cell.value = value;
  }

  /** Runs code and undoes its changes. */
  protected tentatively<T>(work: () => T): { readonly result: T; readonly changed: Changes } {
    const before = new Map<Cell, Value>();
    const result = this.#noting(before, work);
    const changed = new Map<Cell, Value>();
    for (const [cell, value] of before) {
      step();
      changed.set(cell, cell.value);
      cell.value = value;
    }
    return { result, changed };
  }

  /** Runs code whose changes stay, such as that of a module. */
  apart<T>(work: () => T): T {
    return this.#noting(undefined, work);
  }

  #noting<T>(before: Map<Cell, Value> | undefined, work: () => T): T {
    const outer = this.#before;
    this.#before = before;
    try {
      return work();
    } finally {
      this.#before = outer;
    }
  }

  /** The changes since the start of a loop, or of a branch in it. */
  changedSoFar(): Changes {
    step(this.#before?.size ?? 0);
    return new Map([...(this.#before?.keys() ?? [])].map((cell) => [cell, cell.value]));
  }
}
