import type { SyntaxNode } from "@lezer/common";
import type { CodeFile } from "./code";
import { parsePython } from "./python/tree";
import { parseInTime, walk } from "./tree";

/** Where a source file has comments and strings. Lines and columns count from 0, in UTF-16 units. */
export interface Comments {
  isComment(line: number, column: number): boolean;
  /** Whether a place is in a string that began before it. */
  isInString(line: number, column: number): boolean;
}

const COMMENTS: ReadonlySet<string> = new Set(["Comment", "LineComment", "BlockComment"]);
const STRINGS: ReadonlySet<string> = new Set(["String", "FormatString", "TemplateString", "RegExp", "JSXText"]);

interface Range {
  readonly from: number;
  readonly to: number;
}

export function commentsOf({ path, text }: CodeFile): Comments {
  const starts = [0];
  for (const end of text.matchAll(/\r\n|\r|\n/g)) starts.push(end.index + end[0].length);
  const comments: Range[] = [];
  const strings: Range[] = [];
  walk(parse(path, text), ({ name, from, to }) => {
    if (COMMENTS.has(name)) comments.push({ from, to });
    if (STRINGS.has(name)) strings.push({ from, to });
    return !STRINGS.has(name);
  });
  const at = (line: number, column: number) => (starts[line] ?? 0) + column;
  return {
    isComment: (line, column) => covers(comments, at(line, column)),
    isInString: (line, column) => covers(strings, at(line, column) - 1) && covers(strings, at(line, column)),
  };
}

/** Whether one of the ranges has a place in it. They are in order, and none overlaps another. */
function covers(ranges: readonly Range[], at: number): boolean {
  let [low, high] = [0, ranges.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ranges[middle]?.from ?? 0) <= at) low = middle + 1;
    else high = middle;
  }
  const range = ranges[low - 1];
  return range !== undefined && at < range.to;
}

function parse(path: string, text: string): SyntaxNode {
  if (path.endsWith(".py")) return parsePython(text);
  const { parser } = require("@lezer/javascript") as typeof import("@lezer/javascript");
  return parseInTime(/ts$/.test(path) ? parser.configure({ dialect: "ts" }) : parser, text);
}
