import type { FailingRead } from "./event-access";
import { partsOf } from "./modules";
import type { PythonTree, SyntaxNode } from "./tree";

/** What events of other formats have in place of what a read takes. */
export interface Fallbacks {
  counterpart(
    path: readonly string[],
  ): { readonly path: readonly string[]; readonly isAfterBlank: boolean } | undefined;
  /** An expression for what is taken where an event has neither. */
  standard(path: readonly string[]): string | undefined;
  /** What to read instead, in words. */
  instead(path: readonly string[]): string | undefined;
  /** Whether there is a text that is at times taken for the parameters in it. */
  isPathText(path: readonly string[]): boolean;
}

/** A read in the names of the program, without any other of its source. */
interface Subject {
  /** What is read from: `event`, `self.event`. */
  readonly name: string;
  /** Where in the event that is. */
  readonly base: readonly string[];
  readonly keys: readonly string[];
}

/** The code of a read, such as `event["path"]`. */
export function readText(read: FailingRead): string {
  const { name, keys } = subjectOf(read);
  return `${name}${keys.map((key) => `[${JSON.stringify(key)}]`).join("")}`;
}

/**
 * What to do so that a read works for all formats: `write path = event.get("path", event.get("rawPath", ""))`. Never a default alone,
 * with which the code would go on without what it needs.
 */
export function fixOf(read: FailingRead, { counterpart, standard, instead, isPathText }: Fallbacks): string {
  const { tree } = read.module;
  const { name, base, keys } = subjectOf(read);
  const { node, keys: further } = furtherKeys(read.node, tree);
  const path = [...read.path, ...further];
  const event = read.event ?? (base.length === 0 ? name : undefined);
  const parameter = path.find((_, index) => isPathText(path.slice(0, index)));
  if (parameter !== undefined) return `write ${targetOf(node, tree)}${parameterText(event ?? "event", parameter)}`;
  const other = counterpart(path);
  const getOr = (fallback: string) => `write ${targetOf(node, tree)}${getText(name, [...keys, ...further], fallback)}`;
  if (other !== undefined && event === undefined) return `read ${other.path.join(".")} of the event instead`;
  if (other?.isAfterBlank) {
    const pattern = `${getText(event ?? "event", other.path, '""')}.split(" ")[-1]`;
    return `${getOr(pattern)}, since ${other.path.join(".")} has it after the blank`;
  }
  const own = standard(path);
  if (other !== undefined) return getOr(getText(event ?? "event", other.path, own ?? '""'));
  if (own !== undefined) return getOr(own);
  const words = instead(path);
  return words === undefined ? "do without it, there is nothing in its place" : `read ${words}`;
}

function parameterText(event: string, parameter: string): string {
  return `${event}["pathParameters"][${JSON.stringify(parameter)}]`;
}

function getText(name: string, keys: readonly string[], standard: string): string {
  const gets = keys.map((key, index) => `.get(${JSON.stringify(key)}, ${index < keys.length - 1 ? "{}" : standard})`);
  return `${name}${gets.join("")}`;
}

function subjectOf({ module: { tree }, node, path, event }: FailingRead): Subject {
  let at: SyntaxNode | null = node;
  for (let taken = 0; at !== null && taken <= path.length; ) {
    const name = tree.dotted(at);
    if (name !== undefined && taken > 0)
      return { name, base: path.slice(0, path.length - taken), keys: path.slice(path.length - taken) };
    // A subscript or a call of `get` takes one key, parentheses take none.
    if (at.name === "ParenthesizedExpression") at = partsOf(at)[1] ?? null;
    else {
      taken++;
      at = at.name === "CallExpression" ? (at.firstChild?.firstChild ?? null) : at.firstChild;
    }
  }
  return { name: event ?? "event", base: [], keys: path };
}

/** The subscripts that are taken from a read in turn. */
function furtherKeys(
  read: SyntaxNode,
  tree: PythonTree,
): { readonly node: SyntaxNode; readonly keys: readonly string[] } {
  const keys: string[] = [];
  let node = read;
  while (node.parent?.name === "MemberExpression" && node.parent.firstChild?.from === read.from) {
    const [object, mark, key, end] = partsOf(node.parent);
    const text = tree.string(key);
    if (object?.to !== node.to || mark?.name !== "[" || text === undefined || end?.name !== "]") break;
    keys.push(text);
    node = node.parent;
  }
  return { node, keys };
}

/** The name that an expression is assigned to, where that is all that a statement does. */
function targetOf(node: SyntaxNode, tree: PythonTree): string {
  const parts = node.parent?.name === "AssignStatement" ? partsOf(node.parent) : [];
  const [target, , value] = parts;
  const isPlain = parts.length === 3 && target?.name === "VariableName" && value?.from === node.from;
  return isPlain ? `${tree.text(target)} = ` : "";
}
