import type { CodeFile } from "../code";
import { definesAtRunTime } from "./imports";
import { countBelow } from "./lines";
import type { Module } from "./modules";
import { type Places, placesIn } from "./places";
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
  const context: Context = {
    module,
    version,
    mentions: mentionsOf(module, new Set(uses.map(({ node }) => node.from))),
    ofVersions: placesIn(module, ["ConditionalExpression", "IfStatement"], asksForVersion),
    annotationsAreText: (version[1] ?? 0) >= 14 || importsAnnotations(module),
  };
  const failures = new Map<string, Failure>();
  for (const { diagnostic, node } of uses) {
    const { name } = diagnostic;
    if (failures.has(name) || isOptional(context, node) || mayBeDefined(context, node)) continue;
    failures.set(name, { ...diagnostic, missingImport: missingImport(node, name) });
  }
  return [...failures.values()];
}

/** What is known of a file for all of its names. */
interface Context {
  readonly module: Module;
  readonly version: readonly number[];
  readonly mentions: ReadonlyMap<string, Mentions>;
  /** What is run on some versions of Python only. */
  readonly ofVersions: Places;
  /** Whether Python does not evaluate annotations. */
  readonly annotationsAreText: boolean;
}

/** Where a file says a name. */
interface Mentions {
  /** Whether a statement deletes it, or bears that it is not defined. */
  isTested: boolean;
  /** Where it is said and ruff does not take it for undefined: this defines or tests it. In order. */
  readonly elsewhere: number[];
}

/**
 * The names that a file says.
 * @param undefinedNodes where the uses begin that ruff takes for undefined
 */
function mentionsOf(module: Module, undefinedNodes: ReadonlySet<number>): ReadonlyMap<string, Mentions> {
  const tests = placesIn(module, ["DeleteStatement", "TryStatement"], testsNames);
  const mentions = new Map<string, Mentions>();
  for (const node of module.tree.all(["VariableName"])) {
    if (isKeyword(node)) continue;
    const name = module.tree.text(node);
    const known = mentions.get(name) ?? { isTested: false, elsewhere: [] };
    mentions.set(name, known);
    known.isTested ||= tests.have(node.from);
    if (!undefinedNodes.has(node.from)) known.elsewhere.push(node.from);
  }
  return mentions;
}

/** Whether Python never looks a name up, or does so on versions of it that have the name. */
function isOptional({ module: { path, tree }, ofVersions, annotationsAreText }: Context, node: SyntaxNode): boolean {
  if (node.name !== "VariableName") return true;
  const name = tree.text(node);
  if ((name === "__path__" && path.endsWith("__init__.py")) || ofVersions.have(node.from)) return true;
  const above = [...ancestorsOf(node)];
  if (PYTHON_2.has(name) && above.some((one) => CONDITIONS.has(one.name) || isOfPython2(one, tree))) return true;
  const annotation = above.find(({ name }) => name === "TypeDef");
  if (annotation === undefined) return false;
  const isLocal = annotation.parent?.name === "AssignStatement" && functionAround(annotation) !== undefined;
  return isLocal || annotationsAreText;
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
function asksForVersion(statement: SyntaxNode, tree: Module["tree"]): boolean {
  return childrenOf(statement).some((part) => part.name !== "Body" && VERSION.test(tree.text(part).slice(0, 200)));
}

const VERSION = /\b(?:sys\.version|version_info|hexversion|(?:IS_)?PY(?:THON)?_?[23]\w*)/;

/**
 * Whether a name may come about where ruff does not see it: ruff follows neither loops nor deletions, and takes a name for
 * undefined that is given a value further down.
 */
function mayBeDefined({ module: { tree }, mentions }: Context, use: SyntaxNode): boolean {
  const name = tree.text(use);
  // The one name that a library gives to all of a program: gettext.
  if (name === "_") return true;
  const { isTested, elsewhere } = mentions.get(name) ?? { isTested: false, elsewhere: [] };
  if (isTested) return true;
  const scope = functionAround(use);
  return scope !== undefined && (elsewhere[countBelow(elsewhere, scope.from)] ?? scope.to) < scope.to;
}

/** Whether a statement deletes names, or bears that one is not defined. */
function testsNames(statement: SyntaxNode, tree: Module["tree"]): boolean {
  if (statement.name === "DeleteStatement") return true;
  return exceptClauses(statement).some(({ types }) => types.some((type) => /\bNameError\b/.test(tree.text(type))));
}

/** The outermost function that a node is in. */
function functionAround(node: SyntaxNode): SyntaxNode | undefined {
  return [...ancestorsOf(node)].findLast(({ name }) => name === "FunctionDefinition");
}

/** `from __future__ import annotations` makes all of them text. */
function importsAnnotations({ tree }: Module): boolean {
  return tree.root.getChildren("ImportStatement").some((statement) => {
    const names = statement.getChildren("VariableName").map((name) => tree.text(name));
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
