import type { CodeProblem } from "../code";

/** The most problems of a function that are listed. */
const MOST = 50;
/** The longest path that a problem names; names in hostile archives may have thousands of characters. */
const MAX_PATH = 200;

/** The problems of a function's code, in bounded memory. */
export class Problems {
  readonly #problems: CodeProblem[] = [];
  #more = 0;

  add(path: string, reason: string): void {
    if (this.#problems.length >= MOST) this.#more++;
    else this.#problems.push({ path: path.length > MAX_PATH ? `${path.slice(0, MAX_PATH)}…` : path, reason });
  }

  list(label: string): readonly CodeProblem[] {
    const sorted = this.#problems.toSorted((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
    if (this.#more === 0) return sorted;
    return [...sorted, { path: label, reason: `has ${this.#more} more parts that cannot be checked` }];
  }
}
