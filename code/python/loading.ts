import { append } from "../../kit/groups";
import type { CodeFile } from "../code";
import { definesAtRunTime } from "./imports";
import type { Module } from "./modules";
import { type Diagnostic, ruff } from "./ruff";
import { ancestorsOf, childrenOf, exceptClauses, isKeyword, type SyntaxNode } from "./tree";

/** Why a file cannot be loaded, or a name in it not be found. */
export interface Failure extends Diagnostic {
  /** The import that is missing, where the name is that of a common module. */
  readonly missingImport: string | undefined;
}

/** What Python refuses in a file: its first syntax error, or each name that is not defined, once. */
export function failuresOf(file: CodeFile, module: Module, version: readonly number[]): readonly Failure[] {
  const found = ruff(file, version);
  const syntax = found.filter(({ kind }) => kind === "syntax");
  if (syntax.length > 0) return syntax.map((diagnostic) => ({ ...diagnostic, missingImport: undefined }));
  const names = found.filter(({ kind }) => kind === "undefined name");
  if (names.length === 0 || definesAtRunTime(module)) return [];
  const uses = names.map((diagnostic) => ({ diagnostic, node: module.tree.at(diagnostic) }));
  const undefinedNodes = new Set(uses.map(({ node }) => node.from));
  const mentions = mentionsOf(module);
  const failures = new Map<string, Failure>();
  for (const { diagnostic, node } of uses) {
    const { name } = diagnostic;
    if (failures.has(name) || isOptional(module, node, version)) continue;
    if (mayBeDefined(module, node, mentions.get(name) ?? [], undefinedNodes)) continue;
    failures.set(name, { ...diagnostic, missingImport: missingImport(node, name) });
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

/**
 * Whether a name may come about where ruff does not see it: ruff follows neither loops nor deletions, and takes a name for
 * undefined that is given a value further down.
 * @param mentions all that the file says the name
 * @param undefinedNodes where the uses begin that ruff takes for undefined; any other mention of the name defines or tests it
 */
function mayBeDefined(
  { tree }: Module,
  use: SyntaxNode,
  mentions: readonly SyntaxNode[],
  undefinedNodes: ReadonlySet<number>,
): boolean {
  // The one name that a library gives to all of a program: gettext.
  if (tree.text(use) === "_") return true;
  const scope = functionAround(use);
  return mentions.some((node) => {
    if (isKeyword(node)) return false;
    const isElsewhere = !undefinedNodes.has(node.from);
    const isWithin = scope !== undefined && scope.from <= node.from && node.from < scope.to;
    return (isElsewhere && isWithin) || [...ancestorsOf(node)].some((above) => testsNames(tree.text.bind(tree), above));
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

/** Modules that are often used and forgotten to import. */
const MODULES: ReadonlySet<string> = new Set(
  "base64 boto3 csv decimal hashlib io json logging math os random re sys time traceback uuid".split(" "),
);

function missingImport({ parent }: SyntaxNode, name: string): string | undefined {
  return parent?.name === "MemberExpression" && MODULES.has(name) ? `import ${name}` : undefined;
}
