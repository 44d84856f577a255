import { Script } from "node:vm";
import { didYouMean, quote } from "../../kit/text";
import { words } from "../../kit/words";
import type { CodeFile } from "../code";
import type { ExternalCallFact, Fact, Facts, Value } from "../facts";
import { guardsOf } from "../facts";
import type { FunctionDefinition } from "../facts/syntax";
import type { FoundInCode } from "../judged-code";
import { type SyntaxNode, someNode, walk } from "../tree";
import { hasModuleSyntax, type Kind, type Kinds, kindOf } from "./language";
import { type NodeTree, nodeTree } from "./tree";
import { declaredNames, earlyNames, undefinedNames, WRAPPED } from "./undefined-names";

/** From this version on, the runtime refuses callbacks. */
const NO_CALLBACKS = 24;

/** The longest file that is compiled, in characters. */
const MOST_CHARACTERS = 400_000;

export interface Loading extends Kinds {
  readonly facts: Facts;
}

/** Faults for which Node.js refuses a file that a function loads. */
export function nodeFailures(file: CodeFile, loading: Loading): readonly FoundInCode[] {
  if (!/\.[cm]?js$/.test(file.path) || file.text.length > MOST_CHARACTERS) return [];
  const tree = nodeTree(file);
  const kind = kindOf(file.path, loading);
  if (!tree.sound || hasJsx(file, tree)) return syntaxError(file, tree);
  return [
    ...moduleInCommonJs(file, tree, kind, loading),
    ...awaitInCommonJs(tree, kind),
    ...jsonImports(file, tree, kind, loading),
    ...notDefined(file, tree, kind, loading),
  ];
}

/** Whether a file has JSX, whose elements end in `</` or `/>`: few files have these, and need a look at each node. */
function hasJsx({ text }: CodeFile, { root }: NodeTree): boolean {
  return /<\s*\/|\/\s*>/.test(text) && someNode(root, ({ name }) => name.startsWith("JSX"));
}

function moduleInCommonJs(file: CodeFile, tree: NodeTree, kind: Kind, { version }: Loading): readonly FoundInCode[] {
  if (kind !== "commonjs" || !hasModuleSyntax(tree)) return [];
  const [statement] = [
    ...tree.root.getChildren("ImportDeclaration"),
    ...tree.root.getChildren("ExportDeclaration"),
  ].sort((a, b) => a.from - b.from);
  if (statement === undefined) return [];
  const word = statement.name === "ImportDeclaration" ? "import" : "export";
  const isNamed = file.path.endsWith(".cjs");
  const reason = isNamed
    ? "a file that ends with .cjs is CommonJS"
    : `nodejs${version}.x takes ${quote(file.path)} for CommonJS, since no package.json beside it says "type": "module"`;
  const fix = isNamed
    ? `name the file ${quote(file.path.replace(/\.cjs$/, ".mjs"))}, or write ${word === "import" ? "require" : "exports.…"}`
    : `name the file ${quote(file.path.replace(/\.js$/, ".mjs"))}, or put a package.json with "type": "module" beside it`;
  return [{ ...tree.place(statement), problem: `"${word}" is a syntax error here: ${reason}`, fix }];
}

/** Outside of functions, only ECMAScript modules allow `await`. */
function awaitInCommonJs(tree: NodeTree, kind: Kind): readonly FoundInCode[] {
  if (kind !== "commonjs" || hasModuleSyntax(tree)) return [];
  let outer: SyntaxNode | undefined;
  walk(tree.root, (node) => {
    if (node.name === "AwaitExpression") outer ??= node.node;
    return outer === undefined && !FUNCTIONS.has(node.name);
  });
  if (outer === undefined) return [];
  const problem = '"await" outside of a function is a syntax error here: the file is CommonJS';
  return [
    {
      ...tree.place(outer),
      problem,
      fix: "move it into an async function, or make the file an ECMAScript module (.mjs)",
    },
  ];
}

const FUNCTIONS = words("ArrowFunction ClassBody FunctionDeclaration FunctionExpression Property");

