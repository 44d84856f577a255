import type { Code } from "../code";
import { type Module, Program } from "./modules";

const programs = new WeakMap<Code, Program>();

/** The Python files of a function as modules, parsed once for all policies. */
export function programOf(code: Code): Program {
  const program = programs.get(code) ?? new Program((path) => code.files.get(path)?.text);
  programs.set(code, program);
  return program;
}

/** The Python files of a function that are its own and no tests, which are shipped by oversight and never run. */
export function ownModules(code: Code): readonly Module[] {
  const program = programOf(code);
  return [...code.files.keys()]
    .filter((path) => path.endsWith(".py") && !TEST.test(path))
    .flatMap((path) => program.module(path.slice(0, -".py".length).split("/")) ?? []);
}

const TEST = /(?:^|\/)(?:tests?\/|conftest\.py$|test_[^/]*\.py$|[^/]*_test\.py$)/;
