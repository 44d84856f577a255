import { step } from "../../../kit/budget";
import type { Module, Program } from "../modules";
import type { SyntaxNode } from "../tree";
import {
  chosen,
  dependsOnFormat,
  type EventKey,
  type EventShape,
  type FunctionValue,
  isWhole,
  join,
  NONE,
  OTHER,
  type Scope,
  TELLING,
  tells,
  type Value,
} from "./values";

/** Whether the code at hand runs for events of the shape: it does, that cannot be told, or it does not. */
export enum Live {
  Yes,
  Unsure,
  No,
}

/** A call of a function while it runs. */
export interface Frame {
  readonly scope: Scope;
  live: Live;
  /** Whether what it returns is the response to the event. */
  readonly responds: boolean;
  readonly returns: { readonly value: Value; readonly live: Live }[];
  /** Whether an exception may have left it, for events of another format. */
  raisedUnsure: boolean;
  /** How many times a loop was left or gone on with. */
  jumps: number;
  /** Whether the format has decided on which of several ways it returns. */
  chosen: boolean;
}

export function frameOf(scope: Scope, live: Live, responds = false): Frame {
  return { scope, live, responds, returns: [], raisedUnsure: false, jumps: 0, chosen: false };
}

/** What is passed to a call. */
export interface Arguments {
  readonly positional: readonly Value[];
  readonly keywords: ReadonlyMap<string, Value>;
}

export function argumentsOf(...positional: readonly Value[]): Arguments {
  return { positional, keywords: new Map() };
}

/** A subscript that reads what events of the shape do not have. */
export interface FailingRead {
  readonly module: Module;
  /** The whole subscript. */
  readonly node: SyntaxNode;
  /** From the event to what is read. */
  readonly path: readonly string[];
  /** A name for the event as a whole there. */
  readonly event: string | undefined;
}

/** One of several ways that code may come. */
export interface Way {
  readonly live: Live;
  run(): void;
}

/** What code reads on one of two ways. */
export interface WayReads {
  readonly failing: readonly FailingRead[];
  /** Whether it reads what some other format does not have. */
  readonly finds: boolean;
}

interface WayFacts {
  /** The names to which the code gives a value. */
  readonly assigned: readonly string[];
  readonly returns: boolean;
}

/** How deep expressions and calls may be in each other. */
const MAX_DEPTH = 400;

/** How many steps of a walk an expression or statement is worth. */
const STEPS_TO_EVALUATE = 20;

/** Most keys of a path of the event that is followed. */
const MAX_PATH = 20;

/** What a run of code on an event of a shape has come to. */
export abstract class Machine {
  readonly reads: FailingRead[] = [];
  /** How many handlers of missing keys are around the code at hand. */
  guards = 0;
  /** How many failing reads they have caught. */
  caught = 0;
  /** How many reads took what some other format does not have. */
  distinctive = 0;
  /** How many reads of any kind found what some other format does not have. */
  found = 0;
  /** How many of the ways that have led to the code at hand were chosen by the format. */
  chosenWays = 0;
  #depth = 0;
  #changed = false;
  readonly #provided = new Set<string>();
  readonly #facts = new Map<string, WayFacts>();

  constructor(
    readonly program: Program,
    private readonly format: EventShape,
  ) {}

  abstract evaluate(node: SyntaxNode | null | undefined, frame: Frame): Value;

  /** @param isResponse whether what the call returns is returned at once by the code that calls */
  abstract invoke(called: FunctionValue, args: Arguments, caller: Frame, isResponse: boolean): Value;

