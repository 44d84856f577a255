/** A place in a file as people and editors count: the first character of a file is line 1, column 1. */
export interface Place {
  readonly line: number;
  /** In characters, not in bytes or UTF-16 units. */
  readonly column: number;
}

/** The lines of a source, to convert between offsets and places in time that does not depend on line length. */
export class Lines {
  readonly #starts: readonly number[];
  /** Where characters begin that take two units. */
  readonly #pairs: readonly number[];

  constructor(private readonly source: string) {
    this.#starts = [0, ...[...source.matchAll(/\r\n|\r|\n/g)].map((end) => end.index + end[0].length)];
    this.#pairs = [...source.matchAll(/[\uD800-\uDBFF][\uDC00-\uDFFF]/g)].map(({ index }) => index);
  }

  place(offset: number): Place {
    const line = countBelow(this.#starts, offset + 1);
    const start = this.#starts[line - 1] ?? 0;
    const pairs = countBelow(this.#pairs, offset) - countBelow(this.#pairs, start);
    return { line, column: offset - start - pairs + 1 };
  }

  offset({ line, column }: Place): number {
    const start = this.#starts[line - 1] ?? 0;
    const first = countBelow(this.#pairs, start);
    const plain = start + column - 1;
    // Each surrogate pair before the character moves it by one.
    let [low, high] = [first, this.#pairs.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#pairs[middle] ?? 0) < plain + middle - first) low = middle + 1;
      else high = middle;
    }
    return Math.min(plain + low - first, this.#starts[line] ?? this.source.length);
  }
}

/** How many of some numbers, which are in order, are below another. */
export function countBelow(numbers: readonly number[], limit: number): number {
  let [low, high] = [0, numbers.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((numbers[middle] ?? 0) < limit) low = middle + 1;
    else high = middle;
  }
  return low;
}
