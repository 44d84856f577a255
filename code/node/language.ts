import type { Code } from "../code";
import type { Language, ParsedFile } from "../facts/language";
import { type Grammar, lower } from "../facts/lowering";
import { EXPRESSIONS, isExpression } from "./expressions";
import { mapped, packageOf } from "./package-maps";
import { STATEMENTS } from "./statements";
import { type NodeTree, nodeTree } from "./tree";

const JAVASCRIPT: Grammar<NodeTree> = { expressions: EXPRESSIONS, statements: STATEMENTS, isExpression, hoists: true };

/** The longest file that is looked into, in characters: longer ones are bundles. */
const MOST_CHARACTERS = 400_000;

/** JavaScript of Node.js, for the walk over the code of a function. */
export function nodeOf(code: Code): Language {
  const find = (path: string) => {
    const ends = ["", ".js", ".cjs", ".mjs", ".json", "/index.js", "/index.cjs", "/index.mjs"];
    return ends.map((end) => path + end).find((file) => code.entries.has(file));
  };
  return {
    name: "node",
    read(path): ParsedFile | undefined {
      const file = /\.[cm]?js$/.test(path) ? code.files.get(path) : undefined;
      if (file === undefined || file.text.length > MOST_CHARACTERS) return undefined;
      const tree = nodeTree(file);
      const isCommonJs = !isModule(code, path, tree);
      return { statements: lower(tree, JAVASCRIPT), isSound: tree.sound, isCommonJs, place: (at) => tree.place(at) };
    },
    resolve(module, from) {
      const isPath = /^\.{0,2}\//.test(module) || module === "." || module === "..";
      const path = isPath ? joined(from, module) : mapped(code, module, from)?.path;
      const found = path === undefined ? undefined : find(path);
      return found === undefined ? [] : [found];
    },
    absolute: (module) => module.replace(/^node:/, ""),
    isOwn: (module) => /^[./#]/.test(module),
  };
}

/** The path of a specifier; undefined above the code. */
export function joined(from: string, module: string): string | undefined {
  const steps = module.startsWith("/") ? [] : from.split("/").slice(0, -1);
  for (const step of module.replace(/^\/var\/task\//, "").split("/")) {
    if (step === "..") {
      if (steps.pop() === undefined) return undefined;
    } else if (step !== "." && step !== "") steps.push(step);
  }
  return steps.join("/");
}

/** Whether a file is an ECMAScript module, by its ending, its package or its content. */
export function isModule(code: Code, path: string, tree: NodeTree): boolean {
  if (path.endsWith(".mjs")) return true;
  if (path.endsWith(".cjs")) return false;
  const type = packageType(code, path);
  return type === "module" || (type !== "commonjs" && hasModuleSyntax(tree));
}

export function hasModuleSyntax({ root }: NodeTree): boolean {
  return root.getChild("ImportDeclaration") !== null || root.getChild("ExportDeclaration") !== null;
}

/** `type` of the nearest package.json; undefined if it has none. */
export function packageType(code: Code, path: string): "module" | "commonjs" | "unknown" | undefined {
  const directory = packageOf(code, path);
  if (directory === undefined) return undefined;
  const text = code.files.get(`${directory}package.json`)?.text;
  if (text === undefined) return "unknown";
  const [, type] = /"type"\s*:\s*"(module|commonjs)"/.exec(text) ?? [];
  return type === "module" || type === "commonjs" ? type : undefined;
}

/** From this version on, the runtime tells the kinds of modules apart by their syntax. */
const DETECTING = 24;

/** The facts that decide on a file's kind of module. */
export interface Kinds {
  readonly code: Code;
  /** The major version of Node.js. */
  readonly version: number;
  /** Whether options of Node.js may change how modules are loaded. */
  readonly hasOptions: boolean;
}

export type Kind = "module" | "commonjs" | "detected" | "unknown";

/** The kind of module of a file in Node.js. */
export function kindOf(path: string, { code, version, hasOptions }: Kinds): Kind {
  if (path.endsWith(".mjs")) return "module";
  if (path.endsWith(".cjs")) return "commonjs";
  const type = packageType(code, path);
  if (type !== undefined) return type;
  if (hasOptions || !code.entriesComplete) return "unknown";
  return version >= DETECTING ? "detected" : "commonjs";
}