  /** What the event has, with what the program has put into it. */
  readonly shape: EventShape = (path): EventKey => {
    const provided = path.some((_, index) => this.#provided.has(path.slice(0, index + 1).join("\0")));
    if (path.length === 0 || !(this.#changed || provided)) return this.format(path);
    // What a program puts into an event is for the formats that lack it: whether it is there tells the format.
    return { has: "maybe", distinctive: provided };
  };

  /** The event has got something at a path of keys. */
  provide(path: readonly string[]): void {
    this.#provided.add(path.join("\0"));
  }

  /** Whether a value is the event, or its request context, in which other formats differ. */
  tellsWithin(value: Value): boolean {
    return value.kind === "event" && this.format(value.path).differsWithin === true;
  }

  /** The event may be any other from here on. */
  change(): void {
    this.#changed = true;
  }

  /** A dictionary or list is no more what it was made as. */
  changeContainer(container: Value, values: readonly Value[], { live }: Frame): void {
    if (container.kind !== "mapping" && container.kind !== "sequence") return;
    const isTelling =
      live !== Live.Yes ||
      this.chosenWays > 0 ||
      values.some((value) => tells(value, this.shape) || dependsOnFormat(value, this.shape));
    if (container.changes && container.changes.since !== "telling")
      container.changes.since = isTelling ? "telling" : "other";
  }

  /** Runs code one level deeper; nothing where that is too deep. */
  deeper<T>(run: () => T, tooDeep: T): T {
    step(STEPS_TO_EVALUATE);
    if (this.#depth > MAX_DEPTH) return tooDeep;
    this.#depth++;
    const result = run();
    this.#depth--;
    return result;
  }

  /** A value made from others in a way that does not matter here. */
  madeFrom(values: readonly Value[]): Value {
    return values.some((value) => tells(value, this.shape)) ? TELLING : OTHER;
  }

  /** What is found at a path of the event, or a value in place of it. */
  find(path: readonly string[], standard: Value = NONE): Value {
    if (path.length > MAX_PATH) return TELLING;
    const { has, distinctive, text } = this.shape(path);
    if (has === "never") return distinctive ? inPlaceOf(path, standard) : standard;
    if (has === "always" && distinctive && text === undefined) this.found++;
    return text === undefined ? { kind: "event", path } : { kind: "constant", value: text, telling: true };
  }

  /** Notes a subscript that fails, unless that is handled or happens to events of other formats only. */
  fail(node: SyntaxNode, path: readonly string[], { live, scope }: Frame): void {
    if (live !== Live.Yes || !scope.module.tree.sound) return;
    step(this.reads.length);
    if (this.guards > 0) this.caught++;
    else if (
      !this.reads.some(
        (read) => read.module === scope.module && read.node.from === node.from && read.node.to === node.to,
      )
    )
      this.reads.push({ module: scope.module, node, path, event: eventName(scope) });
  }

  /**
   * Runs the way that the format has chosen. What it leaves in names is telling, and so is what others would have left there.
   * @param ways the code of all ways
   */
  choose(frame: Frame, ways: readonly SyntaxNode[], run: () => void): void {
    const { scope } = frame;
    this.chosenWays++;
    run();
    this.chosenWays--;
    const facts = ways.map((way) => this.#factsOf(way, scope));
    for (const { assigned } of facts) step(assigned.length);
    for (const name of new Set(facts.flatMap(({ assigned }) => assigned))) {
      const value = scope.names.get(name);
      if (value !== undefined) scope.names.set(name, chosen(value));
    }
    if (facts.some(({ returns }) => returns)) frame.chosen = true;
  }

  /** What is known of code without running it; once, since all ways of a chain of conditions are looked at by each of them. */
  #factsOf(code: SyntaxNode, scope: Scope): WayFacts {
    const { path, tree } = scope.module;
    const key = `${path} ${code.from} ${code.to} ${code.name}`;
    const facts = this.#facts.get(key) ?? {
      assigned: assignedIn(code, scope),
      returns: tree.all(["ReturnStatement"], code).length > 0,
    };
    this.#facts.set(key, facts);
    return facts;
  }

  readsOf(run: () => void): WayReads {
    const reads = this.readsFromHere();
    run();
    return reads();
  }

  /** @returns what tells, later on, what was read since */
  readsFromHere(): () => WayReads {
    const [reads, found] = [this.reads.length, this.found];
    return () => {
      step(this.reads.length);
      return { failing: this.reads.slice(reads), finds: this.found > found };
    };
  }

  /**
   * Takes back what fails in one of two ways where the other reads what other formats do not have: what decides between
   * them, such as a setting, tells the formats apart.
   */
  takeBackOpposed([yes, no]: readonly WayReads[]): void {
    if (yes === undefined || no === undefined) return;
    const opposed = [
      ...(no.finds && no.failing.length === 0 ? yes.failing : []),
      ...(yes.finds && yes.failing.length === 0 ? no.failing : []),
    ];
    for (const read of opposed) this.reads.splice(this.reads.indexOf(read), 1);
  }

  /** An exception leaves the code. */
  leave(frame: Frame): void {
    if (frame.live === Live.Unsure) frame.raisedUnsure = true;
    frame.live = Live.No;
  }

  withLive(frame: Frame, live: Live, run: () => void): void {
    const before = frame.live;
    frame.live = Math.max(before, live);
    run();
    frame.live = before;
  }

  /**
   * Runs code that comes one way or another, each from where the code before has come to.
   * @param telling whether the format of the event decides between them, in a way that is not known
   */
  branch(frame: Frame, ways: readonly Way[], telling: boolean): void {
    const { scope } = frame;
    const [names, start] = [scope.names, frame.live];
    const ends = ways.map(({ live, run }) => {
      step(names.size);
      scope.names = new Map(names);
      frame.live = Math.max(start, live);
      run();
      return { names: scope.names, live: frame.live };
    });
    const going = ends.filter(({ live }) => live !== Live.No);
    const best = Math.min(...ends.map(({ live }) => live));
    // Where one way is sure, one that is not is for another format.
    const shown = telling ? going : ends.filter(({ live }) => live === best);
    scope.names = merge(shown.length > 0 ? shown : ends, telling);
    if (!telling || going.length === 0) frame.live = best;
    else frame.live = going.length === ends.length ? start : Math.max(start, Live.Unsure);
  }
}

/** The names to which code gives a value. */
function assignedIn(code: SyntaxNode, { module: { tree } }: Scope): readonly string[] {
  const nodes = tree.all(
    ["AssignStatement", "CapturePattern", "ForStatement", "NamedExpression", "UpdateStatement"],
    code,
  );
  return nodes.flatMap((node) => {
    const sign = node.getChildren("AssignOp").at(-1) ?? node.getChild("UpdateOp") ?? node.getChild("in");
    const names = tree.all(["VariableName"], node).filter(({ from }) => from < (sign?.from ?? node.to));
    return names.map((name) => tree.text(name));
  });
}

/** A value that stands in place of what the event does not have. */
export function inPlaceOf(missing: readonly string[], value: Value): Value {
  if (value.kind === "constant") return { ...value, telling: true, missing };
  return value.kind === "mapping" && value.entries.length === 0 ? { ...value, missing } : value;
}

/** A name that stands for the event as a whole. */
function eventName(scope: Scope): string | undefined {
  for (let at: Scope | undefined = scope; at !== undefined; at = at.parent) {
    step(at.names.size);
    for (const [name, value] of at.names) if (isWhole(value)) return name;
  }
  return undefined;
}

/** The names after code that came one way or another. */
function merge(ways: readonly { readonly names: ReadonlyMap<string, Value> }[], telling: boolean): Map<string, Value> {
  const merged = new Map<string, Value>();
  for (const name of new Set(ways.flatMap(({ names }) => [...names.keys()]))) {
    step(ways.length);
    const values = ways.map(({ names }) => names.get(name) ?? OTHER);
    const value = values.reduce(join);
    const differs = values.some((one) => join(one, value) !== one);
    merged.set(name, telling && differs ? TELLING : value);
  }
  return merged;
}
