import type { Language, ParsedFile } from "../facts/run";
import type { Program } from "./modules";
import { pythonStatements } from "./syntax";

/** Python, for the walk over the code of a function. */
export function pythonOf(program: Program): Language {
  const fileOf = (names: readonly string[]) => program.module(names)?.path;
  const absolute = (module: string, from: string) => {
    const [, dots = "", rest = ""] = /^(\.*)(.*)$/.exec(module) ?? [];
    if (dots === "") return rest;
    const directories = from.split("/").slice(0, -1);
    // Python refuses it.
    if (dots.length > directories.length) return module;
    return [...directories.slice(0, directories.length - dots.length + 1), ...rest.split(".")]
      .filter(Boolean)
      .join(".");
  };
  return {
    name: "python",
    read(path): ParsedFile | undefined {
      const module = program.module(path.replace(/(?:\/__init__)?\.py$/, "").split("/"));
      if (module?.path !== path) return undefined;
      const { tree } = module;
      return {
        statements: pythonStatements(tree),
        isSound: tree.sound,
        isCommonJs: false,
        place: (at) => tree.place(at),
      };
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
