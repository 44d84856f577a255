import type { Span } from "../tree";
import type { Frame, Run, Site } from "./run";
import { isSame, leavesOf, madeOf, orDefault, textOf, UNKNOWN, type Value } from "./values";

export function isEnvironment(name: string): boolean {
  return name === "os.environ" || name === "process.env";
}

interface EnvironmentNeeds {
  readonly needs: boolean;
  readonly hasFallback?: boolean;
  readonly standard?: Value | undefined;
}

export function environmentRead(
  run: Run,
  name: string | undefined,
  { node, frame }: Site,
  how: EnvironmentNeeds,
): Value {
  const { needs, hasFallback = false, standard } = how;
  run.found.environmentReads.push({ ...run.at(frame.scope, node), name, needs, hasFallback });
  if (name === undefined) return UNKNOWN;
  const value: Value = { kind: "environment", name };
  return standard === undefined ? value : orDefault(value, standard);
}

/** Notes that a value is used so that null, None or undefined fails. */
export function needValue(run: Run, value: Value | undefined, site: Site): void {
  if (value?.kind === "event" && value.path.length > 0)
    run.readEvent(site.frame.scope, site.node, value.path, "value", value);
  if (value?.kind === "environment") environmentRead(run, value.name, site, { needs: true });
}

/** None has no attributes: what was looked for before and not found is needed here. */
export function needValueOfGuard(run: Run, node: Span, frame: Frame): void {
  const guard = run.guards?.guard;
  const tested = guard?.kind === "test" ? guard.value : undefined;
  if (tested?.kind === "event" && guard?.holds === false)
    run.readEvent(frame.scope, node, tested.path, "value", tested);
}

/** Notes what of the event is compared with a text. */
export function noteComparison(run: Run, left: Value, right: Value, node: Span, { scope }: Frame): void {
  const [one, other] = textOf(left) === undefined ? [left, right] : [right, left];
  if (textOf(other) === undefined) return;
  for (const part of one.kind === "text" ? one.parts : [withoutDefault(one, other)])
    if (part.kind === "event" && part.path.length > 0) run.readEvent(scope, node, part.path, "no", part, true);
}

/** What a value is besides constants that are not what it is compared with, such as the default of a key. */
function withoutDefault(value: Value, compared: Value): Value {
  const others = leavesOf(value).filter((leaf) => leaf.kind !== "constant" || isSame(leaf, compared));
  return others.length === 1 ? (others[0] ?? value) : value;
}

/** What the code has put at a path of the event; undefined where that is as it came. */
export function changed(run: Run, path: readonly string[]): Value | undefined {
  if (run.changes.size === 0) return undefined;
  for (let length = path.length; length >= 0; length--) {
    const value = run.changes.get(path.slice(0, length).join("\0"))?.value;
    const isAsItCame = value === undefined || (value.kind === "event" && value.path.length === length && length === 0);
    if (!isAsItCame && value !== undefined)
      return length === path.length ? value : madeOf([value, { kind: "event", path }]);
  }
  return undefined;
}

/** Of an item of a list, there is always something. */
export function isList(path: readonly string[]): boolean {
  return path.at(-1) === "[]";
}
