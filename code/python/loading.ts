import { append } from "../../kit/groups";
import { once } from "../../kit/once";
import type { CodeFile } from "../code";
import type { Facts, UnboundName } from "../facts";
import { countBelow } from "../lines";
import { type Places, placesIn } from "../places";
import { ancestorsOf, childrenOf, type SyntaxNode } from "../tree";
import { definesAtRunTime } from "./imports";
import { missingImport } from "./missing-imports";
import type { Module } from "./modules";
import { type Diagnostic, ruff } from "./ruff";
import { exceptClauses, isKeyword } from "./tree";

/** The reason why a file cannot be loaded, or a name not be found. */
export interface Failure extends Diagnostic {
  /** The import that is missing, where the name is well known. */
  readonly missingImport?: string | undefined;
  /** Why the name has no value there, the line that assigns it, and whether the module has the name too. */
  readonly unbound?: {
    readonly why: "later" | "exception" | "deleted";
    readonly isLocal: boolean;
    readonly line: number;
    readonly isGlobal: boolean;
    /** Whether it has a value if no exception was caught. */
    readonly mayHaveValue?: boolean;
  };
}

/** The faults of a file: its first syntax error, or each undefined name once. */
export function failuresOf(
  file: CodeFile,
  module: Module,
  version: readonly number[],
  facts: Facts | undefined,
): readonly Failure[] {
  const found = ruff(file, version);
  const syntax = found.filter(({ kind }) => kind === "syntax");
  if (syntax.length > 0) return syntax;
  const names = found.filter(({ kind }) => kind === "undefined name" || kind === "unbound local");
  const isTested = /\b(?:NameError|UnboundLocalError)\b/.test(file.text);
  const unread = isTested || facts === undefined ? [] : (unboundByFile(facts).get(file.path) ?? []);
  const unbound = unread.filter(({ name }) => !module.rebound.has(name));
  const atPlaces = new Map(unbound.map((one) => [`${one.line}:${one.column}`, one] as const));
  if (names.length + unbound.length === 0 || definesAtRunTime(module)) return [];
  const uses = names.map((diagnostic) => ({ diagnostic, node: module.tree.at(diagnostic) }));
  const context: Context = {
    module,
    version,
    mentions: mentionsOf(module, new Set(uses.map(({ node }) => node.from))),
    ofVersions: placesIn(module.tree, ["ConditionalExpression", "IfStatement"], (node) =>
      asksForVersion(node, module.tree),
    ),
    annotationsAreText: (version[1] ?? 0) >= 14 || importsAnnotations(module),
  };
  const failures = new Map<string, Failure>();
  for (const { diagnostic, node } of uses) {
    const { name } = diagnostic;
    const mentions = context.mentions.get(name) ?? NO_MENTIONS;
    // The one name that a library gives to all of a program: gettext.
    if (failures.has(name) || name === "_" || mentions.isTested || isOptional(context, node)) continue;
    const known = atPlaces.get(`${diagnostic.line}:${diagnostic.column}`);
    if (known !== undefined) {
      if (!isHandled(module, node)) failures.set(name, unboundFailure(module, known, false));
    } else if (diagnostic.kind === "undefined name" && !mentions.isDeleted && !mayBeDefined(node, mentions)) {
      failures.set(name, { ...diagnostic, missingImport: missingImport(name, attributeOf(module, node)) });
    }
  }
  // ruff finds deleted names only in straight code.
  for (const lost of unbound)
    if (lost.why !== "later" && !lost.mayRaise && lost.caught !== "suppresses" && !failures.has(lost.name))
      failures.set(lost.name, unboundFailure(module, lost, true));
  return [...failures.values()];
}

const unboundByFile = once(({ unboundNames }: Facts): ReadonlyMap<string, readonly UnboundName[]> => {
  const byFile = new Map<string, UnboundName[]>();
  for (const one of unboundNames) append(byFile, one.file, one);
  return byFile;
});

