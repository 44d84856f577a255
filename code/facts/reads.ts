import type { EventRead } from "./facts";
import type { Site } from "./frames";
import type { Run } from "./run";
import { isSame, leavesOf, madeOf, orDefault, textOf, UNKNOWN, type Value } from "./values";

export function isEnvironment(name: string): boolean {
  return name === "os.environ" || name === "process.env";
}

/** Records a read of an environment variable and returns its value. */
export function environmentRead(
  run: Run,
  name: string | undefined,
  { node, frame }: Site,
  {
    needs = false,
    hasFallback = false,
    standard,
  }: { needs?: boolean; hasFallback?: boolean; standard?: Value | undefined },
): Value {
  run.found.environmentReads.push({ ...run.at(frame.scope, node), name, needs, hasFallback });
  if (name === undefined) return UNKNOWN;
  const value: Value = { kind: "environment", name };
  return standard === undefined ? value : orDefault(value, standard);
}

/** Records a read of the event and returns its value. */
export function readEvent(
  run: Run,
  { node, frame }: Site,
  path: readonly string[],
  needs: EventRead["needs"],
  isCompared = false,
): Value {
  const { from, to } = node;
  run.found.eventReads.push({ ...run.at(frame.scope, node), path, needs, from, to, isCompared });
  return { kind: "event", path };
}

/** Records that the event's value at a path is used. Items of lists always exist. */
export function readWithin(run: Run, site: Site, path: readonly string[]): void {
  if (path.length > 0 && path.at(-1) !== "[]") readEvent(run, site, path, "value");
}

/** Records a use of a value that fails for null, None or undefined. */
export function needValue(run: Run, value: Value | undefined, site: Site): void {
  if (value?.kind === "event" && value.path.length > 0) readEvent(run, site, value.path, "value");
  if (value?.kind === "environment") environmentRead(run, value.name, site, { needs: true });
}

/** None has no attributes, so the value of an earlier `get` is needed here. */
export function needValueOfGuard(run: Run, site: Site): void {
  const guard = run.guards?.guard;
  if (guard?.kind === "test" && guard.value.kind === "event" && !guard.holds)
    readEvent(run, site, guard.value.path, "value");
}

/** Records comparisons of the event's values with texts. */
export function noteComparison(run: Run, left: Value, right: Value, site: Site): void {
  const [one, other] = textOf(left) === undefined ? [left, right] : [right, left];
  if (textOf(other) === undefined) return;
  for (const part of one.kind === "text" ? one.parts : [withoutDefault(one, other)])
    if (part.kind === "event" && part.path.length > 0) readEvent(run, site, part.path, "no", true);
}

/** A value without constants that differ from the compared one, such as the default of a key. */
function withoutDefault(value: Value, compared: Value): Value {
  const others = leavesOf(value).filter((leaf) => leaf.kind !== "constant" || isSame(leaf, compared));
  return others.length === 1 ? (others[0] ?? value) : value;
}

/** The value that the code assigned at a path of the event; undefined if it assigned none. */
export function changed(run: Run, path: readonly string[]): Value | undefined {
  if (run.changes.size === 0) return undefined;
  for (let length = path.length; length >= 0; length--) {
    const value = run.changes.get(path.slice(0, length).join("\0"))?.value;
    const isAsItCame = length === 0 && value?.kind === "event" && value.path.length === 0;
    if (value !== undefined && !isAsItCame)
      return length === path.length ? value : madeOf([value, { kind: "event", path }]);
  }
  return undefined;
}
