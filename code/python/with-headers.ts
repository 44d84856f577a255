import type { SyntaxNode } from "@lezer/common";
import { step } from "../../kit/budget";

/** A token of the source, outside of strings and comments. */
interface Token {
  readonly text: string;
  readonly from: number;
  readonly to: number;
}

/** A part of the source to remove or replace. */
interface Cut extends Omit<Token, "text"> {
  readonly sign?: string;
}

/**
 * Rewrites what the grammar of @lezer/python does not know of `with` and `match` statements: items in parentheses, targets that
 * are no names, and several values to match. The rewritten source is as long as the original, so that places in it are the same.
 * Source: https://docs.python.org/3/reference/compound_stmts.html#the-with-statement
 * and https://docs.python.org/3/reference/compound_stmts.html#the-match-statement
 * @param tree of the source, in which its words and signs are the same whether the parser understood them or not
 */
export function withPlainHeaders(source: string, tree: SyntaxNode): string {
  const all = tokensOf(source, tree);
  const cuts = all.flatMap(({ text }, index) => {
    if (text === "with") return cutsOf(headerAt(all, index + 1), source);
    return text === "match" ? subjectCuts(all, index + 1) : [];
  });
  let rewritten = "";
  let end = 0;
  for (const { from, to, sign = " " } of cuts.filter(({ from, to }) => from < to)) {
    rewritten += source.slice(end, from) + sign.repeat(to - from);
    end = to;
  }
  return rewritten + source.slice(end);
}

function tokensOf(source: string, tree: SyntaxNode): readonly Token[] {
  const tokens: Token[] = [];
  tree.cursor().iterate(({ name, from, to, node }) => {
    step();
    const text = source.slice(from, to);
    const isOpaque = WHOLE.has(name) || name === "Comment";
    // After an error, the tree may contain a line end.
    if (isOpaque || (node.firstChild === null && text.trim() !== ""))
      tokens.push({ text: isOpaque ? name : text, from, to });
    return !WHOLE.has(name);
  });
  return tokens;
}

const WHOLE: ReadonlySet<string> = new Set(["String", "FormatString"]);

/** The tokens from a place to the colon that ends the header; none if there is no such colon. */
function headerAt(all: readonly Token[], start: number): readonly Token[] {
  const end = start + MAX_TOKENS;
  for (let depth = 0, at = start; at < all.length && at < end; at++) {
    step();
    const text = all[at]?.text ?? "";
    depth += depthOf(text);
    if (depth < 0 || text === "with") return [];
    if (text === ":" && depth === 0) return all.slice(start, at);
  }
  return [];
}

const MAX_TOKENS = 2_000;

function depthOf(text: string): number {
  return "([{".includes(text) ? 1 : ")]}".includes(text) ? -1 : 0;
}

function cutsOf(header: readonly Token[], source: string): readonly Cut[] {
  const items = header.filter(({ text }) => text !== "Comment");
  const [open, close, comma] = [items[0], items.at(-1), items.at(-2)];
  const inner = items.slice(1, -1);
  if (open?.text !== "(" || close?.text !== ")" || !isGroup(inner)) return targetsIn(items);
  const cuts: Cut[] = [open, ...targetsIn(inner), ...(comma?.text === "," ? [comma] : []), close];
  // Outside of brackets, a statement ends with its line, and with a comment.
  const gaps = header
    .slice(1)
    .map((token, at) => ({ from: header[at]?.to ?? token.from, to: token.from }))
    .filter(({ from, to }) => /^[\s\\]*$/.test(source.slice(from, to)));
  const comments = header.filter(({ text }) => text === "Comment");
  return merged([...cuts, ...gaps, ...comments]);
}

/** What separates the values to match becomes an operator, so that they are one expression; a name before `:=` is left out. */
function subjectCuts(all: readonly Token[], start: number): readonly Cut[] {
  const subject = headerAt(all, start);
  let after = start + subject.length + 1;
  while (all[after]?.text === "Comment") after++;
  const next = all[after];
  const [name, assignment] = subject;
  if (next?.text !== "case" || name === undefined) return [];
  if (assignment?.text === ":=") return [{ from: name.from, to: assignment.to }];
  const cuts: Cut[] = [];
  let depth = 0;
  for (const { text, from, to } of subject) {
    depth += depthOf(text);
    if (text === "," && depth === 0) cuts.push({ from, to, sign: "+" });
  }
  return cuts;
}

/** Whether tokens between two parentheses are items of a `with` statement. */
function isGroup(tokens: readonly Token[]): boolean {
  let depth = 0;
  let named = false;
  for (const { text } of tokens) {
    depth += depthOf(text);
    if (depth < 0) return false;
    named ||= text === "as" && depth === 0;
  }
  return named;
}

/** The targets after `as`, with it, that are not single names. */
function targetsIn(items: readonly Token[]): readonly Cut[] {
  const cuts: Cut[] = [];
  let depth = 0;
  let as: number | undefined;
  for (const [at, { text }] of [...items, { text: ",", from: 0, to: 0 }].entries()) {
    depth += depthOf(text);
    if (depth !== 0) continue;
    if (text === "as") as = at;
    if (text !== "," || as === undefined) continue;
    const [first, last] = [items[as], items[at - 1]];
    if (at - as > 2 && first !== undefined && last !== undefined) cuts.push({ from: first.from, to: last.to });
    as = undefined;
  }
  return cuts;
}

/** The same parts in order, none overlapping another. */
function merged(cuts: readonly Cut[]): readonly Cut[] {
  const result: { from: number; to: number }[] = [];
  for (const { from, to } of cuts.toSorted((a, b) => a.from - b.from)) {
    const last = result.at(-1);
    if (last !== undefined && from <= last.to) last.to = Math.max(last.to, to);
    else result.push({ from, to });
  }
  return result;
}