/** Imports of JSON need an attribute, whose keyword was another one before nodejs22.x. */
function jsonImports(file: CodeFile, tree: NodeTree, kind: Kind, { version }: Loading): readonly FoundInCode[] {
  if ((kind !== "module" && kind !== "detected") || version < 18) return [];
  const imports = [...tree.root.getChildren("ImportDeclaration"), ...tree.root.getChildren("ExportDeclaration")];
  return imports.flatMap((statement): readonly FoundInCode[] => {
    const module = statement.getChild("String");
    if (module === null || !/^\.{1,2}\/.*\.json$/.test(tree.string(module))) return [];
    const [, word] = /^\s*(with|assert)\b/.exec(file.text.slice(module.to, module.to + 100)) ?? [];
    const isRefused = word === undefined || (word === "assert" && version >= 22);
    if (!isRefused) return [];
    const problem =
      word === undefined
        ? "Node.js refuses to import JSON without the attribute that says so (ERR_IMPORT_ATTRIBUTE_MISSING)"
        : `nodejs${version}.x does not know "assert" behind an import any more: this is a syntax error`;
    return [
      { ...tree.place(statement), problem, fix: `write with { type: "json" } behind ${quote(tree.string(module))}` },
    ];
  });
}

function notDefined(file: CodeFile, tree: NodeTree, of: Kind, loading: Loading): readonly FoundInCode[] {
  const kind = of === "detected" && hasModuleSyntax(tree) ? "module" : of;
  const names = undefinedNames(file, tree, kind, loading);
  const declared = names.length === 0 ? [] : declaredNames(tree).slice(0, MAX_NAMES);
  const early = earlyNames(file, tree, loading).map(({ line, column, name, declared }) => {
    const at = tree.place(declared).line;
    const problem = `${quote(name)} throws ReferenceError here: it has no value before line ${at}`;
    return { line, column, problem, fix: "move the line that declares it up" };
  });
  return [
    ...early,
    ...names.map(({ line, column, name }) => ({
      line,
      column,
      ...withoutName(file, name, declared, loading.version, of === "detected"),
    })),
  ];
}

/** The most names of a file that an undefined one is compared with. */
const MAX_NAMES = 200;

function withoutName(
  { path }: CodeFile,
  name: string,
  declared: readonly string[],
  version: number,
  isDetected: boolean,
) {
  if (!WRAPPED.has(name)) {
    const meant = didYouMean(name, declared);
    const problem = `the name ${quote(name)} is not defined anywhere: reading it throws ReferenceError`;
    return { problem, fix: meant === undefined ? `define ${quote(name)}, or import it` : `write ${quote(meant)}` };
  }
  const why = path.endsWith(".mjs")
    ? "a file that ends with .mjs is an ECMAScript module"
    : isDetected
      ? "a file with import or export is an ECMAScript module"
      : 'package.json says "type": "module"';
  const meta = name.replace(/__(dir|file)name/, "import.meta.$1name");
  const old = name === "__dirname" ? 'new URL(".", import.meta.url).pathname' : "new URL(import.meta.url).pathname";
  const word = name === "require" ? "import" : !name.startsWith("__") ? "export" : version >= 20 ? meta : old;
  return {
    problem: `"${name}" is not defined here: ${why}`,
    fix: `write ${word}, or name the file ${quote(path.replace(/\.[cm]?js$/, ".cjs"))}`,
  };
}

/**
 * The syntax error of a file, where the parser and V8 agree that there is one: newer versions of Node.js know more than this one, and
 * the parser may lack something.
 */
