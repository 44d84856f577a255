import type { Span } from "../tree";
import { certainlyStops, combine, type Exit, stopOf } from "./exits";
import type { Fact, Facts } from "./facts";
import type { Frame, Loaded, Site } from "./frames";
import type { Guard, Guards } from "./guards";
import { type Changes, Journal } from "./journal";
import type { Language } from "./language";
import type { Expression, FunctionDefinition, Statement } from "./syntax";
import type { EarlyRead, Loss } from "./unbound-names";
import {
  type Arguments,
  asCondition,
  type Cell,
  choice,
  FALSE,
  type FunctionValue,
  leavesOf,
  madeOf,
  not,
  type ObjectValue,
  type Scope,
  TRUE,
  UNKNOWN,
  type Value,
} from "./values";

export type Mutable<T> = { -readonly [K in keyof T]: T[K] extends readonly (infer E)[] ? E[] : T[K] };

/** Parts of the walk that depend on each other. */
export interface Walk {
  evaluate(run: Run, node: Expression, frame: Frame): Value;
  block(run: Run, statements: readonly Statement[], frame: Frame): Exit;
  invoke(run: Run, called: FunctionValue, args: Arguments, isHandler?: boolean): Value;
  submodule(run: Run, base: ObjectValue, name: string, site: Site): Value | undefined;
}

/** The most walks of one function, and of a short one. Further calls have an unknown result. */
const [MAX_WALKS, MAX_SHORT_WALKS, SHORT] = [3, 24, 400];

/** One walk over the code of a function: its position and its findings. */
export class Run extends Journal {
  guards: Guards = undefined;
  caught: Fact["caught"] = "no";
  /** Whether an enclosing clause handles exceptions of any kind. */
  isTried = false;
  phase: Fact["phase"] = "load";
  isReached = true;
  /** The condition on which the last expression raised an exception of own code. */
  raised: Value = FALSE;
  /** The conditions at the start of the statement that is walked. */
  statementGuards: Guards = undefined;
  /** Whether the next call's result is unused. */
  isStatement = false;
  /** Whether the current statement is the last of the handler. */
  isLastStatement = false;
  depth = 0;
  /** Whether a loop is walked round by round. Loops in it are not. */
  isUnrolled = false;
  /** Functions that are being walked. */
  readonly open = new Set<FunctionDefinition>();
  readonly loaded = new Map<string, Loaded>();
  /** Values that the code assigned in the event, by path. */
  readonly changes = new Map<string, Cell>();
  /** Changes before `break` and `continue` in the innermost loop. */
  loopEnds: Changes[] = [];
  /** The loops of the current function, the outermost first. */
  loops: readonly Guard[] = [];
  /** Stands for the values of names without one. */
  readonly losses = new Map<Value, Loss>();
  /** The first reads of names without a value in a scope. */
  readonly early = new WeakMap<Scope, Map<string, EarlyRead>>();
  /** The place where the code returns an object. */
  readonly returned = new WeakMap<Value, Pick<Fact, "file" | "line" | "column">>();
  readonly found: Mutable<Facts>;
  readonly #walks = new Map<FunctionDefinition, number>();
  readonly #functions = new Map<FunctionDefinition, FunctionValue>();
  readonly #given = new Map<FunctionDefinition, { readonly self: Value | undefined; readonly value: Value }>();

  constructor(
    readonly language: Language,
    private readonly walk: Walk,
  ) {
    super();
    this.found = {
      language: language.name,
      modules: [],
      isComplete: true,
      handler: "unknown",
      imports: [],
      eventReads: [],
      environmentReads: [],
      awsCalls: [],
      logCalls: [],
      logSettings: [],
      answers: [],
      externalCalls: [],
      outerNames: [],
      unboundNames: [],
      exported: undefined,
    };
  }

  get isPython(): boolean {
    return this.language.name === "python";
  }

  // Facts

  at({ module }: Scope, span: Span): Fact {
    const certainty = !this.isReached ? "unreached" : this.guards === undefined ? "always" : "maybe";
    const { phase, caught, guards } = this;
    return { file: module.path, ...module.place(span), phase, certainty, caught, guards };
  }

  /** Records the place where the code returns a value it made: the innermost one is the most useful. */
  noteReturn(value: Value, span: Span, { module }: Scope): void {
    if (value.kind === "object" && !this.returned.has(value))
      this.returned.set(value, { file: module.path, ...module.place(span) });
  }

  // The walk

  evaluate(node: Expression, frame: Frame): Value {
    return this.walk.evaluate(this, node, frame);
  }

  block(statements: readonly Statement[], frame: Frame): Exit {
    return this.walk.block(this, statements, frame);
  }

  invoke(called: FunctionValue, args: Arguments, isHandler = false): Value {
    return this.walk.invoke(this, called, args, isHandler);
  }

  submodule(base: ObjectValue, name: string, site: Site): Value | undefined {
    return this.walk.submodule(this, base, name, site);
  }

  // Branches

  /** Runs both branches of a test, or only one if the test is known. Their changes depend on the test. */
  branch(test: Value, yes: () => Exit, no: () => Exit): Exit {
    if (test.kind === "constant") return test.value ? yes() : no();
    const guard = { kind: "test", value: test, otherwiseFails: false } as const;
    const then = this.tentatively(() => this.within({ ...guard, holds: true }, yes));
    const otherwise = this.tentatively(() => this.within({ ...guard, holds: false }, no));
    this.#merge(test, then.changed, certainlyStops(then.result), otherwise.changed, certainlyStops(otherwise.result));
    return combine(then.result, otherwise.result, (one, other) => choice(test, one, other));
  }

