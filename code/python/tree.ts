import { step } from "../../kit/budget";
import { after, itemsOf, split } from "../facts/lowering";
import { childrenOf, parseInTime, partsOf, SourceTree, type SyntaxNode, someNode } from "../tree";
import { Unjudged } from "../unjudged";
import { withPlainHeaders } from "./with-headers";

/** The syntax tree of Python source, also of source with errors. */
export function parsePython(source: string): SyntaxNode {
  // Loaded only if there is Python to check.
  const { parser } = require("@lezer/python") as typeof import("@lezer/python");
  // The grammar has no form feeds; Python leaves them out at the start of a line.
  const lines = source.includes("\f") ? source.replace(/^\f+/gm, (feeds) => "\n".repeat(feeds.length)) : source;
  return parseInTime(parser, lines);
}

/** The tree of source, or one of an error alone where there is none. */
function parseOrNothing(source: string): SyntaxNode {
  try {
    return parsePython(source);
  } catch (error) {
    if (error instanceof Unjudged) return parsePython("(");
    throw error;
  }
}

/** Python source with its syntax tree. */
export class PythonTree extends SourceTree {
  constructor(source: string) {
    const root = parseOrNothing(source);
    const rewritten = hasErrors(root) ? withPlainHeaders(source, root) : source;
    const final = rewritten === source ? root : parseOrNothing(rewritten);
    super(source, final, !hasErrors(final));
  }

  /** `a.b.c` of names and attributes alone, in parentheses or not; undefined for other expressions, and for very long ones. */
  dotted(node: SyntaxNode | null | undefined): string | undefined {
    const names: string[] = [];
    let next = node;
    for (let left = MAX_NAMES; next && left > 0; left--) {
      step();
      if (next.name === "VariableName") return [this.text(next), ...names.reverse()].join(".");
      if (next.name === "ParenthesizedExpression") next = expressionsOf(next)[0];
      else {
        const attribute = next.name === "MemberExpression" ? next.getChild("PropertyName") : null;
        if (attribute === null) return undefined;
        names.push(this.text(attribute));
        next = next.firstChild;
      }
    }
    return undefined;
  }

