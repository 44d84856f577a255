import { words } from "../../kit/words";
import { ancestorsOf, childrenOf, type Place, type SyntaxNode } from "../tree";
import { UNPARSED, Unjudged } from "../unjudged";
import type { Calls } from "./calls";
import { isProbe } from "./imports";
import type { Module } from "./modules";
import { LOG_METHODS, Recording } from "./recording";
import { type ExceptClause, exceptClauses, expressionsOf } from "./tree";

/** A handler of all exceptions that neither raises nor records the traceback. */
export interface SilentHandler extends Place {
  /** `Exception`, `BaseException`; empty for a bare `except`. */
  readonly catches: string;
  /** A call of a logger in the handler that records the message only. */
  readonly logs: (Place & { readonly logger: string; readonly method: string }) | undefined;
  /** The file's name for its logger. */
  readonly logger: string | undefined;
  /** The file's name for the module `traceback`; undefined if it does not import it. */
  readonly traceback: string | undefined;
}

/**
 * Finds the handlers of a file that catch every exception and lose its traceback.
 * @throws Unjudged for a file that cannot be parsed
 */
export function silentHandlers(module: Module, calls: Calls): readonly SilentHandler[] {
  const { tree } = module;
  if (!tree.sound) throw new Unjudged(UNPARSED);
  const recording = new Recording(calls);
  const means = meansIn(module, calls);
  return tree.all(["TryStatement"]).flatMap((statement) => {
    if (isProbe(statement) || isForCommandLine(module, statement)) return [];
    return exceptClauses(statement).flatMap((clause) => {
      const catches = broadType(module, clause, calls);
      if (catches === undefined || clause.body === undefined || isMarked(module, clause)) return [];
      const exception = clause.name && tree.text(clause.name);
      if (recording.isIn(module, clause.body, exception)) return [];
      return [{ ...tree.place(clause.keyword), catches, logs: logIn(module, clause.body), ...means }];
    });
  });
}

/** A `return` by which a handler answers with an exception, which is not JSON. */
export interface ReturnedException extends Place {
  /** The name of the exception. */
  readonly name: string;
}

/**
 * Finds where the handler of a function returns an exception that it has caught, or a list or dictionary with it.
 * @param name of the handler in the module
 */
export function returnedExceptions(module: Module, name: string): readonly ReturnedException[] {
  const { tree, bindings, rebound } = module;
  const [definition, ...others] = bindings.get(name) ?? [];
  // Decorators may change the answer.
  if (definition?.name !== "FunctionDefinition" || others.length > 0 || rebound.has(name) || !tree.sound) return [];
  const isOwn = (node: SyntaxNode) =>
    [...ancestorsOf(node)].find(({ name }) => FUNCTIONS.has(name))?.from === definition.from;
  return tree.all(["TryStatement"], definition).flatMap((statement) =>
    exceptClauses(statement).flatMap(({ types, name: node, body }) => {
      const exception = node && tree.text(node);
      if (
        exception === undefined ||
        body === undefined ||
        !types.flatMap(membersOf).every((type) => isBuiltin(module, type))
      )
        return [];
      const isException = (value: SyntaxNode) => value.name === "VariableName" && tree.text(value) === exception;
      if (tree.all(["VariableName"], body).some((value) => isException(value) && isTarget(value))) return [];
      return tree
        .all(["ReturnStatement"], body)
        .filter((answer) => isOwn(answer) && expressionsOf(answer).flatMap(valuesOf).some(isException))
        .map((answer) => ({ ...tree.place(answer), name: exception }));
    }),
  );
}

const FUNCTIONS: ReadonlySet<string> = new Set(["FunctionDefinition", "LambdaExpression"]);

/** Whether a type is one of Python's own exceptions, none of which can be written as JSON. */
function isBuiltin({ tree, bindings, stars }: Module, type: SyntaxNode): boolean {
  const name = type.name === "VariableName" ? tree.text(type) : "";
  return stars.length === 0 && !bindings.has(name) && /^(?:BaseException|Exception|[A-Z][A-Za-z]+Error)$/.test(name);
}

/** The values that an expression contains unchanged. */
function valuesOf(expression: SyntaxNode): readonly SyntaxNode[] {
  return COLLECTIONS.has(expression.name) ? expressionsOf(expression).flatMap(valuesOf) : [expression];
}

