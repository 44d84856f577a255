import { once } from "../../kit/once";
import type { CodeFile } from "../code";
import { parseInTime, SourceTree, type Span, someNode } from "../tree";

/** The tree of a file, which is parsed once for all policies. */
export const nodeTree = once((file: CodeFile) => new NodeTree(file.text));

/** JavaScript source with its syntax tree. */
export class NodeTree extends SourceTree {
  constructor(text: string) {
    const source = withoutAttributes(text);
    const { parser } = require("@lezer/javascript") as typeof import("@lezer/javascript");
    const root = parseInTime(parser.configure({ dialect: "jsx" }), source);
    super(source, root, !someNode(root, ({ type }) => type.isError));
  }

  /** The value of a string literal; escapes that stand for one character stay as that character. */
  string({ from, to }: Span): string {
    return this.characters({ from: from + 1, to: to - 1 });
  }

  /** The value of a part of a string or template. */
  characters(at: Span): string {
    return this.text(at).replace(/\\(?:u\{?[0-9a-f]+\}?|x[0-9a-f]{2}|[\s\S])/gi, unescaped);
  }
}

/** Import attributes, which the parser does not support, replaced by spaces. */
const ATTRIBUTES =
  /((?:\bfrom|\bimport)\s*(?:"[^"\n]*"|'[^'\n]*'))(\s*\b(?:with|assert)\s*\{[^{}]*\})|(\bimport\s*\(\s*(?:"[^"\n]*"|'[^'\n]*'))(\s*,\s*\{\s*(?:with|assert)\s*:\s*\{[^{}]*\}\s*,?\s*\})/g;

function withoutAttributes(text: string): string {
  return text.replace(ATTRIBUTES, (_, from = "", attributes = "", dynamic = "", options = "") => {
    return from + dynamic + (attributes + options).replace(/[^\n]/g, " ");
  });
}

function unescaped(sequence: string): string {
  const sign = sequence[1] ?? "";
  const code = /^\\[ux]\{?([0-9a-f]+)/i.exec(sequence)?.[1];
  if (code !== undefined) return String.fromCodePoint(Math.min(Number.parseInt(code, 16), 0x10ffff));
  return ESCAPES[sign] ?? (sign === "\n" ? "" : sign);
}

const ESCAPES: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t", b: "\b", f: "\f", v: "\v", 0: "\0" };