  /** The content of a string literal, and its prefix. */
  literal(node: SyntaxNode): { readonly prefix: string; readonly from: number; readonly to: number } {
    const [opening = "", prefix = ""] = /^([a-z]*)(?:"""|'''|"|')/i.exec(this.text(node)) ?? [];
    return { prefix, from: node.from + opening.length, to: node.to - opening.length + prefix.length };
  }

  /** The text that a part of a string literal stands for; undefined for bytes and for escapes that are not known here. */
  characters({ from, to }: { readonly from: number; readonly to: number }, prefix: string): string | undefined {
    if (/b/i.test(prefix)) return undefined;
    const source = this.source.slice(from, to);
    const text = /f/i.test(prefix) ? source.replaceAll(/\{\{|\}\}/g, ([brace = ""]) => brace) : source;
    if (/r/i.test(prefix) || !text.includes("\\")) return text;
    if (/(?<!\\)(?:\\\\)*\\[0-7NuUxabfv]/.test(text)) return undefined;
    return text.replaceAll(/\\([\s\S])/g, (both, sign: string) => ESCAPES.get(sign) ?? both);
  }
}

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ["\n", ""],
  ["\\", "\\"],
  ["'", "'"],
  ['"', '"'],
  ["n", "\n"],
  ["r", "\r"],
  ["t", "\t"],
]);

/** More names and parentheses than any expression has that is looked for: each part of a long chain is looked at as well. */
const MAX_NAMES = 100;

function hasErrors(root: SyntaxNode): boolean {
  return someNode(root, ({ type, node }) => type.isError && !isKnownGap(node));
}

/** The children that are expressions or statements, without punctuation, keywords, operators and comments. */
export function expressionsOf(node: SyntaxNode): readonly SyntaxNode[] {
  return partsOf(node).filter(isExpression);
}

export function isExpression({ name }: SyntaxNode): boolean {
  return /^[A-Z]/.test(name) && !/^(?:Assign|Arith|Bit|Compare|Update)Op$/.test(name);
}

/** One `except` of a `try`. */
export interface ExceptClause {
  /** The keyword, where a message about the clause points to. */
  readonly keyword: SyntaxNode;
  /** The caught exceptions: an expression, a tuple, or several without parentheses; empty for a bare `except`. */
  readonly types: readonly SyntaxNode[];
  /** The name of the exception, after `as`. */
  readonly name: SyntaxNode | undefined;
  readonly body: SyntaxNode | undefined;
}

/** What an import statement names. */
interface ImportedNames {
  /** The module after `from`, with its dots; undefined if there is none. */
  readonly from: string | undefined;
  readonly entries: readonly {
    readonly name: string;
    readonly as: string | undefined;
    readonly nodes: readonly SyntaxNode[];
  }[];
}

export function importedNames(tree: PythonTree, statement: SyntaxNode): ImportedNames {
  const parts = partsOf(statement).filter(({ name }) => name !== "(" && name !== ")");
  const start = parts.findIndex(({ name }) => name === "import");
  const text = (nodes: readonly SyntaxNode[]) => nodes.map((node) => tree.text(node)).join("");
  const entries = split(parts.slice(start + 1)).map((nodes) => {
    const [name, as] = split(nodes, "as").map(text);
    return { name: name ?? "", as, nodes };
  });
  return { from: parts[0]?.name === "from" ? text(parts.slice(1, start)) : undefined, entries };
}

export function exceptClauses(tryStatement: SyntaxNode): readonly ExceptClause[] {
  const clauses: { keyword: SyntaxNode; head: SyntaxNode[]; body?: SyntaxNode }[] = [];
  for (const child of childrenOf(tryStatement)) {
    const last = clauses.at(-1);
    if (child.name === "except") clauses.push({ keyword: child, head: [] });
    else if (last === undefined || last.body !== undefined) continue;
    else if (child.name === "Body") last.body = child;
    else last.head.push(child);
  }
  return clauses.map(({ keyword, head, body }) => {
    const as = head.findIndex(({ name }) => name === "as");
    const types = head
      .slice(0, as < 0 ? head.length : as)
      .filter(({ name }) => /^[A-Z]/.test(name) && name !== "Comment");
    return { keyword, types, name: as < 0 ? undefined : head[as + 1], body };
  });
}

/** An argument of a call. */
export interface Argument {
  /** The keyword of a keyword argument. */
  readonly keyword: string | undefined;
  /** `*` or `**` for several arguments. */
  readonly spread: "*" | "**" | undefined;
  readonly value: SyntaxNode;
}

export function argumentsOf(tree: PythonTree, call: SyntaxNode): readonly Argument[] {
  const list = call.getChild("ArgList");
  return itemsOf(list === null ? [] : partsOf(list)).flatMap((item) => {
    const [first, second] = item;
    const spread = spreadOf(first);
    const keyword = first?.name === "VariableName" && second?.name === "AssignOp" ? tree.text(first) : undefined;
    const value = item.slice(keyword === undefined ? 0 : 2).find(isExpression);
    return value === undefined ? [] : [{ keyword, spread, value }];
  });
}

function spreadOf(node: SyntaxNode | undefined): Argument["spread"] {
  return node?.name === "*" || node?.name === "**" ? node.name : undefined;
}

/** Whether a name is the keyword of an argument. */
export function isKeyword({ parent, nextSibling }: SyntaxNode): boolean {
  return parent?.name === "ArgList" && nextSibling?.name === "AssignOp";
}

/** A parameter of a function or lambda. */
export interface Parameter {
  readonly name: string;
  readonly node: SyntaxNode;
  readonly spread: "*" | "**" | undefined;
  readonly standard: SyntaxNode | undefined;
}

export function parametersOf(tree: PythonTree, definition: SyntaxNode): readonly Parameter[] {
  const list = definition.getChild("ParamList");
  const parts = list === null ? [] : partsOf(list).filter(({ name }) => !/^[()]$/.test(name));
  return split(parts).flatMap((item): readonly Parameter[] => {
    const node = item.find(({ name }) => name === "VariableName");
    if (node === undefined) return [];
    const standard = after(item, "AssignOp");
    return [{ name: tree.text(node), node, spread: spreadOf(item[0]), standard }];
  });
}

/**
 * What the grammar of @lezer/python takes for an error and Python does not: `yield`, `case str():`, `case []:`, `case {}:`, `1.`,
 * `for a, *b in` of a comprehension and `tuple[*T]`.
 */
function isKnownGap(error: SyntaxNode): boolean {
  const parent = error.parent;
  const sign = error.firstChild?.name;
  if (parent?.name === "PatternArgList") return error.from === error.to || sign === ")";
  if (parent?.name === "MappingPattern") return sign === "}" && error.prevSibling?.name === "{";
  if (sign === "*" && parent !== null) return STARRED.test(parent.name);
  if (error.from !== error.to || parent === null) return false;
  if (parent.name === "YieldStatement" || parent.name === "YieldExpression") return true;
  if (parent.name === "MemberExpression") return parent.firstChild?.name === "Number";
  return parent.parent?.name === "PatternArgList" || parent.parent?.name === "SequencePattern";
}

const STARRED = /^(?:ArgList|MemberExpression|.*ComprehensionExpression)$/;
