import { countBelow } from "./lines";
import type { SourceTree, Span, SyntaxNode } from "./tree";

/** Parts of a source, in order, of which it is cheap to see whether they have a place. */
export class Places {
  readonly #starts: number[] = [];
  readonly #ends: number[] = [];

  add({ from, to }: Span): void {
    // A nested part adds nothing.
    if (to <= (this.#ends.at(-1) ?? 0)) return;
    this.#starts.push(from);
    this.#ends.push(to);
  }

  have(at: number): boolean {
    return at < (this.#ends[countBelow(this.#starts, at + 1) - 1] ?? at);
  }
}

/** The parts that are nodes of some kinds and pass a test. */
export function placesIn(tree: SourceTree, kinds: readonly string[], isOne: (node: SyntaxNode) => boolean): Places {
  const places = new Places();
  for (const node of tree.all(kinds)) if (isOne(node)) places.add(node);
  return places;
}