  /** Merges the changes of both branches where code continues. */
  #merge(test: Value, then: Changes, thenEnds: boolean, otherwise: Changes = new Map(), otherwiseEnds = false): void {
    if (thenEnds && otherwiseEnds) return;
    for (const cell of new Set([...then.keys(), ...otherwise.keys()])) {
      const [one, other] = [then.get(cell) ?? cell.value, otherwise.get(cell) ?? cell.value];
      this.set(cell, thenEnds ? other : otherwiseEnds ? one : choice(test, one, other));
    }
  }

  /** Runs code that may or may not run, on an unknown condition. */
  perhaps(guard: Guard, work: () => Exit): Exit {
    const outerEnds = this.loopEnds;
    const { result, changed } = this.tentatively(() => this.within(guard, work));
    this.#merge(madeOf([asCondition(guard.value)]), changed, certainlyStops(result));
    this.loopEnds = outerEnds;
    return result;
  }

  /** Runs the body of a loop. */
  round(guard: Guard, work: () => Exit): Exit {
    const outerEnds = this.loopEnds;
    this.loopEnds = [];
    const loops = this.loops;
    this.loops = [...loops, guard];
    const { result, changed } = this.tentatively(() => this.within(guard, work));
    this.loops = loops;
    const test = madeOf([asCondition(guard.value), result.jumps]);
    const isEnd = result.returns === TRUE || result.raises === TRUE || result.jumps === TRUE;
    this.#merge(test, changed, isEnd);
    for (const left of this.loopEnds) this.#merge(test, left, false);
    this.loopEnds = outerEnds;
    return result;
  }

  /** Runs the body of a `try`, then its handlers, which may replace the rest of the body. */
  handled(
    body: () => Exit,
    test: () => Value,
    clauses: readonly (() => Exit)[],
  ): { body: Exit; clauses: readonly Exit[]; test: Value } {
    const tried = this.tentatively(body);
    const failed = test();
    const guard: Guard = { kind: "caught", value: failed, holds: true, otherwiseFails: false };
    const runs = clauses.map((clause) =>
      this.tentatively(() => {
        for (const [cell, value] of tried.changed) this.set(cell, madeOf([cell.value, value, failed]));
        return this.within(guard, clause);
      }),
    );
    let after = { changed: tried.changed, isEnd: certainlyStops(tried.result) };
    for (const { result, changed } of runs) {
      const { changed: merged } = this.tentatively(() => {
        this.#merge(failed, changed, certainlyStops(result), after.changed, after.isEnd);
      });
      after = { changed: merged, isEnd: after.isEnd && certainlyStops(result) };
    }
    for (const [cell, value] of after.changed) this.set(cell, value);
    return { body: tried.result, clauses: runs.map(({ result }) => result), test: failed };
  }

  // Conditions

  within<T>(guard: Guard, work: () => T): T {
    const outer = this.guards;
    this.guards = { guard, outer };
    try {
      return work();
    } finally {
      this.guards = outer;
    }
  }

  /** Code after other code runs only if that continues. @returns whether it may */
  guardRest(exit: Exit): boolean {
    const value = stopOf(exit);
    if (value.kind === "constant") return !value.value;
    const otherwiseFails = exit.fails && exit.jumps === FALSE;
    this.guards = { guard: { kind: "rest", value, holds: false, otherwiseFails }, outer: this.guards };
    return true;
  }

  /** The condition on which code runs in a function, apart from earlier exits. */
  conditionSince(base: Guards): Value {
    let condition = TRUE;
    let [left, seen] = [MAX_CONDITIONS, MAX_GUARDS];
    for (let next = this.guards; next !== undefined && next !== base; next = next.outer) {
      const { kind, value, holds } = next.guard;
      if (seen-- === 0) return madeOf([condition, { kind: "event", path: [] }]);
      if (kind === "rest") continue;
      const test = kind !== "test" ? madeOf([asCondition(value)]) : holds ? value : not(value);
      if (left-- === 0) return madeOf([condition, test]);
      condition = condition === TRUE ? test : choice(test, condition, FALSE);
    }
    return condition;
  }

  // Functions

  define(value: FunctionValue): void {
    if (!this.#functions.has(value.definition)) this.#functions.set(value.definition, value);
  }

  /** Whether a function may be walked once more. */
  enter(definition: FunctionDefinition): boolean {
    const walks = this.#walks.get(definition) ?? 0;
    if (walks >= (definition.to - definition.from < SHORT ? MAX_SHORT_WALKS : MAX_WALKS)) return false;
    this.#walks.set(definition, walks + 1);
    return true;
  }

  /** The result of a function without arguments, if it is library code: clients that are made on first use. */
  gives({ definition, self }: FunctionValue, value: Value): void {
    const isOfOthers = leavesOf(value).some(({ kind }) => kind === "external");
    this.#given.set(definition, { self, value: isOfOthers ? value : UNKNOWN });
  }

  given({ definition, self }: FunctionValue): Value | undefined {
    const known = this.#given.get(definition);
    return known?.self === self ? known?.value : undefined;
  }

  /** Functions without a known call. */
  unwalked(): readonly FunctionValue[] {
    return [...this.#functions.values()].filter(({ definition }) => !this.#walks.has(definition));
  }
}

/** The most nested conditions that are distinguished, and the most that are looked at. */
const [MAX_CONDITIONS, MAX_GUARDS] = [8, 100];
