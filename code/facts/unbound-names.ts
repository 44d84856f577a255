import type { Span } from "../tree";
import type { Fact, UnboundName } from "./facts";
import type { Guard } from "./guards";
import type { Run } from "./run";
import type { ExpressionOf } from "./syntax";
import { leavesOf, type Scope, type Value } from "./values";

/** The reason why a Python name has no value. */
export interface Loss extends Pick<UnboundName, "whyAt" | "mayRaise"> {
  readonly why: "deleted" | "exception";
  readonly loops: readonly Guard[];
}

/** A read of a name that has no value yet. */
export interface EarlyRead {
  readonly fact: Fact;
  readonly loops: readonly Guard[];
}

/** Records a read of a name that lost its value, or has none yet. After an exception clause, it may have one if nothing failed. */
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
    // A later round of a loop may read the value that this one assigns.
    const isAgain = run.loops.some((one) => !loops.includes(one));
    if (!isAgain) note(run, { ...run.at(scope, node), name: node.name, ...how }, scope);
  }
}

/** Records that a name gets its first value after a read. In a loop, it may have that of the round before. */
export function noteFirst(run: Run, name: string, at: Span, scope: Scope): void {
  const read = run.early.get(scope)?.get(name);
  if (read === undefined) return;
  const { line, column } = scope.module.place(at);
  // `n += 1` also reads its target.
  const isItself = line === read.fact.line && column === read.fact.column;
  if (isItself || !run.loops.some((one) => read.loops.includes(one)))
    note(run, { ...read.fact, name, why: "later", whyAt: line, mayRaise: false }, scope);
}

function note(run: Run, unbound: Omit<UnboundName, "isLocal">, scope: Scope): void {
  run.found.unboundNames.push({ ...unbound, isLocal: scope.outer !== undefined });
}
