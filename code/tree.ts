// Syntax trees of both parsers.
import type { Parser, SyntaxNode, SyntaxNodeRef } from "@lezer/common";
import { step } from "../kit/budget";
import { Lines, type Place } from "./lines";
import { TOO_DEEP, Unjudged } from "./unjudged";

export type { Place, SyntaxNode };

/** A part of a source. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** Source with its syntax tree. */
export class SourceTree {
  #lines: Lines | undefined;

  constructor(
    readonly source: string,
    readonly root: SyntaxNode,
    /**
     * Whether the parser understood the whole file. Where it did not, statements may be in other blocks than in the language's own
     * tree, and nothing may be said about what a block lacks.
     */
    readonly sound: boolean,
  ) {}

  text({ from, to }: Span): string {
    return this.source.slice(from, to);
  }

  place({ from }: Pick<Span, "from">): Place {
    this.#lines ??= new Lines(this.source);
    return this.#lines.place(from);
  }

  /** The innermost node that begins at a place or covers it. */
  at(place: Place): SyntaxNode {
    this.#lines ??= new Lines(this.source);
    return this.root.resolveInner(this.#lines.offset(place), 1);
  }

  /** All nodes of some kinds in a node and below it, in the order of the source. */
  all(kinds: readonly string[], within: SyntaxNode = this.root): readonly SyntaxNode[] {
    const found: SyntaxNode[] = [];
    walk(within, (node) => {
      if (kinds.includes(node.name)) found.push(node.node);
      return true;
    });
    return found;
  }
}

/** Whether a node, or one below it, passes a test. */
export function someNode(within: SyntaxNode, isOne: (node: SyntaxNodeRef) => boolean): boolean {
  let found = false;
  walk(within, (node) => {
    found ||= isOne(node);
    return !found;
  });
  return found;
}

/**
 * Parses source in bounded time.
 * @throws Unjudged for source that is nested too deeply: the parser calls itself once a level
 */
export function parseInTime(parser: Parser, source: string): SyntaxNode {
  try {
    return advance(parser, source);
  } catch (error) {
    if (error instanceof RangeError) throw new Unjudged(TOO_DEEP);
    throw error;
  }
}

function advance(parser: Parser, source: string): SyntaxNode {
  const parse = parser.startParse(source);
  const [started, used] = [performance.now(), process.cpuUsage()];
  const most = Math.min(MOST_MILLISECONDS, 1_000 + source.length / 100);
  for (let advances = 1; ; advances++) {
    step(STEPS_TO_PARSE);
    const tree = parse.advance();
    if (tree !== null) return tree.topNode;
    // Checked often, since an advance can take some milliseconds.
    if (advances % 32 !== 0 || parse.stoppedAt !== null || performance.now() - started < most) continue;
    // Counted in steps, not in time, so that a busy machine has the same results.
    const { user, system } = process.cpuUsage(used);
    if ((user + system) / 1_000 > most) parse.stopAt(parse.parsedPos);
  }
}

/** The number of steps of a walk that one of the parser's counts. */
const STEPS_TO_PARSE = 10;

/** A megabyte of Python takes one second; one of errors up to twenty, and its tree would say nothing. */
const MOST_MILLISECONDS = 3_000;

/** Visits a node and all below it without recursion, however deep; `false` skips what is below a node. */
export function walk(within: SyntaxNode, visit: (node: SyntaxNodeRef) => boolean): void {
  within.cursor().iterate((node) => {
    step();
    return visit(node);
  });
}

export function childrenOf(node: SyntaxNode): readonly SyntaxNode[] {
  const children: SyntaxNode[] = [];
  for (let child = node.firstChild; child; child = child.nextSibling) {
    step();
    children.push(child);
  }
  return children;
}

/** The children of a node, without comments and errors. */
export function partsOf(node: SyntaxNode): readonly SyntaxNode[] {
  return childrenOf(node).filter(({ name, type }) => !name.endsWith("Comment") && !type.isError);
}

/** The nodes above a node, the nearest first. */
export function* ancestorsOf(node: SyntaxNode): Generator<SyntaxNode> {
  for (let next = node.parent; next; next = next.parent) {
    step();
    yield next;
  }
}
