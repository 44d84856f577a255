import { once } from "../../kit/once";
import type { Resource } from "../../kit/resource";
import type { Code } from "../code";
import { type HandlerName, pythonHandler } from "../handler";
import { runtimeOf } from "../runtime";
import { loadedModules } from "./definitions";
import { type Module, Program } from "./modules";

/** The Python files of a function as modules, parsed once for all policies. */
export const programOf = once((code: Code) => new Program((path) => code.files.get(path)?.text));

/** The Python files of the program's own, also those that this function never loads. */
export function ownModules(code: Code): readonly Module[] {
  const program = programOf(code);
  return [...code.files.keys()]
    .filter((path) => path.endsWith(".py") && !isTest(path))
    .flatMap((path) => program.module(path.slice(0, -".py".length).split("/")) ?? []);
}

/** The handler of a Python function; undefined for other functions, and where it is not known. */
export function pythonHandlerOf(lambda: Resource): HandlerName | undefined {
  const handler = lambda.properties.at("handler").string();
  if (runtimeOf(lambda)?.family !== "python" || handler.state !== "known") return undefined;
  return pythonHandler(handler.value);
}

/** The Python files that a function loads, the handler's first; none if the handler is not known or not in the code. */
export function modulesLoadedBy(lambda: Resource, code: Code): readonly Module[] {
  const handler = pythonHandlerOf(lambda);
  return handler === undefined ? [] : loadedModules(programOf(code), handler.module);
}

/** Those of them that are not tests, unless the handler is in one. */
export function judgedModules(lambda: Resource, code: Code): readonly Module[] {
  return modulesLoadedBy(lambda, code).filter(({ path }, index) => index === 0 || !isTest(path));
}

/** The files among those that a function loads that could not be read. */
export function unreadModules(lambda: Resource, code: Code): readonly string[] {
  if (code.problems.length === 0) return [];
  modulesLoadedBy(lambda, code);
  return programOf(code).missing.filter((path) => code.entries.has(path));
}

/** Whether a file is a test, which is shipped by oversight and never runs. */
export function isTest(path: string): boolean {
  return TEST.test(path);
}

const TEST =
  /(?:^|\/)(?:tests?\/|__tests__\/|conftest\.py$|test_[^/]*\.py$|[^/]*[._]test\.py$|[^/]*\.(?:test|spec)\.[cm]?[jt]s$)/;
