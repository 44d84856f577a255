import { once } from "../kit/once";
import type { Code } from "./code";
import type { Facts, ImportFact } from "./facts";
import type { ModuleFiles } from "./module-files";
import { isModule } from "./node/language";
import { nodeTree } from "./node/tree";
import { definitionOf } from "./python/definitions";
import { programOf } from "./python/programs";

/** Names that code imports from a module of its own, and that this does not have. */
export interface MissingNames {
  readonly fact: ImportFact;
  /** The file of the module. */
  readonly file: string;
  readonly names: readonly string[];
  /** The names that it has. */
  readonly has: readonly string[];
}

/** The code of a function, with the files of it and its layers. */
export interface Shipped {
  readonly code: Code;
  readonly facts: Facts;
  readonly all: ModuleFiles;
}

export function missingNames(fact: ImportFact, shipped: Shipped): MissingNames | undefined {
  const { code, facts, all } = shipped;
  const file = fact.resolved;
  if (fact.names.length === 0 || fact.names.includes("*")) return undefined;
  if (file === undefined) return facts.language === "python" ? missingModulesIn(fact, all) : undefined;
  const has = facts.language === "python" ? undefined : facts.modules.find(({ path }) => path === file)?.exports;
  const names =
    facts.language === "python"
      ? fact.names.filter((name) => lacks(shipped, file, name) && !all.hasPython(`${directoryOf(file)}${name}`))
      : fact.how === "import"
        ? has !== undefined
          ? without(fact.names, new Set(has))
          : fact.names.filter((name) => isNowhereIn(code, file, name))
        : [];
  const known = has ?? [...(moduleOf(code, file)?.bindings.keys() ?? [])];
  return names.length === 0 ? undefined : { fact, file, names, has: known };
}

/** Whether a file of CommonJS, which takes nothing over from others, does not say a name: then Node.js finds no such export. */
function isNowhereIn(code: Code, file: string, name: string): boolean {
  const found = /\.c?js$/.test(file) && name !== "default" && /^\w+$/.test(name) ? code.files.get(file) : undefined;
  if (found === undefined || TAKES_OVER.test(found.text) || isModule(code, file, nodeTree(found))) return false;
  return !new RegExp(`\\b${name}\\b`).test(found.text);
}

/** Code that exports names that the file does not contain. */
const TAKES_OVER =
  /\bmodule\.exports\s*=\s*(?:\w+\()*require\b|\.\.\.|\bassign\b|\bexportStar|\breExport|\bexports\s*\[|\bcopyProps/i;

/** Of a package without an `__init__.py`, which has modules alone. */
function missingModulesIn(fact: ImportFact, all: ModuleFiles): MissingNames | undefined {
  const directory = fact.module.replaceAll(".", "/");
  const isMade = [".py", ".so", "/__init__.py", "/__init__.so"].some((end) => all.has(directory + end));
  const names = isMade ? [] : fact.names.filter((name) => !all.hasPython(`${directory}/${name}`));
  return names.length === 0 ? undefined : { fact, file: directory, names, has: [] };
}

/** Where the modules of a package are, with a slash; of other modules, no directory at all. */
function directoryOf(file: string): string {
  return file.endsWith("__init__.py") ? file.slice(0, -"__init__.py".length) : `${file}/`;
}

function moduleOf(code: Code, file: string) {
  return programOf(code).module(file.replace(/(?:\/__init__)?\.py$/, "").split("/"));
}

/** Whether a module of Python certainly has nothing of a name, not even by another file that gives it one. */
function lacks(shipped: Shipped, file: string, name: string): boolean {
  const module = moduleOf(shipped.code, file);
  if (module === undefined || module.path !== file || /^__\w*__$/.test(name) || !/^\w+$/.test(name)) return false;
  return definitionOf(module, name) === "missing" && !attributesGivenIn(shipped).has(name);
}

/** The attributes that code assigns, on any object. */
const attributesGivenIn = once(({ code, facts }: Shipped): ReadonlySet<string> => {
  const texts = facts.modules.map(({ path }) => code.files.get(path)?.text ?? "");
  return new Set(texts.flatMap((text) => Array.from(text.matchAll(/\.(\w+)\s*=(?!=)/g), ([, name = ""]) => name)));
});

const without = (names: readonly string[], has: ReadonlySet<string>) => names.filter((name) => !has.has(name));
