import type { Resource } from "../../kit/resource";
import type { Code } from "../code";
import type { Facts } from "./facts";

export type * from "./facts";
export type { Value } from "./values";
export { keysOf, memberOf, textOf } from "./values";

/**
 * What the code of a Python or Node.js function does. It is found out once for all policies; call it within `CodeJudge.whole`, which
 * bounds the work.
 * @returns undefined for other runtimes, and where the handler is not known or not in the code
 */
export function factsOf(_lambda: Resource, _code: Code): Facts | undefined {
  return undefined;
}
