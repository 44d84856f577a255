import { answersWithError, hasError } from "./answers";
import { assign, lose } from "./assignments";
import { UNKNOWN_TEST } from "./branches";
import { call, isRecorder } from "./calls";
import { after, combine, type Exit } from "./exits";
import type { Fact } from "./facts";
import type { Frame } from "./frames";
import { itemOf, lookUpMember } from "./members";
import type { Run } from "./run";
import type { Clause, Expression, StatementOf } from "./syntax";
import { choice, FALSE, madeOf, NO_ARGUMENTS, UNKNOWN, type Value } from "./values";

export function tryIt(run: Run, node: StatementOf<"try">, frame: Frame): Exit {
  const how = handling(run, node, frame);
  const [outer, isTried, first] = [run.caught, run.isTried, run.found.eventReads.length];
  const raisedIn: Value[] = [];
  // Before its clause runs, the name of an exception has no value either.
  for (const { target } of run.isPython ? node.clauses : [])
    if (target?.kind === "name") lose(run, target, frame, { why: "exception", mayRaise: true }, true);
  const { body, clauses, test } = run.handled(
    () => {
      if (how !== "no" && outer !== "suppresses") run.caught = how;
      run.isTried ||= node.clauses.length > 0;
      const exit = run.block(node.body, frame);
      [run.caught, run.isTried] = [outer, isTried];
      raisedIn.push(exit.raises);
      return after(exit, run.block(node.otherwise ?? [], frame));
    },
    () => {
      const reads = run.found.eventReads.slice(first, first + 200).filter(({ needs }) => needs !== "no");
      const all = madeOf([...raisedIn, ...reads.map(({ path }): Value => ({ kind: "has", path }))]);
      return all === UNKNOWN ? UNKNOWN_TEST : all;
    },
    node.clauses.map(({ target, body }) => () => {
      if (target !== undefined) assign(run, target, madeOf([]), frame, true);
      const calls = run.found.externalCalls.length;
      const exit = run.block(body, frame);
      // Calls other than logging may raise.
      const mayRaise = !run.found.externalCalls.slice(calls).every(({ name }) => isRecorder(name));
      if (run.isPython && target?.kind === "name") lose(run, target, frame, { why: "exception", mayRaise });
      return exit;
    }),
  );
  const answers = clauses.map((exit, index) => exit.fails || answersWithError(run, node.clauses[index], frame));
  const fails = answers.every(Boolean);
  const own = clauses.length > 0 ? { ...body, raises: FALSE } : body;
  const merged = clauses.reduce((exit, clause) => combine(clause, exit, (one, other) => choice(test, one, other)), own);
  const isOfClauses = body.returns === FALSE && body.jumps === FALSE;
  const exit = { ...merged, fails: fails && (isOfClauses || body.fails) };
  return node.last.length === 0 ? exit : after(exit, run.block(node.last, frame));
}

/**
 * The effect of the clauses of a `try` if a key is missing or a value is none: nothing; they replace it (`suppresses`), or they answer
 * with an error, so that every request fails anyway.
 */
function handling(run: Run, { clauses, last }: StatementOf<"try">, frame: Frame): Fact["caught"] {
  const first = clauses.find((clause) => catches(run, clause, frame));
  const ends = last.some(({ kind }) => kind === "return");
  // If nothing around it handles the exception either, it remains one.
  if (first?.body.at(-1)?.kind === "throw" && !run.isTried && !ends) return "no";
  if (first !== undefined) return answersWithError(run, first, frame) ? "answers" : "suppresses";
  return ends ? (last.some((statement) => hasError(statement)) ? "answers" : "suppresses") : "no";
}

const CAUGHT =
  /(?:^|\.)(?:ImportError|ModuleNotFoundError|KeyError|LookupError|TypeError|AttributeError|Exception|BaseException|StandardError)$/;

function catches(run: Run, { types }: Clause, frame: Frame): boolean {
  const isCaught = (value: Value): boolean => {
    // A constant, or the result of a call, may be a list of exceptions.
    if (value.kind === "external") return CAUGHT.test(value.name) || /(?:^|\.)[A-Z][A-Z0-9_]+$|\)$/.test(value.name);
    if (value.kind === "object") return [...value.members.values()].some((cell) => isCaught(cell.value));
    // Python does not raise own classes; library classes are unknown.
    return value.kind !== "class";
  };
  return types.length === 0 || types.some((type) => isCaught(run.evaluate(type, frame)));
}

export function withIt(run: Run, node: StatementOf<"with">, frame: Frame): Exit {
  const outer = run.caught;
  for (const { value, target } of node.items) {
    const manager = run.evaluate(value, frame);
    const { given, suppresses } = enterContext(run, manager, value, frame);
    if (suppresses) run.caught = "suppresses";
    if (target !== undefined) assign(run, target, given, frame, true);
  }
  const exit = run.block(node.body, frame);
  const bore = run.caught !== outer;
  run.caught = outer;
  if (!bore) return exit;
  return { ...exit, raises: FALSE, returns: exit.returns === FALSE ? FALSE : madeOf([exit.returns, UNKNOWN_TEST]) };
}

/** The value of a `with` item, and whether it suppresses exceptions. */
function enterContext(run: Run, manager: Value, node: Expression, frame: Frame): { given: Value; suppresses: boolean } {
  if (manager.kind === "external") {
    const caught = manager.from?.args.positional.map((value) => (value.kind === "external" ? value.name : "")) ?? [];
    return { given: manager, suppresses: caught.some((name) => SUPPRESSED.test(name)) };
  }
  const isOwn = manager.kind === "object" && lookUpMember(manager, "__exit__") !== undefined;
  const entered = manager.kind === "object" ? lookUpMember(manager, "__enter__") : undefined;
  const given = entered === undefined ? itemOf(run, manager) : call(run, entered, NO_ARGUMENTS, { node, frame });
  const isOfName = node.kind === "call" && node.callee.kind === "name";
  return { given, suppresses: isOwn || (isOfName && manager.kind === "other") };
}

const SUPPRESSED =
  /(?:^|\.)(?:ImportError|ModuleNotFoundError|KeyError|LookupError|TypeError|Exception|BaseException)$/;
