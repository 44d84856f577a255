import {
  createScanner,
  findNodeAtLocation,
  type Node,
  type ParseError,
  ParseErrorCode,
  parseTree,
  SyntaxKind,
} from "jsonc-parser";
import { quote } from "../../kit/text";

export type { Node };

/** A problem in a text, with its place. */
export interface Problem {
  readonly offset: number;
  readonly message: string;
}

export interface Document {
  /** The value as far as it could be read; undefined if there is none. */
  readonly root: Node | undefined;
  /** Syntax errors. */
  readonly errors: readonly Problem[];
  /** Duplicate names, of which a parser silently keeps the last. */
  readonly duplicates: readonly Problem[];
}

/**
 * Reads JSON as far as possible, with all its problems.
 * @param comments whether comments are allowed, which the engine refuses
 */
export function readJson(text: string, comments: "refused" | "taken" = "refused"): Document {
  const unreadable = notJson(text);
  if (unreadable !== undefined) return { root: undefined, errors: [unreadable], duplicates: [] };
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, {
    disallowComments: comments === "refused",
    allowTrailingComma: false,
    allowEmptyContent: true,
  });
  return {
    root,
    errors: firstOfEachLine(text, errors).map((error) => syntaxProblem(text, error)),
    duplicates: root === undefined ? [] : duplicateKeys(text, root),
  };
}

/** The deepest nesting that is read: configurations need five levels. */
const MAX_DEPTH = 100;

/** A file of another kind, or one that is nested too deeply. */
function notJson(text: string): Problem | undefined {
  const yaml = /^(?:\s*(?:#.*)?\n)*(?:---|[\w"-]+:(?:\s|$))/.exec(text);
  if (yaml !== null) return { offset: 0, message: 'this is YAML, and the engine reads JSON: { "all": "advisory" }' };
  const scanner = createScanner(text, true);
  let depth = 0;
  for (let token = scanner.scan(); token !== SyntaxKind.EOF; token = scanner.scan()) {
    if (token === SyntaxKind.OpenBraceToken || token === SyntaxKind.OpenBracketToken) depth++;
    if (token === SyntaxKind.CloseBraceToken || token === SyntaxKind.CloseBracketToken) depth--;
    if (depth > MAX_DEPTH)
      return { offset: scanner.getTokenOffset(), message: `nested more than ${MAX_DEPTH} levels deep` };
  }
  return undefined;
}

/** Line and column of an offset, both from 1. */
export function lineAndColumn(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset).split(/\r\n|[\r\n]/);
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

/** The names in an object with their places, without those that have no value because of a syntax error. */
export function entriesOf(
  object: Node,
): readonly { readonly name: string; readonly key: Node; readonly value: Node }[] {
  return (object.children ?? []).flatMap(({ children: [key, value] = [] }) =>
    key === undefined || value === undefined ? [] : [{ name: String(key.value), key, value }],
  );
}

/** The value of a node. */
export function plainValue(node: Node): unknown {
  if (node.type === "array") return (node.children ?? []).map(plainValue);
  // Not by assignment, which would lose a name such as `__proto__`.
  if (node.type === "object")
    return Object.fromEntries(entriesOf(node).map(({ name, value }) => [name, plainValue(value)]));
  return node.value;
}

/** The node at a path, or the nearest one above it. */
export function nodeAt(root: Node, path: readonly (string | number)[]): Node {
  return findNodeAtLocation(root, [...path]) ?? (path.length === 0 ? root : nodeAt(root, path.slice(0, -1)));
}

/** The key of a name in the object at a path. */
export function keyAt(root: Node, path: readonly (string | number)[], name: string): Node {
  const object = nodeAt(root, path);
  return entriesOf(object).findLast((entry) => entry.name === name)?.key ?? object;
}

function duplicateKeys(text: string, node: Node): readonly Problem[] {
  const first = new Map<string, Node>();
  const own = (node.type === "object" ? entriesOf(node) : []).flatMap(({ name, key }) => {
    const earlier = first.get(name);
    if (earlier === undefined) first.set(name, key);
    const line = earlier && lineAndColumn(text, earlier.offset).line;
    return line === undefined
      ? []
      : [{ offset: key.offset, message: `duplicate key ${quote(name)}: the one in line ${line} would be ignored` }];
  });
  return [...own, ...(node.children ?? []).flatMap((child) => duplicateKeys(text, child))];
}

/** Later errors in a line mostly come from the first one. */
function firstOfEachLine(text: string, errors: readonly ParseError[]): readonly ParseError[] {
  const lines = new Map<number, ParseError>();
  for (const error of errors) {
    const { line } = lineAndColumn(text, error.offset);
    if (!lines.has(line)) lines.set(line, error);
  }
  return [...lines.values()];
}

function syntaxProblem(text: string, { error, offset, length }: ParseError): Problem {
  const found = text.slice(offset, offset + length);
  const comma = MISSING.has(error) && /^[}\]]?$/.test(found) ? commaBefore(text, offset) : undefined;
  if (comma !== undefined) return { offset: comma, message: "JSON has no trailing commas: remove this one" };
  if (offset === 0 && found.startsWith("\uFEFF"))
    return {
      offset,
      message: "the file begins with a byte order mark, which the engine refuses: save it as plain UTF-8",
    };
  const words = WORDS[error] ?? "this is not JSON";
  return { offset, message: found === "" ? words : `${words}, found ${quote(found)}` };
}

/** The place of the last token before an offset, if that is a comma. Comments are no tokens. */
function commaBefore(text: string, offset: number): number | undefined {
  const scanner = createScanner(text, true);
  let comma: number | undefined;
  for (let token = scanner.scan(); token !== SyntaxKind.EOF; token = scanner.scan()) {
    if (scanner.getTokenOffset() >= offset) break;
    comma = token === SyntaxKind.CommaToken ? scanner.getTokenOffset() : undefined;
  }
  return comma;
}

const MISSING: ReadonlySet<ParseErrorCode> = new Set([
  ParseErrorCode.PropertyNameExpected,
  ParseErrorCode.ValueExpected,
]);

const WORDS: Readonly<Partial<Record<ParseErrorCode, string>>> = {
  [ParseErrorCode.InvalidSymbol]: "names and texts need double quotes",
  [ParseErrorCode.InvalidNumberFormat]: "this is not a number",
  [ParseErrorCode.PropertyNameExpected]: "expected a name in double quotes",
  [ParseErrorCode.ValueExpected]: "expected a value",
  [ParseErrorCode.ColonExpected]: 'expected ":"',
  [ParseErrorCode.CommaExpected]: 'expected ","',
  [ParseErrorCode.CloseBraceExpected]: 'expected "}"',
  [ParseErrorCode.CloseBracketExpected]: 'expected "]"',
  [ParseErrorCode.EndOfFileExpected]: "expected the end of the file",
  [ParseErrorCode.InvalidCommentToken]: "JSON has no comments: remove this one",
  [ParseErrorCode.UnexpectedEndOfComment]: "JSON has no comments: remove this one",
  [ParseErrorCode.UnexpectedEndOfString]: "a text ends in the line in which it begins",
  [ParseErrorCode.UnexpectedEndOfNumber]: "this is not a number",
  [ParseErrorCode.InvalidUnicode]: "\\u takes four hexadecimal digits",
  [ParseErrorCode.InvalidEscapeCharacter]: "JSON has no such escape",
  [ParseErrorCode.InvalidCharacter]: "control characters are written as escapes",
};
