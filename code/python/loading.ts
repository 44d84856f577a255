import { append } from "../../kit/groups";
import type { CodeFile } from "../code";
import { definesAtRunTime } from "./imports";
import { missingImport } from "./missing-imports";
import type { Module } from "./modules";
import { type Diagnostic, ruff } from "./ruff";
import { ancestorsOf, childrenOf, exceptClauses, isKeyword, type SyntaxNode } from "./tree";
import { unboundAt } from "./unbound";

/** Why a file cannot be loaded, or a name in it not be found. */
export interface Failure extends Diagnostic {
  /** The import that is missing, where the name is well known. */
  readonly missingImport?: string | undefined;
  /** Why the name has no value there, on which line it gets one, and whether the module has one of that name too. */
  readonly unbound?: {
    readonly isException: boolean;
    readonly isLocal: boolean;
    readonly line: number;
    readonly isGlobal: boolean;
  };
}

/** What Python refuses in a file: its first syntax error, or each name that is not defined, once. */
export function failuresOf(file: CodeFile, module: Module, version: readonly number[]): readonly Failure[] {
  const found = ruff(file, version);
  const syntax = found.filter(({ kind }) => kind === "syntax");
  if (syntax.length > 0) return syntax;
  const names = found.filter(({ kind }) => kind === "undefined name" || kind === "unbound local");
  if (names.length === 0 || definesAtRunTime(module)) return [];
  const uses = names.map((diagnostic) => ({ diagnostic, node: module.tree.at(diagnostic) }));
  const undefinedNodes = new Set(uses.map(({ node }) => node.from));
  const mentions = mentionsOf(module);
  const failures = new Map<string, Failure>();
  for (const { diagnostic, node } of uses) {
    const { name } = diagnostic;
    if (failures.has(name) || isOptional(module, node, version)) continue;
    const mentioned = mentions.get(name) ?? [];
    if (isTested(module, node, mentioned)) continue;
    const unbound = unboundAt(module, node, mentioned, undefinedNodes);
    if (unbound !== undefined) {
      const { line } = module.tree.place(unbound.at);
      failures.set(name, { ...diagnostic, unbound: { ...unbound, line, isGlobal: module.bindings.has(name) } });
    } else if (diagnostic.kind === "undefined name" && !mayBeDefined(node, mentioned, undefinedNodes)) {
      failures.set(name, { ...diagnostic, missingImport: missingImport(name, attributeOf(module, node)) });
    }
  }
  return [...failures.values()];
}

/** The names that a file says, with all places where it does. */
function mentionsOf({ tree }: Module): ReadonlyMap<string, readonly SyntaxNode[]> {
  const mentions = new Map<string, SyntaxNode[]>();
  for (const node of tree.all(["VariableName"])) append(mentions, tree.text(node), node);
  return mentions;
}

/** Whether Python never looks a name up, or does so on versions of it that have the name. */
function isOptional({ path, tree }: Module, node: SyntaxNode, version: readonly number[]): boolean {
  if (node.name !== "VariableName") return true;
  if (tree.text(node) === "__path__" && path.endsWith("__init__.py")) return true;
  const above = [...ancestorsOf(node)];
  if (PYTHON_2.has(tree.text(node)) && above.some((one) => CONDITIONS.has(one.name) || isOfPython2(one, tree)))
    return true;
  if (above.some((statement) => asksForVersion(statement, (part) => tree.text(part)))) return true;
  const annotation = above.find(({ name }) => name === "TypeDef");
  if (annotation === undefined) return false;
  const isLocal = annotation.parent?.name === "AssignStatement" && functionAround(annotation) !== undefined;
  return isLocal || (version[1] ?? 0) >= 14 || importsAnnotations(tree.root, (part) => tree.text(part));
}

/** Names that Python 3 has no more, which code for both asks for on a condition. */
const PYTHON_2: ReadonlySet<string> = new Set(["basestring", "long", "raw_input", "unichr", "unicode", "xrange"]);
const CONDITIONS: ReadonlySet<string> = new Set(["ConditionalExpression", "IfStatement", "TryStatement"]);

/** Whether a method is one that Python 3 never calls. */
function isOfPython2(definition: SyntaxNode, tree: Module["tree"]): boolean {
  const name = definition.name === "FunctionDefinition" ? definition.getChild("VariableName") : null;
  return name !== null && /^__(?:long|unicode)__$/.test(tree.text(name));
}

/** Whether a condition is on the version of Python. */
function asksForVersion(statement: SyntaxNode, text: (node: SyntaxNode) => string): boolean {
  if (statement.name !== "IfStatement" && statement.name !== "ConditionalExpression") return false;
  return childrenOf(statement).some((part) => part.name !== "Body" && VERSION.test(text(part).slice(0, 200)));
}

const VERSION = /\b(?:sys\.version|version_info|hexversion|(?:IS_)?PY(?:THON)?_?[23]\w*)/;

/** Whether the file deletes the name, or expects that it may not be defined. */
function isTested({ tree }: Module, use: SyntaxNode, mentions: readonly SyntaxNode[]): boolean {
  // The one name that a library gives to all of a program: gettext.
  if (tree.text(use) === "_") return true;
  return mentions.some(
    (node) => !isKeyword(node) && [...ancestorsOf(node)].some((above) => testsNames(tree.text.bind(tree), above)),
  );
}

/**
 * Whether a name may come about where ruff does not see it: ruff does not follow loops, and takes a name for undefined that is
 * given a value further down.
 * @param mentions all that the file says the name
 * @param undefinedNodes where the uses begin that ruff takes for undefined; any other mention of the name defines it
 */
function mayBeDefined(use: SyntaxNode, mentions: readonly SyntaxNode[], undefinedNodes: ReadonlySet<number>): boolean {
  const scope = functionAround(use);
  return mentions.some((node) => {
    if (isKeyword(node) || undefinedNodes.has(node.from)) return false;
    // At the top of a file, what is in functions gives a name to them alone.
    if (scope === undefined) return functionAround(node) === undefined;
    return scope.from <= node.from && node.from < scope.to;
  });
}

/** Whether a statement deletes names, or bears that one is not defined. */
function testsNames(text: (node: SyntaxNode) => string, statement: SyntaxNode): boolean {
  if (statement.name === "DeleteStatement") return true;
  if (statement.name !== "TryStatement") return false;
  return exceptClauses(statement).some(({ types }) => types.some((type) => /\bNameError\b/.test(text(type))));
}

/** The outermost function that a node is in. */
function functionAround(node: SyntaxNode): SyntaxNode | undefined {
  return [...ancestorsOf(node)].findLast(({ name }) => name === "FunctionDefinition");
}

/** `from __future__ import annotations` makes all of them text. */
function importsAnnotations(root: SyntaxNode, text: (node: SyntaxNode) => string): boolean {
  return root.getChildren("ImportStatement").some((statement) => {
    const names = statement.getChildren("VariableName").map(text);
    return names[0] === "__future__" && names.includes("annotations");
  });
}

/** What is read of a name: `loads` in `json.loads`. */
function attributeOf({ tree }: Module, { parent, nextSibling }: SyntaxNode): string | undefined {
  const attribute =
    parent?.name === "MemberExpression" && nextSibling !== null ? parent.getChild("PropertyName") : null;
  return attribute === null ? undefined : tree.text(attribute);
}
