import { step } from "../../kit/budget";
import type { Span } from "../tree";
import { answersWithError, handling, isErrorAnswer } from "./answers";
import { decorate, enterContext, itemOf } from "./calls";
import { assign, asTest, bind, evaluate, noteComparison, put, spoil } from "./expressions";
import { truthWithout, variablesIn } from "./guards";
import { environmentRead } from "./known";
import { exportNames, importNames } from "./modules";
import { type Exit, type Frame, GOES_ON, type Run } from "./run";
import type { Case, ClassDefinition, Expression, FunctionDefinition, Statement } from "./syntax";
import {
  asItIs,
  type ClassValue,
  choice,
  either,
  equal,
  FALSE,
  type FunctionValue,
  madeOf,
  NULL,
  TRUE,
  text,
  UNKNOWN,
  type Value,
} from "./values";

const MAX_CASES = 40;

/** Walks statements in their order, up to where the function certainly ends. */
export function block(run: Run, statements: readonly Statement[], frame: Frame): Exit {
  let exit = GOES_ON;
  const outer = run.guards;
  const isLast = run.isLastStatement;
  for (const [index, one] of statements.entries()) {
    run.isLastStatement = isLast && index === statements.length - 1;
    const last = withRaised(run, () => statement(run, one, frame));
    exit = after(exit, last);
    const stops = either(either(last.returns, last.raises), last.jumps);
    if (stops === TRUE || (stops.kind === "constant" && stops.value)) break;
    if (stops.kind === "constant") continue;
    run.guards = {
      guard: { kind: "rest", value: stops, holds: false, otherwiseFails: last.fails && last.jumps === FALSE },
      outer: run.guards,
    };
  }
  run.guards = outer;
  run.isLastStatement = isLast;
  return exit;
}

/** What own functions raise within an expression ends the statement. */
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

function after(first: Exit, second: Exit): Exit {
  const stops = either(either(first.returns, first.raises), first.jumps);
  const next = (one: Value, other: Value) =>
    one === FALSE ? (stops === FALSE ? other : choice(stops, FALSE, other)) : choice(one, TRUE, other);
  return {
    returns: next(first.returns, second.returns),
    raises: next(first.raises, second.raises),
    jumps: next(first.jumps, second.jumps),
    fails: first.fails && second.fails,
  };
}

