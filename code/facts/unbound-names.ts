import type { Span } from "../tree";
import type { Fact, UnboundName } from "./facts";
import type { Guard } from "./guards";
import type { Run } from "./run";
import type { ExpressionOf } from "./syntax";
import { leavesOf, type Scope, type Value } from "./values";

/** How a name of Python has lost its value. */
export interface Loss extends Pick<UnboundName, "whyAt" | "mayRaise"> {
  readonly why: "deleted" | "exception";
  readonly loops: readonly Guard[];
}

/** A read of a name that has no value yet. */
export interface EarlyRead {
  readonly fact: Fact;
  readonly loops: readonly Guard[];
}

/** Notes a read of a name that has lost its value, or has none yet; after an exception, it may have one where nothing has failed. */
export function noteRead(run: Run, node: ExpressionOf<"name">, value: Value | undefined, scope: Scope): void {
  const isOfClass = scope.class?.members === scope.names;
  if (!run.isPython || isOfClass) return;
  if (!scope.names.has(node.name)) {
    const early = run.early.get(scope) ?? new Map<string, EarlyRead>();
    run.early.set(scope, early);
    if (!early.has(node.name)) early.set(node.name, { fact: run.at(scope, node), loops: run.loops });
    return;
  }
  if (run.losses.size === 0 || value === undefined) return;
  for (const leaf of leavesOf(value)) {
    const loss = run.losses.get(leaf);
    if (loss === undefined || (loss.why === "deleted" && leaf !== value)) continue;
    const { loops, ...how } = loss;
    // A later round of a loop may find what this one gives the name.
    const isAgain = run.loops.some((one) => !loops.includes(one));
    if (!isAgain) note(run, { ...run.at(scope, node), name: node.name, ...how }, scope);
  }
}

/** Notes that a name gets its first value after it was read; in a loop, it may have that of the round before. */
export function noteFirst(run: Run, name: string, at: Span, scope: Scope): void {
  const read = run.early.get(scope)?.get(name);
  if (read === undefined) return;
  const { line, column } = scope.module.place(at);
  // `n += 1` reads what it gives a value.
  const isItself = line === read.fact.line && column === read.fact.column;
  if (isItself || !run.loops.some((one) => read.loops.includes(one)))
    note(run, { ...read.fact, name, why: "later", whyAt: line, mayRaise: false }, scope);
}

function note(run: Run, unbound: Omit<UnboundName, "isLocal">, scope: Scope): void {
  run.found.unboundNames.push({ ...unbound, isLocal: scope.outer !== undefined });
}
