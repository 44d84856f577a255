import { step } from "../../kit/budget";
import type { Span } from "../tree";
import type { EventRead, Fact, Facts } from "./facts";
import type { Guard, Guards } from "./guards";
import type { FunctionDefinition, Statement } from "./syntax";
import {
  asCondition,
  type Cell,
  choice,
  FALSE,
  type FunctionValue,
  madeOf,
  not,
  type ObjectValue,
  type Scope,
  type SourceModule,
  TRUE,
  type Value,
} from "./values";

/** What the walk has to know of a language. */
export interface Language {
  readonly name: "python" | "node";
  /** A file of the function's own code; undefined where there is none. */
  read(path: string): ParsedFile | undefined;
  /** The files that are loaded, in this order, for a module that a file names; none where it is not in the function's own code. */
  resolve(module: string, from: string): readonly string[];
  /** The full name of a module that a file names, in one spelling. */
  absolute(module: string, from: string): string;
  /** Whether a module can be in the function's own code alone. */
  isOwn(module: string): boolean;
}

export interface ParsedFile {
  readonly statements: readonly Statement[];
  readonly isSound: boolean;
  readonly isCommonJs: boolean;
  place(at: { readonly from: number }): { readonly line: number; readonly column: number };
}

/** A function while it is walked. */
export interface Frame {
  readonly scope: Scope;
  readonly returns: { readonly condition: Value; readonly value: Value }[];
  /** The conditions on which it was called. */
  readonly base: Guards;
  /** Whether what it returns is the answer of the handler. */
  readonly isHandler: boolean;
}

/** On what code does not go on behind it: `returns` and `raises` end the function, `jumps` ends a round of a loop. */
export interface Exit {
  readonly returns: Value;
  readonly raises: Value;
  readonly jumps: Value;
  /** Whether all that it returns are errors. */
  readonly fails: boolean;
}

export const GOES_ON: Exit = { returns: FALSE, raises: FALSE, jumps: FALSE, fails: true };

/** A module that was loaded. */
export interface Loaded {
  readonly module: SourceModule;
  readonly scope: Scope;
  /** What others get that import it. */
  readonly exports: ObjectValue;
  readonly file: ParsedFile;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] extends readonly (infer E)[] ? E[] : T[K] };

/** How often a function is walked at most; further calls give something unknown. */
const MAX_WALKS = 3;

/** One walk over the code of a function: where it is, and what it found. */
export class Run {
  guards: Guards = undefined;
  caught: Fact["caught"] = "no";
  /** Whether a clause somewhere around handles exceptions of whatever kind. */
  isTried = false;
  phase: Fact["phase"] = "load";
  isReached = true;
  /** On what the last expression raised an exception of the code's own. */
  raised: Value = FALSE;
  /** The conditions at the start of the statement that is walked. */
  statementGuards: Guards = undefined;
  /** Whether nobody takes what the next call gives. */
  isStatement = false;
  /** Whether the handler ends with the statement that is walked. */
  isLastStatement = false;
  depth = 0;
  /** Functions that are being walked. */
  readonly open = new Set<FunctionDefinition>();
  readonly loaded = new Map<string, Loaded>();
  /** What the code put into the event, by path. */
  readonly changes = new Map<string, Cell>();
  /** What code that breaks off or goes on with the next round of a loop leaves behind, for the innermost loop. */
  loopEnds: ReadonlyMap<Cell, Value>[] = [];
  readonly found: Mutable<Facts>;
  readonly #walks = new Map<FunctionDefinition, number>();
  readonly #functions = new Map<FunctionDefinition, FunctionValue>();
  #journal: Map<Cell, Value> | undefined;

