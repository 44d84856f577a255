import { words } from "../kit/words";
import type { CodeFile } from "./code";
import { Places } from "./places";
import { parsePython } from "./python/tree";
import { parseInTime, type SyntaxNode, walk } from "./tree";

/** Where a source file has comments and strings. Lines and columns count from 0, in UTF-16 units. */
export interface Comments {
  isComment(line: number, column: number): boolean;
  /** Whether a place is in a string that began before it. */
  isInString(line: number, column: number): boolean;
}

const COMMENTS = words("Comment LineComment BlockComment");
const STRINGS = words("String FormatString TemplateString RegExp JSXText");

export function commentsOf({ path, text }: CodeFile): Comments {
  const starts = [0, ...Array.from(text.matchAll(/\r\n|\r|\n/g), (end) => end.index + end[0].length)];
  const [comments, strings] = [new Places(), new Places()];
  walk(parse(path, text), (node) => {
    if (COMMENTS.has(node.name)) comments.add(node);
    if (STRINGS.has(node.name)) strings.add(node);
    return !STRINGS.has(node.name);
  });
  const at = (line: number, column: number) => (starts[line] ?? 0) + column;
  return {
    isComment: (line, column) => comments.have(at(line, column)),
    isInString: (line, column) => strings.have(at(line, column) - 1) && strings.have(at(line, column)),
  };
}

function parse(path: string, text: string): SyntaxNode {
  if (path.endsWith(".py")) return parsePython(text);
  const { parser } = require("@lezer/javascript") as typeof import("@lezer/javascript");
  return parseInTime(/ts$/.test(path) ? parser.configure({ dialect: "ts" }) : parser, text);
}
