import type { Language, ParsedFile } from "../facts/language";
import { type Grammar, lower } from "../facts/lowering";
import { EXPRESSIONS } from "./expressions";
import { absoluteName, type Program } from "./modules";
import { STATEMENTS } from "./statements";
import { isExpression, type PythonTree } from "./tree";

const PYTHON: Grammar<PythonTree> = { expressions: EXPRESSIONS, statements: STATEMENTS, isExpression, hoists: false };

/** Python, for the walk over the code of a function. */
export function pythonOf(program: Program): Language {
  const fileOf = (names: readonly string[]) => program.module(names)?.path;
  const absolute = (module: string, from: string) => {
    const [dots = ""] = /^\.*/.exec(module) ?? [];
    // Python refuses relative imports above the top.
    const isAbove = dots !== "" && dots.length >= from.split("/").length;
    return isAbove ? module : absoluteName(module, from).join(".");
  };
  return {
    name: "python",
    read(path): ParsedFile | undefined {
      const module = program.module(path.replace(/(?:\/__init__)?\.py$/, "").split("/"));
      if (module?.path !== path) return undefined;
      const { tree } = module;
      const place: ParsedFile["place"] = (at) => tree.place(at);
      return { statements: lower(tree, PYTHON), isSound: tree.sound, isCommonJs: false, place };
    },
    resolve(module, from) {
      const names = absolute(module, from).split(".");
      if (names.includes("") || fileOf(names) === undefined) return [];
      return names.flatMap((_, index) => fileOf(names.slice(0, index + 1)) ?? []);
    },
    absolute,
    isOwn: (module) => module.startsWith("."),
  };
}
