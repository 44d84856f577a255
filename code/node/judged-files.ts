import type { Resource } from "../../kit/resource";
import type { Code } from "../code";
import { factsOf } from "../facts";
import { isTest } from "../python/programs";
import { runtimeOf } from "../runtime";

/** The paths of the JavaScript files that a Node.js function loads, without tests; none for other functions. */
export function judgedFiles(lambda: Resource, code: Code): readonly string[] {
  if (runtimeOf(lambda)?.family !== "nodejs") return [];
  return factsOf(lambda, code)?.modules.flatMap(({ path }) => (isTest(path) ? [] : path)) ?? [];
}
