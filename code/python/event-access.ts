import { argumentsOf, type FailingRead, frameOf, Live } from "./events/machine";
import { Statements } from "./events/statements";
import { type EventShape, OTHER } from "./events/values";
import type { Program } from "./modules";

export type { FailingRead } from "./events/machine";
export type { EventShape } from "./events/values";
export { Program } from "./modules";

/**
 * The subscripts by which a handler reads what events of a shape do not have, and which raise KeyError for that.
 *
 * The handler runs in the abstract on an event of which the shape alone is known: branches that the shape decides are taken or
 * left, of others both are taken. What only events of other formats reach, and what an exception handler stands in for, is not
 * among them.
 * @param handler the names of the module and of the function in it, such as `api`, `handler`, `lambda_handler`
 * @returns none as well where there is no such function, or where a decorator may hand it another event
 */
export function failingReads(program: Program, handler: readonly string[], shape: EventShape): readonly FailingRead[] {
  const module = program.module(handler.slice(0, -1));
  if (module === undefined) return [];
  const run = new Statements(program, shape);
  const called = run.global(module, handler.at(-1) ?? "");
  const frame = frameOf({ names: new Map(), parent: undefined, module }, Live.Yes, true);
  if (called?.kind === "function") run.invoke(called, argumentsOf({ kind: "event", path: [] }, OTHER), frame, true);
  return run.reads;
}
