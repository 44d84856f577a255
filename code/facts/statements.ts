import { step } from "../../kit/budget";
import type { Span } from "../tree";
import { answer, isErrorAnswer } from "./answers";
import { assign, bind, lose, put, spoil } from "./assignments";
import { cases, loop } from "./branches";
import { asTest } from "./conditions";
import { defineClass, defineFunction } from "./definitions";
import { tryIt, withIt } from "./exceptions";
import { after, type Exit, GOES_ON } from "./exits";
import type { Frame } from "./frames";
import { truthWithout, variablesIn } from "./guards";
import { exportNames, importNames } from "./imports";
import { environmentRead } from "./reads";
import type { Run } from "./run";
import type { Expression, Statement } from "./syntax";
import { FALSE, madeOf, NULL, TRUE, text, UNKNOWN, type Value } from "./values";

/** Walks statements in their order, up to where the function certainly ends. */
export function block(run: Run, statements: readonly Statement[], frame: Frame): Exit {
  let exit = GOES_ON;
  const outer = run.guards;
  const isLast = run.isLastStatement;
  for (const [index, one] of statements.entries()) {
    run.isLastStatement = isLast && index === statements.length - 1;
    const last = withRaised(run, () => statement(run, one, frame));
    exit = after(exit, last);
    if (!run.guardRest(last)) break;
  }
  run.guards = outer;
  run.isLastStatement = isLast;
  return exit;
}

/** An exception of an own function in an expression ends the statement. */
function withRaised(run: Run, work: () => Exit): Exit {
  const [outer, guards] = [run.raised, run.statementGuards];
  run.raised = FALSE;
  run.statementGuards = run.guards;
  const exit = work();
  const raised = run.raised;
  run.raised = outer;
  run.statementGuards = guards;
  return raised === FALSE ? exit : after({ ...GOES_ON, raises: raised }, exit);
}

export function statement(run: Run, node: Statement, frame: Frame): Exit {
  step();
  switch (node.kind) {
    case "expression":
      evaluateStatement(run, node.value, frame);
      return GOES_ON;
    case "assign": {
      const value = run.evaluate(node.value, frame);
      if (node.isUpdate) update(run, node.targets, value, frame);
      else for (const target of node.targets) assign(run, target, value, frame, node.declares);
      return GOES_ON;
    }
    case "delete":
      for (const target of node.targets) {
        if (target.kind === "name") lose(run, target, frame, { why: "deleted", mayRaise: false });
        if (target.kind !== "member") continue;
        const base = run.evaluate(target.of, frame);
        if (base.kind === "object") spoil(run, base, [base]);
        else put(run, base, run.evaluate(target.key, frame), NULL);
      }
      return GOES_ON;
    case "if": {
      const test = asTest(run, run.evaluate(node.test, frame));
      return run.branch(
        test,
        () => run.block(node.yes, frame),
        () => run.block(node.otherwise ?? [], frame),
      );
    }
    case "loop":
      return loop(run, node, frame);
    case "switch":
      return cases(run, run.evaluate(node.subject, frame), node.cases, node.fallsThrough, frame);
    case "try":
      return tryIt(run, node, frame);
    case "with":
      return withIt(run, node, frame);
    case "block":
      return run.block(node.body, frame);
    case "return": {
      const value = node.value === undefined ? NULL : run.evaluate(node.value, frame);
      frame.returns.push({ condition: run.conditionSince(frame.base), value });
      run.noteReturn(value, node, frame.scope);
      if (frame.isHandler) answer(run, value, node, frame);
      return { ...GOES_ON, returns: TRUE, fails: isErrorAnswer(value) };
    }
    case "throw":
      needVariables(run, node, frame);
      if (node.value !== undefined) run.evaluate(node.value, frame);
      return { ...GOES_ON, raises: TRUE };
    case "break":
    case "continue":
      run.loopEnds.push(run.changedSoFar());
      return { ...GOES_ON, jumps: TRUE, fails: false };
    case "function":
      bind(run, node.definition.name ?? "", defineFunction(run, node.definition, frame), frame.scope, node, true);
      return GOES_ON;
    case "class":
      bind(run, node.definition.name ?? "", defineClass(run, node.definition, frame), frame.scope, node, true);
      return GOES_ON;
    case "global":
      for (const name of node.names) frame.scope.outerNames.add(name);
      return GOES_ON;
    case "import":
      importNames(run, node, frame.scope);
      return GOES_ON;
    case "export":
      exportNames(run, node, frame.scope);
      return GOES_ON;
  }
}

/** Code that raises if an environment variable is not set needs that variable. */
function needVariables(run: Run, node: Span, frame: Frame): void {
  const inner = run.guards;
  for (const name of variablesIn(inner?.guard.value)) {
    let outer = inner;
    while (outer !== undefined && truthWithout(name, outer.guard) === outer.guard.holds) outer = outer.outer;
    if (outer === inner) continue;
    run.guards = outer;
    environmentRead(run, name, { node, frame }, { needs: true });
  }
  run.guards = inner;
}

/** A call whose result is unused may change its arguments. */
function evaluateStatement(run: Run, node: Expression, frame: Frame): void {
  const called = node.kind === "await" ? node.value : node;
  if (called.kind !== "call") {
    run.evaluate(node, frame);
    return;
  }
  run.isStatement = true;
  run.evaluate(called, frame);
  run.isStatement = false;
}

function update(run: Run, targets: readonly Expression[], value: Value, frame: Frame): void {
  for (const target of targets) {
    const before = run.evaluate(target, frame);
    if (before.kind === "object") spoil(run, before, [value]);
    else if (before.kind === "event") put(run, before, UNKNOWN, value);
    else {
      const isText = before.kind === "constant" || before.kind === "text";
      assign(run, target, isText ? text([before, value]) : madeOf([before, value]), frame, run.isPython);
    }
  }
}