  constructor(readonly language: Language) {
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

  readEvent(
    scope: Scope,
    span: Span,
    path: readonly string[],
    needs: EventRead["needs"],
    value: Value,
    isCompared = false,
  ): void {
    const { from, to } = span;
    this.found.eventReads.push({ ...this.at(scope, span), path, needs, value, from, to, isCompared });
  }

  // Values that change

  set(cell: Cell, value: Value): void {
    step();
    if (this.#journal !== undefined && !this.#journal.has(cell)) this.#journal.set(cell, cell.value);
    cell.value = value;
  }

  /** Runs code, and takes back what it changed. */
  #tentatively<T>(work: () => T): { readonly result: T; readonly changed: ReadonlyMap<Cell, Value> } {
    const outer = this.#journal;
    const journal = new Map<Cell, Value>();
    this.#journal = journal;
    try {
      const result = work();
      return { result, changed: this.#takeBack(journal) };
    } finally {
      this.#journal = outer;
    }
  }

  /** Runs code that changes what it changes for good, such as that of a module. */
  apart<T>(work: () => T): T {
    const journal = this.#journal;
    this.#journal = undefined;
    try {
      return work();
    } finally {
      this.#journal = journal;
    }
  }

  #takeBack(journal: ReadonlyMap<Cell, Value>): ReadonlyMap<Cell, Value> {
    const changed = new Map<Cell, Value>();
    for (const [cell, before] of journal) {
      step();
      changed.set(cell, cell.value);
      cell.value = before;
    }
    return changed;
  }

  /** What was changed since a loop, or a branch in it, has begun. */
  changedSoFar(): ReadonlyMap<Cell, Value> {
    step(this.#journal?.size ?? 0);
    return new Map([...(this.#journal?.keys() ?? [])].map((cell) => [cell, cell.value]));
  }

  /** Runs both ways on which a test decides, or the one where it is known; what each changes depends on the test. */
  branch(test: Value, yes: () => Exit, no: () => Exit): Exit {
    if (test.kind === "constant") return test.value ? yes() : no();
    const [then, otherwise] = [true, false].map((holds) =>
      this.#tentatively(() =>
        this.within({ kind: "test", value: test, holds, otherwiseFails: false }, holds ? yes : no),
      ),
    );
    if (then === undefined || otherwise === undefined) return GOES_ON;
    this.#merge(test, then.changed, ends(then.result), otherwise.changed, ends(otherwise.result));
    const combined = (one: Value, other: Value) => choice(test, one, other);
    return {
      returns: combined(then.result.returns, otherwise.result.returns),
      raises: combined(then.result.raises, otherwise.result.raises),
      jumps: combined(then.result.jumps, otherwise.result.jumps),
      fails: then.result.fails && otherwise.result.fails,
    };
  }

  #merge(
    test: Value,
    then: ReadonlyMap<Cell, Value>,
    thenEnds: boolean,
    otherwise: ReadonlyMap<Cell, Value>,
    otherwiseEnds: boolean,
  ): void {
    for (const cell of new Set([...then.keys(), ...otherwise.keys()])) {
      const [one, other] = [then.get(cell) ?? cell.value, otherwise.get(cell) ?? cell.value];
      if (thenEnds && otherwiseEnds) continue;
      this.set(cell, thenEnds ? other : otherwiseEnds ? one : choice(test, one, other));
    }
  }

  /** Runs code that may run or not, as what is not known decides. */
  perhaps(guard: Guard, work: () => Exit): Exit {
    const outerEnds = this.loopEnds;
    const { result, changed } = this.#tentatively(() => this.within(guard, work));
    this.#merge(madeOf([asCondition(guard.value)]), changed, ends(result), new Map(), false);
    this.loopEnds = outerEnds;
    return result;
  }

  /** Runs the body of a loop. */
  round(guard: Guard, work: () => Exit): Exit {
    const outerEnds = this.loopEnds;
    this.loopEnds = [];
    const { result, changed } = this.#tentatively(() => this.within(guard, work));
    const test = madeOf([asCondition(guard.value), result.jumps]);
    const isEnd = result.returns === TRUE || result.raises === TRUE || result.jumps === TRUE;
    this.#merge(test, changed, isEnd, new Map(), false);
    for (const left of this.loopEnds) this.#merge(test, left, false, new Map(), false);
    this.loopEnds = outerEnds;
    return result;
  }

  /** Runs the body of a `try`, then what handles exceptions, which may take the place of the rest of the body. */
  handled(
    body: () => Exit,
    test: () => Value,
    clauses: readonly (() => Exit)[],
  ): { body: Exit; clauses: readonly Exit[]; test: Value } {
    const tried = this.#tentatively(body);
    const failed = test();
    const guard: Guard = { kind: "caught", value: failed, holds: true, otherwiseFails: false };
    const runs = clauses.map((clause) =>
      this.#tentatively(() => {
        for (const [cell, value] of tried.changed) this.set(cell, madeOf([cell.value, value, failed]));
        return this.within(guard, clause);
      }),
    );
    let after = { changed: tried.changed, isEnd: ends(tried.result) };
    for (const { result, changed } of runs) {
      const { changed: merged } = this.#tentatively(() => {
        this.#merge(failed, changed, ends(result), after.changed, after.isEnd);
      });
      after = { changed: merged, isEnd: after.isEnd && ends(result) };
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

  /** The condition on which code runs since a function was called, besides that nothing before has ended it. */
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
    if (walks >= MAX_WALKS) return false;
    this.#walks.set(definition, walks + 1);
    return true;
  }

  /** Functions that nothing was found to call. */
  unwalked(): readonly FunctionValue[] {
    return [...this.#functions.values()].filter(({ definition }) => !this.#walks.has(definition));
  }
}

/** Most conditions in each other that are told apart, and most that are looked at. */
const [MAX_CONDITIONS, MAX_GUARDS] = [8, 100];

function ends({ returns, raises, jumps }: Exit): boolean {
  return [returns, raises, jumps].some((value) => value.kind === "constant" && value.value === true);
}

export function scopeOf(module: SourceModule, outer: Scope | undefined, more: Partial<Scope> = {}): Scope {
  return { names: new Map(), outer, module, outerNames: new Set(), ...more };
}