function statement(run: Run, node: Statement, frame: Frame): Exit {
  step();
  switch (node.kind) {
    case "expression":
      evaluateStatement(run, node.value, frame);
      return GOES_ON;
    case "assign": {
      const value = evaluate(run, node.value, frame);
      if (node.isUpdate) update(run, node.targets, value, frame);
      else for (const target of node.targets) assign(run, target, value, frame, node.declares);
      return GOES_ON;
    }
    case "delete":
      for (const target of node.targets) {
        if (target.kind === "name") bind(run, target.name, UNKNOWN, frame.scope, true);
        if (target.kind !== "member") continue;
        const base = evaluate(run, target.of, frame);
        if (base.kind === "object") spoil(run, base, [base]);
        else put(run, base, evaluate(run, target.key, frame), NULL);
      }
      return GOES_ON;
    case "if": {
      const test = asTest(run, evaluate(run, node.test, frame));
      return run.branch(
        test,
        () => block(run, node.yes, frame),
        () => block(run, node.otherwise ?? [], frame),
      );
    }
    case "loop":
      return loop(run, node, frame);
    case "switch":
      return cases(run, evaluate(run, node.subject, frame), node.cases, node.fallsThrough, frame);
    case "try":
      return tryIt(run, node, frame);
    case "with":
      return withIt(run, node, frame);
    case "block":
      return block(run, node.body, frame);
    case "return": {
      const value = node.value === undefined ? NULL : evaluate(run, node.value, frame);
      frame.returns.push({ condition: run.conditionSince(frame.base), value });
      if (frame.isHandler) answer(run, value, node, frame);
      return { ...GOES_ON, returns: TRUE, fails: isErrorAnswer(value) };
    }
    case "throw":
      needVariables(run, node, frame);
      if (node.value !== undefined) evaluate(run, node.value, frame);
      return { ...GOES_ON, raises: TRUE };
    case "break":
    case "continue":
      run.loopEnds.push(run.changedSoFar());
      return { ...GOES_ON, jumps: TRUE, fails: false };
    case "function":
      bind(run, node.definition.name ?? "", defineFunction(run, node.definition, frame), frame.scope, true);
      return GOES_ON;
    case "class":
      bind(run, node.definition.name ?? "", defineClass(run, node.definition, frame), frame.scope, true);
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

export function answer(
  run: Run,
  value: Value,
  node: { readonly from: number; readonly to: number },
  frame: Frame,
): void {
  const keys = value.kind === "object" && value.what === "dictionary" ? [...value.members.keys()] : [];
  run.found.answers.push({ ...run.at(frame.scope, node), value: asItIs(value), keys });
}

/** Code that raises where a variable of the environment is not set needs it. */
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

/** A call whose result nobody takes may be there to change what it is given. */
function evaluateStatement(run: Run, node: Expression, frame: Frame): void {
  const called = node.kind === "await" ? node.value : node;
  if (called.kind !== "call") {
    evaluate(run, node, frame);
    return;
  }
  run.isStatement = true;
  evaluate(run, called, frame);
  run.isStatement = false;
}

function update(run: Run, targets: readonly Expression[], value: Value, frame: Frame): void {
  for (const target of targets) {
    const before = evaluate(run, target, frame);
    if (before.kind === "object") spoil(run, before, [value]);
    else if (before.kind === "event") put(run, before, UNKNOWN, value);
    else
      assign(
        run,
        target,
        before.kind === "constant" || before.kind === "text" ? text([before, value]) : madeOf([before, value]),
        frame,
        run.isPython,
      );
  }
}

// Branches

function cases(
  run: Run,
  subject: Value,
  [first, ...rest]: readonly Case[],
  isLoop: boolean | undefined,
  frame: Frame,
  depth = 0,
): Exit {
  if (first === undefined) return GOES_ON;
  const { tests, targets, body } = first;
  const values = tests.map((test) => {
    if (test.kind === "other") return madeOf([subject]);
    const value = evaluate(run, test, frame);
    noteComparison(run, subject, value, test, frame);
    return equal(subject, value);
  });
  // One for all else may stand before others.
  const isForAll = tests.length === 0 && rest.length === 0;
  const test = isForAll ? TRUE : tests.length === 0 || depth > MAX_CASES ? madeOf([subject]) : values.reduce(either);
  const exit = run.branch(
    test,
    () => {
      for (const target of targets) assign(run, target, madeOf([subject]), frame, true);
      return block(run, body, frame);
    },
    () => cases(run, subject, rest, false, frame, depth + 1),
  );
  return isLoop ? { ...exit, jumps: FALSE } : exit;
}

function loop(run: Run, node: Extract<Statement, { kind: "loop" }>, frame: Frame): Exit {
  const over = evaluate(run, node.over, frame);
  const isEndless = node.target === undefined && over.kind === "constant" && over.value === true;
  if (node.target === undefined && over.kind === "constant" && !over.value && !node.isDo)
    return block(run, node.otherwise ?? [], frame);
  const kind = node.target === undefined ? ("test" as const) : ("loop" as const);
  const value = node.target === undefined ? madeOf([over]) : asTest(run, over);
  const exit = run.round(
    { kind, value: isEndless || node.isDo ? TRUE : value, holds: true, otherwiseFails: false },
    () => {
      if (node.target !== undefined) assign(run, node.target, itemOf(run, over), frame, true);
      return block(run, node.body, frame);
    },
  );
  const certainly = isEndless && exit.jumps === FALSE;
  const perhaps = (condition: Value) =>
    condition === FALSE || certainly ? condition : madeOf([over, condition, UNKNOWN_TEST]);
  const left = { returns: perhaps(exit.returns), raises: perhaps(exit.raises), jumps: FALSE, fails: exit.fails };
  return after(left, block(run, node.otherwise ?? [], frame));
}

/** What makes a condition that nothing is known of. */
const UNKNOWN_TEST: Value = { kind: "external", name: "" };

// Exceptions

function tryIt(run: Run, node: Extract<Statement, { kind: "try" }>, frame: Frame): Exit {
  const how = handling(run, node.clauses, node.last, frame);
  const [outer, isTried, first] = [run.caught, run.isTried, run.found.eventReads.length];
  const raisedIn: Value[] = [];
  const { body, clauses, test } = run.handled(
    () => {
      if (how !== "no" && outer !== "bears") run.caught = how;
      run.isTried ||= node.clauses.length > 0;
      const exit = block(run, node.body, frame);
      [run.caught, run.isTried] = [outer, isTried];
      raisedIn.push(exit.raises);
      return after(exit, block(run, node.otherwise ?? [], frame));
    },
    () =>
      madeOf([
        UNKNOWN_TEST,
        ...raisedIn,
        ...run.found.eventReads
          .slice(first, first + 200)
          .filter(({ needs }) => needs !== "no")
          .map(({ path }): Value => ({ kind: "has", path })),
      ]),
    node.clauses.map(({ target, body }) => () => {
      if (target !== undefined) assign(run, target, madeOf([]), frame, true);
      return block(run, body, frame);
    }),
  );
  const caught = clauses.length > 0;
  const merged = (key: "returns" | "raises" | "jumps") => {
    const own = caught && key === "raises" ? FALSE : body[key];
    return clauses.reduce((value, clause) => choice(test, clause[key], value), own);
  };
  const exit: Exit = {
    returns: merged("returns"),
    raises: merged("raises"),
    jumps: merged("jumps"),
    fails:
      body.fails && clauses.every(({ fails }, index) => fails || answersWithError(run, node.clauses[index], frame)),
  };
  const clauseFails = clauses.every(({ fails }, index) => fails || answersWithError(run, node.clauses[index], frame));
  const only = { ...exit, fails: body.returns === FALSE && body.jumps === FALSE ? clauseFails : exit.fails };
  return node.last.length === 0 ? only : after(only, block(run, node.last, frame));
}

function withIt(run: Run, node: Extract<Statement, { kind: "with" }>, frame: Frame): Exit {
  const outer = run.caught;
  for (const { value, target } of node.items) {
    const manager = evaluate(run, value, frame);
    const { given, bears } = enterContext(run, manager, value, frame);
    if (bears) run.caught = "bears";
    if (target !== undefined) assign(run, target, given, frame, true);
  }
  const exit = block(run, node.body, frame);
  const bore = run.caught !== outer;
  run.caught = outer;
  return bore
    ? { ...exit, raises: FALSE, returns: exit.returns === FALSE ? FALSE : madeOf([exit.returns, UNKNOWN_TEST]) }
    : exit;
}

// Definitions

export function defineFunction(run: Run, definition: FunctionDefinition, frame: Frame): Value {
  const self = definition.isArrow ? frame.scope.self : undefined;
  const value: FunctionValue = { kind: "function", definition, scope: frame.scope, self };
  run.define(value);
  return definition.decorators.reduceRight<Value>((made, decorator) => decorate(run, decorator, made, frame), value);
}

export function defineClass(run: Run, definition: ClassDefinition, frame: Frame): Value {
  const bases = definition.bases.map((base) => evaluate(run, base, frame));
  const made: ClassValue = { kind: "class", definition, scope: frame.scope, bases, members: new Map() };
  const scope = { ...frame.scope, names: made.members, outer: frame.scope, outerNames: new Set<string>(), class: made };
  const within: Frame = { scope, returns: [], base: run.guards, isHandler: false };
  block(run, definition.body, within);
  for (const method of definition.methods) {
    const value: FunctionValue = {
      kind: "function",
      definition: method,
      scope: { ...frame.scope, names: new Map(), outer: frame.scope, outerNames: new Set(), class: made },
    };
    run.define(value);
    const others = method.decorators.filter((decorator) => !isMember(decorator));
    const decorated = others.reduceRight<Value>((made, decorator) => decorate(run, decorator, made, frame), value);
    made.members.set(method.name ?? "", { value: decorated });
  }
  return made;
}

function isMember(decorator: Expression): boolean {
  const name = decorator.kind === "member" ? decorator.key : decorator;
  return MEMBERS.has(name.kind === "name" ? name.name : name.kind === "constant" ? String(name.value) : "");
}

const MEMBERS: ReadonlySet<string> = new Set(["staticmethod", "classmethod", "property", "cached_property"]);