const COLLECTIONS = words("ArrayExpression DictionaryExpression ParenthesizedExpression TupleExpression");

/** The type of a clause that catches every exception; empty if it names none. */
function broadType(module: Module, { types }: ExceptClause, calls: Calls): string | undefined {
  if (types.length === 0) return "";
  const names = types.flatMap(membersOf).map((type) => calls.qualified(module, type)?.replace(/^builtins\./, ""));
  return names.find((name) => name === "Exception" || name === "BaseException");
}

function membersOf(type: SyntaxNode): readonly SyntaxNode[] {
  return type.name === "TupleExpression" || type.name === "ParenthesizedExpression" ? expressionsOf(type) : [type];
}

/** The first call of a logger that records a message. */
function logIn({ tree }: Module, body: SyntaxNode): SilentHandler["logs"] {
  for (const call of tree.all(["CallExpression"], body)) {
    const [, logger = "", method = ""] = /^(.*)\.(\w+)$/.exec(tree.dotted(call.firstChild) ?? "") ?? [];
    if (/log/i.test(logger) && LOG_METHODS.has(method)) return { ...tree.place(call), logger, method };
  }
  return undefined;
}

/** A way for a file to record a traceback. */
function meansIn(module: Module, calls: Calls): Pick<SilentHandler, "logger" | "traceback"> {
  const { tree } = module;
  const { imported } = calls.namesOf(module);
  const traceback = [...imported].find(
    ([, { module, name }]) => module.join(".") === "traceback" && name === undefined,
  );
  const logger = tree.root.getChildren("AssignStatement").find((statement) => {
    const [target, value] = expressionsOf(statement);
    const made = value?.name === "CallExpression" ? calls.qualified(module, value.firstChild) : undefined;
    return target?.name === "VariableName" && /(?:^|\.)(?:getLogger|get_logger|Logger)$/.test(made ?? "");
  })?.firstChild;
  return { logger: logger ? tree.text(logger) : undefined, traceback: traceback?.[0] };
}

/** Whether code runs only where the file is the program, which it is not in Lambda. */
function isForCommandLine({ tree }: Module, statement: SyntaxNode): boolean {
  return [...ancestorsOf(statement)].some((above) => {
    const condition = above.name === "IfStatement" ? expressionsOf(above)[0] : undefined;
    return (
      condition !== undefined && tree.all(["VariableName"], condition).some((name) => tree.text(name) === "__name__")
    );
  });
}

/** Whether a linter comment on the line of the `except` marks it as intended. */
function isMarked({ tree }: Module, { keyword, body }: ExceptClause): boolean {
  const { line } = tree.place(keyword);
  const comments = body === undefined ? [] : [...childrenOf(body), ...[body.prevSibling ?? body]];
  return comments.some(
    (comment) =>
      comment.name === "Comment" &&
      tree.place(comment).line === line &&
      DELIBERATE.test(tree.text(comment).slice(0, 200)),
  );
}

const DELIBERATE =
  /#\s*(?:noqa\b(?!\s*:)|noqa\s*:.*\b(?:BLE001|E722|S110|S112)\b|pylint:\s*disable=.*(?:(?:broad|bare)-except|W07(?:02|03|18)))/i;

/** Whether a mention of a name assigns it. */
function isTarget(node: SyntaxNode): boolean {
  let at = node;
  while (at.parent !== null && TARGETS.has(at.parent.name)) at = at.parent;
  const last = at.parent?.getChildren("AssignOp").at(-1);
  switch (at.parent?.name) {
    case "AssignStatement":
      return last !== undefined && at.to <= last.from;
    case "UpdateStatement":
      return at.prevSibling === null;
    case "ForStatement":
    case "WithStatement":
      return at.prevSibling?.name === "for" || at.prevSibling?.name === "as";
    case "NamedExpression":
      return isWalrus(node);
    default:
      return DEFINITIONS.has(at.parent?.name ?? "");
  }
}

/** Expressions that destructure as assignment targets. */
const TARGETS: ReadonlySet<string> = new Set(["ArrayExpression", "ParenthesizedExpression", "TupleExpression"]);
const DEFINITIONS: ReadonlySet<string> = new Set(["ClassDefinition", "FunctionDefinition", "ImportStatement"]);

function isWalrus({ parent, nextSibling }: SyntaxNode): boolean {
  return parent?.name === "NamedExpression" && nextSibling !== null;
}
