import { bind } from "./assignments";
import type { LostName } from "./facts";
import type { Guards } from "./guards";
import type { Frame, Run } from "./run";
import type { ExpressionOf } from "./syntax";
import { leavesOf, type Scope, type Value } from "./values";

/** How a name of Python has lost its value. */
export interface Loss extends Pick<LostName, "why" | "lostAt"> {
  readonly guards: Guards;
}

/** Takes the value of a name away. */
export function lose(run: Run, target: ExpressionOf<"name">, why: Loss["why"], frame: Frame): void {
  const value: Value = { kind: "other", of: [] };
  run.losses.set(value, { why, lostAt: frame.scope.module.place(target).line, guards: run.guards });
  bind(run, target.name, value, frame.scope, true);
}

/** Notes a read of a name that has lost its value; after an exception, it may have one where nothing has failed. */
export function noteLost(run: Run, node: ExpressionOf<"name">, value: Value, scope: Scope): void {
  if (run.losses.size === 0 || run.caught === "bears" || !scope.names.has(node.name)) return;
  for (const leaf of leavesOf(value)) {
    const { why, lostAt, guards } = run.losses.get(leaf) ?? {};
    if (why === undefined || lostAt === undefined || (why === "deleted" && leaf !== value)) continue;
    const isLocal = scope.outer !== undefined;
    if (!isInLoopSince(run.guards, guards))
      run.found.lostNames.push({ ...run.at(scope, node), name: node.name, why, lostAt, isLocal });
  }
}

/** A later round of a loop may find what this one has given the name. */
function isInLoopSince(guards: Guards, before: Guards): boolean {
  for (let next = guards; next !== undefined && next !== before; next = next.outer)
    if (next.guard.kind === "loop") return true;
  return false;
}