function syntaxError(file: CodeFile, tree: NodeTree): readonly FoundInCode[] {
  const source = hasModuleSyntax(tree) ? withoutModuleSyntax(tree) : file.text.replace(/^#!/, "//");
  try {
    // It is compiled, and never run.
    new Script(`(async function (exports, require, module, __filename, __dirname) {${source}\n})`, { filename: NAME });
    return [];
  } catch (error) {
    if (!(error instanceof SyntaxError)) return [];
    const reported = Number(new RegExp(`^${NAME}:(\\d+)`).exec(error.stack ?? "")?.[1] ?? 0);
    if (reported === 0) return [];
    // An error after the end is in the wrapper: something in the file is not closed.
    const line = Math.min(reported, file.text.trimEnd().split("\n").length);
    const text = error.message.replace(/(["'`]).*\1/g, "…").slice(0, 100);
    return [{ line, column: 1, problem: `Node.js refuses this: ${text}`, fix: `correct line ${line}` }];
  }
}

const NAME = "handler-code";

/** A module's source as that of a function: as long, so that places stay the same. */
function withoutModuleSyntax({ root, source }: NodeTree): string {
  let rest = source;
  const blank = (from: number, to: number, by = "") => {
    rest = rest.slice(0, from) + by + rest.slice(from + by.length, to).replace(/[^\n]/g, " ") + rest.slice(to);
  };
  for (const node of root.getChildren("ImportDeclaration")) blank(node.from, node.to);
  for (const node of root.getChildren("ExportDeclaration")) {
    const [, second] = [node.firstChild, node.firstChild?.nextSibling];
    if (second?.name === "default") blank(node.from, second.to, "x =");
    else if (second === undefined || second === null || second.name === "Star" || second.name === "ExportGroup")
      blank(node.from, node.to);
    else blank(node.from, second.from);
  }
  return rest.replace(/\bimport\.meta\b/g, "Object.meta");
}

/** The handler's function, if it is an own function without a wrapper. */
function definitionOf({ exported, handler }: Facts, name: string): FunctionDefinition | undefined {
  let value: Value | undefined = exported;
  for (const step of name.split(".")) value = value?.kind === "object" ? value.members.get(step)?.value : undefined;
  return value?.kind === "function" && handler === "direct" ? value.definition : undefined;
}

const DONE = /^context\.(?:done|fail|succeed)$/;
/** Code that may test whether they exist. A function that is passed on is used without a test. */
const ASKS = /\.(?:done|fail|succeed)\b(?!\s*[(),])|\b(?:if|typeof|while)\s*\([^()]*\.(?:done|fail|succeed)\b(?!\s*\()/;

/** The function of the context that a call calls or passes on. */
function doneBy({ name, args }: Pick<ExternalCallFact, "name" | "args">): string | undefined {
  const given = args.positional.flatMap((value) => (value.kind === "external" ? [value.name] : []));
  return [name, ...given].find((one) => DONE.test(one));
}

/** A handler that answers through a callback, which newer runtimes lack. */
export function callbackHandler(file: CodeFile, { facts, version }: Loading, name: string): readonly FoundInCode[] {
  if (version < NO_CALLBACKS) return [];
  const definition = definitionOf(facts, name);
  const plain =
    definition?.parameters.findIndex(({ standard, rest }) => standard !== undefined || rest !== undefined) ?? 0;
  const count = plain < 0 ? (definition?.parameters.length ?? 0) : plain;
  const tree = definition && nodeTree(file);
  const isHere = tree !== undefined && definition !== undefined && facts.modules[0]?.path === file.path;
  if (isHere && count >= 3) {
    const problem = `the handler takes ${count} parameters, and nodejs${version}.x refuses a handler with a callback when it starts (Runtime.CallbackHandlerDeprecated)`;
    return [{ ...tree.place(definition), problem, fix: `make it async with (event, context), and return the answer` }];
  }
  const done = facts.externalCalls.filter(
    (one) => doneBy(one) !== undefined && one.certainty !== "unreached" && one.file === file.path,
  );
  const isPlain = ({ guards }: Fact) =>
    [...guardsOf(guards)].every(({ kind }) => kind === "loop" || kind === "unclear");
  const first = done.find(isPlain) ?? done[0];
  if (first === undefined || facts.handler !== "direct" || ASKS.test(file.text)) return [];
  const { line, column } = first;
  const called = doneBy(first);
  const what = called === first.name ? "calling it raises TypeError" : "undefined is handed on in its place";
  const fix =
    called === "context.fail" ? "throw the error in an async handler" : "return the answer from an async handler";
  const level = isPlain(first) ? {} : { level: "advisory" as const };
  return [
    {
      line,
      column,
      ...level,
      problem: `${called} does not exist on nodejs${version}.x, and ${what}`,
      fix,
    },
  ];
}
