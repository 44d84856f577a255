import type { Frame } from "./frames";
import { asItIs, memberOf } from "./objects";
import type { Run } from "./run";
import type { Clause, Expression, Statement } from "./syntax";
import { leavesOf, MAX_VISITED, partsOf, type Value } from "./values";

export function answer(
  run: Run,
  value: Value,
  node: { readonly from: number; readonly to: number },
  frame: Frame,
): void {
  eachLeaf(run, value, [], (made, tests) => {
    const place = run.returned.get(made);
    const keys = made.kind === "object" && made.what === "dictionary" ? [...made.members.keys()] : [];
    const found = (value: Value, isOpaque: boolean) =>
      run.found.answers.push({ ...run.at(frame.scope, node), ...place, value: asItIs(value), keys, isOpaque });
    const body = memberOf(made, "body");
    if (made.kind !== "object" || body?.kind !== "choice")
      found(
        made,
        tests.some((test) => mayDependOn(test, made)),
      );
    else
      eachLeaf(run, body, tests, (each, all) => {
        const members = new Map(made.members).set("body", { value: each });
        found(
          { ...made, members },
          all.some((test) => mayDependOn(test, made) || mayDependOn(test, each)),
        );
      });
  });
}

/** Calls a function with each possible value, under the condition for it. */
function eachLeaf(
  run: Run,
  value: Value,
  tests: readonly Value[],
  act: (leaf: Value, tests: readonly Value[]) => void,
): void {
  if (value.kind !== "choice" || leavesOf(value).length === 0) {
    act(value, tests);
    return;
  }
  const [guard, all] = [{ kind: "test", value: value.test, otherwiseFails: false } as const, [...tests, value.test]];
  run.within({ ...guard, holds: true }, () => eachLeaf(run, value.yes, all, act));
  run.within({ ...guard, holds: false }, () => eachLeaf(run, value.otherwise, all, act));
}

/** Whether a part of a value is unknown, or is a given value. */
function mayDependOn(value: Value, other: Value): boolean {
  const seen = new Set<Value>();
  const open = [value];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (seen.has(next)) continue;
    seen.add(next);
    if (next === other || (next.kind === "other" && next.of.length === 0) || seen.size > MAX_VISITED) return true;
    open.push(...partsOf(next));
  }
  return false;
}

/** Whether an answer of a handler reports an error. */
export function isErrorAnswer(value: Value): boolean {
  switch (value.kind) {
    case "choice":
      return isErrorAnswer(value.yes) && isErrorAnswer(value.otherwise);
    case "object": {
      const status = memberOf(value, "statusCode");
      return status !== undefined && isErrorStatus(status);
    }
    case "external":
      return FAILS.test(value.name) || (value.from?.args.positional.some(isErrorStatus) ?? false);
    default:
      return false;
  }
}

function isErrorStatus(value: Value): boolean {
  if (value.kind === "choice") return isErrorStatus(value.yes) && isErrorStatus(value.otherwise);
  if (value.kind === "external") return FAILS.test(value.name);
  const status = value.kind === "constant" ? Number(value.value) : 0;
  return status >= 400 && status < 600;
}

/** Names of functions that make an error answer. */
const FAILS =
  /err(?:or)?(?![a-z])|fail|invalid|bad_?request|exception|not_?found|unauthori|forbidden|unprocess|abort|(?:^|_)[45]\d\d(?:_|$)/i;

/** Whether a clause raises, answers with an error, or only logs it at the end of the handler. */
export function answersWithError(run: Run, clause: Clause | undefined, frame: Frame): boolean {
  if (clause === undefined) return false;
  const { body } = clause;
  if (body.some((statement) => statement.kind === "throw" || hasError(statement))) return true;
  // A clause that supplies a replacement for the event's value handles the error.
  const isSilent = body.every(({ kind }) => kind === "expression");
  return isSilent && frame.isHandler && run.isLastStatement;
}

/** Whether a statement contains an error status, or calls a function that makes an error answer. */
export function hasError(statement: Statement): boolean {
  switch (statement.kind) {
    case "expression":
      return says(statement.value, false);
    case "assign":
      return says(statement.value, true);
    case "return":
      return statement.value !== undefined && says(statement.value, true);
    case "if":
      return [...statement.yes, ...statement.otherwise].some(hasError);
    case "throw":
      return true;
    case "with":
    case "block":
      return statement.body.some(hasError);
    default:
      return false;
  }
}

function says(node: Expression, isTaken: boolean): boolean {
  switch (node.kind) {
    case "constant":
      return isTaken && ((Number(node.value) >= 400 && Number(node.value) < 600) || node.value === "error");
    case "call": {
      const name =
        node.callee.kind === "name"
          ? node.callee.name
          : node.callee.kind === "member" && node.callee.key.kind === "constant"
            ? String(node.callee.key.value)
            : "";
      const isLog = !isTaken && /^(?:print|log|info|debug|warn(?:ing)?|error|exception|critical)$/.test(name);
      if (isTaken && FAILS.test(name)) return true;
      return !isLog && node.args.some(({ value }) => says(value, true));
    }
    case "member":
      return (
        node.key.kind === "constant" &&
        /^(?:BAD_REQUEST|INTERNAL_SERVER_ERROR|NOT_FOUND|HTTPStatusCode)$/.test(String(node.key.value))
      );
    case "object":
      return node.entries.some(
        ({ key, value }) => says(value, true) || (key?.kind === "constant" && /^error/i.test(String(key.value))),
      );
    case "list":
      return node.items.some(({ value }) => says(value, isTaken));
    case "await":
      return says(node.value, isTaken);
    case "choice":
      return says(node.yes, isTaken) || says(node.otherwise, isTaken);
    default:
      return false;
  }
}
