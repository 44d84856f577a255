import { once } from "../../kit/once";
import type { Resource } from "../../kit/resource";
import type { Code } from "../code";
import { handlerFile } from "../handler";
import { nodeOf } from "../node/language";
import { pythonOf } from "../python/language";
import { programOf } from "../python/programs";
import { runtimeOf } from "../runtime";
import type { Facts } from "./facts";
import { factsOfHandler } from "./walk";

export type * from "./facts";
export { type Guard, type Guards, guardsOf, isOfEvent, isSure } from "./guards";
export { entriesOf, keysOf, memberOf } from "./objects";
export type { Arguments, ExternalCall, Value } from "./values";
export { leavesOf, sourcesOf, textOf } from "./values";

/**
 * Facts about the code of a Python or Node.js function, computed once for all policies. Call it within `CodeJudge.whole`, which
 * limits the work.
 * @returns undefined for other runtimes, and where the handler is not known or not in the code
 */
export function factsOf(lambda: Resource, code: Code): Facts | undefined {
  const handler = lambda.properties.at("handler").string();
  const family = runtimeOf(lambda)?.family;
  if (handler.state !== "known" || (family !== "python" && family !== "nodejs")) return undefined;
  const file = handlerFile(lambda, code, handler.value, family);
  if (file?.found === undefined) return undefined;
  const known = factsByHandler(code);
  const key = `${family} ${file.found} ${file.name}`;
  const facts =
    known.get(key) ??
    factsOfHandler(family === "python" ? pythonOf(programOf(code)) : nodeOf(code), file.found, file.name);
  known.set(key, facts);
  return facts;
}

const factsByHandler = once((_code: Code) => new Map<string, Facts>());
