import { evaluate } from "./expressions";
import type { Fact } from "./facts";
import type { Frame, Run } from "./run";
import type { Clause, Expression, Statement } from "./syntax";
import { memberOf, type Value } from "./values";

/** Whether what a handler returns says that something went wrong. */
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

/** Names of functions that make an answer of an error. */
const FAILS =
  /err(?:or)?(?![a-z])|fail|invalid|bad_?request|exception|not_?found|unauthori|forbidden|unprocess|abort|(?:^|_)[45]\d\d(?:_|$)/i;

/**
 * What the clauses of a `try` do where a key is missing or a value is none: nothing; they stand in for it (`bears`), or they answer
 * with an error, so that every request fails anyway.
 */
export function handling(
  run: Run,
  clauses: readonly Clause[],
  last: readonly Statement[],
  frame: Frame,
): Fact["caught"] {
  const first = clauses.find((clause) => catches(run, clause, frame));
  const ends = last.some(({ kind }) => kind === "return");
  // Where nothing around it handles that either, an exception stays one.
  if (first?.body.at(-1)?.kind === "throw" && !run.isTried && !ends) return "no";
  if (first !== undefined) return answersWithError(run, first, frame) ? "answers" : "bears";
  return ends ? (last.some((statement) => hasError(statement)) ? "answers" : "bears") : "no";
}

const CAUGHT =
  /(?:^|\.)(?:ImportError|ModuleNotFoundError|KeyError|LookupError|TypeError|AttributeError|Exception|BaseException|StandardError)$/;

function catches(run: Run, { types }: Clause, frame: Frame): boolean {
  const isCaught = (value: Value): boolean => {
    // A constant, or what a call gives, may be a list of exceptions.
    if (value.kind === "external") return CAUGHT.test(value.name) || /(?:^|\.)[A-Z][A-Z0-9_]+$|\)$/.test(value.name);
    if (value.kind === "object") return [...value.members.values()].some((cell) => isCaught(cell.value));
    // A class of the code's own is not what Python raises; of others it is not known.
    return value.kind !== "class";
  };
  return types.length === 0 || types.some((type) => isCaught(evaluate(run, type, frame)));
}

/** Whether a clause raises, answers with an error, or does nothing but tell of it where the handler ends. */
export function answersWithError(run: Run, clause: Clause | undefined, frame: Frame): boolean {
  if (clause === undefined) return false;
  const { body } = clause;
  if (body.some((statement) => statement.kind === "throw" || hasError(statement))) return true;
  // What the clause gives in place of the event's own is what it is for.
  const isSilent = body.every(({ kind }) => kind === "expression");
  return isSilent && frame.isHandler && run.isLastStatement;
}

/** Whether something in a statement is the number of an error, or makes an answer of one. */
function hasError(statement: Statement): boolean {
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