function unboundFailure(
  module: Module,
  { line, column, name, why, whyAt, isLocal }: UnboundName,
  isByWalk: boolean,
): Failure {
  const isGlobal = module.bindings.has(name) && why === "later";
  // If nothing has failed before, the name still has its value.
  const unbound = { why, isLocal, line: whyAt, isGlobal, mayHaveValue: isByWalk && why === "exception" };
  return { kind: "unbound local", name, text: "", line, column, unbound };
}

/** Whether a clause of an enclosing `try` assigns the name or tests it. */
function isHandled({ tree }: Module, use: SyntaxNode): boolean {
  let below = use;
  for (const above of ancestorsOf(use)) {
    if (above.name === "TryStatement" && below.name === "Body" && above.getChild("Body")?.from === below.from) {
      const bodies = exceptClauses(above).flatMap(({ body }) => body ?? []);
      const names = bodies.flatMap((body) => tree.all(["VariableName"], body));
      if (names.some((node) => tree.text(node) === tree.text(use))) return true;
    }
    below = above;
  }
  return false;
}

/** Facts about a file for all of its names. */
interface Context {
  readonly module: Module;
  readonly version: readonly number[];
  readonly mentions: ReadonlyMap<string, Mentions>;
  /** Nodes that run only on some versions of Python. */
  readonly ofVersions: Places;
  /** Whether Python does not evaluate annotations. */
  readonly annotationsAreText: boolean;
}

/** The mentions of a name in a file. */
interface Mentions {
  /** Whether a statement handles that it is undefined. */
  isTested: boolean;
  isDeleted: boolean;
  /** Whether one of those elsewhere is outside of all functions. */
  isAtTop: boolean;
  /** The starts of mentions that ruff does not report, which define or test the name, in order. */
  readonly starts: number[];
}

const NO_MENTIONS: Mentions = { isTested: false, isDeleted: false, isAtTop: false, starts: [] };

/**
 * The names in a file.
 * @param undefinedNodes where the uses begin that ruff takes for undefined
 */
function mentionsOf(module: Module, undefinedNodes: ReadonlySet<number>): ReadonlyMap<string, Mentions> {
  const tests = placesIn(module.tree, ["TryStatement"], (node) => testsNames(node, module.tree));
  const deletions = placesIn(module.tree, ["DeleteStatement"], () => true);
  const mentions = new Map<string, Mentions>();
  for (const node of module.tree.all(["VariableName"])) {
    if (isKeyword(node)) continue;
    const name = module.tree.text(node);
    const known = mentions.get(name) ?? {
      isTested: false,
      isDeleted: false,
      isAtTop: false,

      starts: [],
    };
    mentions.set(name, known);
    known.isTested ||= tests.have(node.from);
    known.isDeleted ||= deletions.have(node.from);
    if (undefinedNodes.has(node.from)) continue;
    known.isAtTop ||= functionAround(node) === undefined;
    known.starts.push(node.from);
  }
  return mentions;
}

/** Whether Python never reads a name, or only on versions that have it. */
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

/** Names of Python 2, which code for both versions reads on a condition. */
const PYTHON_2: ReadonlySet<string> = new Set(["basestring", "long", "raw_input", "unichr", "unicode", "xrange"]);
const CONDITIONS: ReadonlySet<string> = new Set(["ConditionalExpression", "IfStatement", "TryStatement"]);

/** Whether Python 3 never calls a method. */
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
 * Whether a name may come about where ruff does not see it: ruff does not follow loops, and takes a name for undefined that is
 * given a value further down.
 */
function mayBeDefined(use: SyntaxNode, { isAtTop, starts }: Mentions): boolean {
  const scope = functionAround(use);
  // At the top of a file, what is in functions gives a name to them alone.
  return scope === undefined ? isAtTop : (starts[countBelow(starts, scope.from)] ?? scope.to) < scope.to;
}

/** Whether a statement handles that a name is undefined. */
function testsNames(statement: SyntaxNode, tree: Module["tree"]): boolean {
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

/** The attribute read on a name: `loads` in `json.loads`. */
function attributeOf({ tree }: Module, { parent, nextSibling }: SyntaxNode): string | undefined {
  const attribute =
    parent?.name === "MemberExpression" && nextSibling !== null ? parent.getChild("PropertyName") : null;
  return attribute === null ? undefined : tree.text(attribute);
}
