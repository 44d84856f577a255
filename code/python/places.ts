import { countBelow } from "../lines";
import type { SyntaxNode } from "../tree";
import type { Module } from "./modules";

/** Parts of a file, in which it is cheap to look whether they have a place. */
export interface Places {
  have(at: number): boolean;
}

/** The parts of a file that are nodes of some kinds, and of which something is true. */
export function placesIn(
  { tree }: Module,
  kinds: readonly string[],
  isOne: (node: SyntaxNode, tree: Module["tree"]) => boolean,
): Places {
  const starts: number[] = [];
  const ends: number[] = [];
  for (const node of tree.all(kinds)) {
    // What is in another one adds nothing.
    if (node.to <= (ends.at(-1) ?? 0) || !isOne(node, tree)) continue;
    starts.push(node.from);
    ends.push(node.to);
  }
  return { have: (at) => at < (ends[countBelow(starts, at + 1) - 1] ?? 0) };
}
