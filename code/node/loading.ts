import { Script } from "node:vm";
import type { CodeFile } from "../code";
import type { Facts, ImportFact, Value } from "../facts";
import { guardsOf } from "../facts";
import type { FunctionDefinition } from "../facts/syntax";
import type { FoundInCode } from "../judged-code";
import { hasModuleSyntax, type Kind, type Kinds, kindOf } from "./language";
import { NodeTree, type SyntaxNode } from "./tree";

/** From this version on, the runtime does not take callbacks. */
const NO_CALLBACKS = 24;

/** Longest file that is compiled, in characters. */
const MOST_CHARACTERS = 400_000;

export interface Loading extends Kinds {
  readonly facts: Facts;
}

/** What Node.js refuses in a file that a function loads. */
export function nodeFailures(file: CodeFile, loading: Loading): readonly FoundInCode[] {
  if (!/\.[cm]?js$/.test(file.path) || file.text.length > MOST_CHARACTERS) return [];
  const tree = new NodeTree(file.text);
  const kind = kindOf(file.path, loading);
  if (!tree.sound) return syntaxError(file, tree);
  return [...moduleInCommonJs(file, tree, kind, loading), ...commonJsInModule(file, tree, kind, loading.facts.imports)];
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
    : `nodejs${version}.x takes ${file.path} for CommonJS, since no package.json beside it says "type": "module"`;
  const fix = isNamed
    ? `name the file ${file.path.replace(/\.cjs$/, ".mjs")}, or write ${word === "import" ? "require" : "exports.…"}`
    : `name the file ${file.path.replace(/\.js$/, ".mjs")}, or put a package.json with "type": "module" beside it`;
  return [{ ...tree.place(statement), problem: `"${word}" is a syntax error here: ${reason}`, fix }];
}

function commonJsInModule(
  file: CodeFile,
  tree: NodeTree,
  kind: Kind,
  imports: readonly ImportFact[],
): readonly FoundInCode[] {
  if (kind !== "module") return [];
  const fix = (word: string) => `write ${word}, or name the file ${file.path.replace(/\.[cm]?js$/, ".cjs")}`;
  const why = file.path.endsWith(".mjs")
    ? "a file that ends with .mjs is an ECMAScript module"
    : 'package.json says "type": "module"';
  const required = imports.find(
    (one) =>
      one.file === file.path &&
      one.how === "require" &&
      one.certainty !== "unreached" &&
      one.caught === "no" &&
      isPlain(one),
  );
  const found: FoundInCode[] = [];
  if (required !== undefined) {
    const { line, column } = required;
    found.push({ line, column, problem: `"require" is not defined here: ${why}`, fix: fix("import") });
  }
  const exported = exportsAtTop(tree);
  if (exported !== undefined)
    found.push({
      ...tree.place(exported),
      problem: `"${tree.text(exported).split(".")[0]}" is not defined here: ${why}`,
      fix: fix("export"),
    });
  return found;
}

/** Whether nothing asks beforehand whether there is such a thing. */
function isPlain({ guards }: ImportFact): boolean {
  return [...guardsOf(guards)].every(({ kind }) => kind === "loop");
}

/** `exports.a = …` or `module.exports = …` at the top of a module that has no such names of its own. */
function exportsAtTop(tree: NodeTree): SyntaxNode | undefined {
  if (/\b(?:const|let|var|function|import)\s+(?:exports|module)\b/.test(tree.source)) return undefined;
  for (const statement of tree.root.getChildren("ExpressionStatement")) {
    const target = statement.getChild("AssignmentExpression")?.firstChild;
    if (target?.name === "MemberExpression" && /^(?:exports\.|module\.exports\b)/.test(tree.text(target)))
      return target;
  }
  return undefined;
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
    // Behind the end stands what is put around the file: something in it is not closed.
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

/** What the file of the handler exports, where all of it is known. A function that is exported itself may have anything that is put in it. */
export function exportedNames({ exported, isComplete }: Facts, text: string): readonly string[] | undefined {
  if (exported?.kind === "function") return isComplete && !PUTS.test(text) ? [] : undefined;
  if (!isComplete || exported?.kind !== "object" || exported.what === "instance") return undefined;
  const isKnown = exported.rest.value.kind === "constant" && exported.rest.value.value === null;
  return isKnown ? [...exported.members.keys()] : undefined;
}

const PUTS = /\.\w+\s*=(?![=>])(?<!\bmodule\.exports\s*=)|\]\s*=(?![=>])|\bassign\b|\bdefineProp/;

/** The function that the handler is, where it is one of the code's own that nothing wraps. */
function definitionOf({ exported, handler }: Facts, name: string): FunctionDefinition | undefined {
  let value: Value | undefined = exported;
  for (const step of name.split(".")) value = value?.kind === "object" ? value.members.get(step)?.value : undefined;
  return value?.kind === "function" && handler === "direct" ? value.definition : undefined;
}

/** A handler that gives its answer to a callback, which newer runtimes do not have. */
export function callbackHandler(file: CodeFile, { facts, version }: Loading, name: string): readonly FoundInCode[] {
  if (version < NO_CALLBACKS) return [];
  const definition = definitionOf(facts, name);
  const plain =
    definition?.parameters.findIndex(({ standard, rest }) => standard !== undefined || rest !== undefined) ?? 0;
  const count = plain < 0 ? (definition?.parameters.length ?? 0) : plain;
  const tree = definition && new NodeTree(file.text);
  const isHere = tree !== undefined && definition !== undefined && facts.modules[0]?.path === file.path;
  if (isHere && count >= 3) {
    const problem = `the handler takes ${count} parameters, and nodejs${version}.x refuses a handler with a callback when it starts (Runtime.CallbackHandlerDeprecated)`;
    return [{ ...tree.place(definition), problem, fix: `make it async with (event, context), and return the answer` }];
  }
  const done = facts.externalCalls.find(
    (one) =>
      /^context\.(?:done|fail|succeed)$/.test(one.name) &&
      one.certainty !== "unreached" &&
      one.caught === "no" &&
      one.file === file.path &&
      [...guardsOf(one.guards)].every(({ kind }) => kind === "loop" || kind === "unclear"),
  );
  if (done === undefined || facts.handler !== "direct") return [];
  const { line, column, name: called } = done;
  const fix =
    called === "context.fail" ? "throw the error in an async handler" : "return the answer from an async handler";
  return [
    { line, column, problem: `${called} does not exist on nodejs${version}.x, and calling it raises TypeError`, fix },
  ];
}
