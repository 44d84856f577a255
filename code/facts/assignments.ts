import { step } from "../../kit/budget";
import type { Span } from "../tree";
import type { Frame } from "./frames";
import { conditionsOf } from "./guards";
import { itemOf, memberOfValue } from "./members";
import { itemsOf } from "./objects";
import type { Run } from "./run";
import type { Expression, ExpressionOf } from "./syntax";
import { type Loss, noteFirst } from "./unbound-names";
import { type Cell, madeOf, NULL, orDefault, type Scope, UNKNOWN, type Value } from "./values";

/** Assigns a value to a name, to several names, or to a part of an object. */
export function assign(run: Run, target: Expression, value: Value, frame: Frame, declares = false): void {
  switch (target.kind) {
    case "name":
      bind(run, target.name, value, frame.scope, target, declares);
      break;
    case "list": {
      const items = itemsOf(value);
      const isPlain = items !== undefined && !target.items.some(({ isSpread }) => isSpread);
      for (const [index, item] of target.items.entries()) {
        const each = isPlain ? (items[index] ?? NULL) : item.isSpread ? madeOf([value]) : itemOf(run, value);
        assign(run, item.value, each, frame, declares);
      }
      break;
    }
    case "object":
      for (const { key, value: part, standard } of target.entries) {
        const name = key === undefined ? undefined : run.evaluate(key, frame);
        const member =
          name === undefined
            ? madeOf([value])
            : memberOfValue(run, value, name, { node: target, frame, isAttribute: true });
        const given = standard === undefined ? member : orDefault(member, run.evaluate(standard, frame));
        assign(run, part, given, frame, declares);
      }
      break;
    case "member": {
      const base = run.evaluate(target.of, frame);
      const key = run.evaluate(target.key, frame);
      put(run, base, key, value);
      break;
    }
    default:
      run.evaluate(target, frame);
  }
}

export function cellOf(name: string, scope: Scope): Cell | undefined {
  for (let next: Scope | undefined = scope; next !== undefined; next = next.outer) {
    step();
    const cell = next.names.get(name);
    if (cell !== undefined) return cell;
  }
  return undefined;
}

/** Assigns a value to a name of a scope. */
export function bind(run: Run, name: string, value: Value, scope: Scope, at: Span, declares = false): void {
  const isOuter = !declares || scope.outerNames.has(name);
  const known = isOuter ? cellOf(name, scope) : scope.names.get(name);
  const cell = known ?? { value: UNKNOWN };
  if (known === undefined) {
    scope.names.set(name, cell);
    noteFirst(run, name, at, scope);
  }
  run.set(cell, value);
}

/** Removes the value of a name, or marks one that has none yet. */
export function lose(
  run: Run,
  target: ExpressionOf<"name">,
  { scope }: Frame,
  loss: Pick<Loss, "why" | "mayRaise">,
  isStart = false,
): void {
  const value: Value = { kind: "other", of: [] };
  run.losses.set(value, { ...loss, whyAt: scope.module.place(target).line, loops: run.loops });
  if (!isStart) bind(run, target.name, value, scope, target, true);
  else if (!scope.names.has(target.name)) {
    scope.names.set(target.name, { value });
    noteFirst(run, target.name, target, scope);
  }
}

/** Puts a value into an object, or into the event. */
export function put(run: Run, base: Value, key: Value, value: Value): void {
  const name = key.kind === "constant" && key.value !== null ? String(key.value) : undefined;
  if (base.kind === "object" || base.kind === "class") {
    if (name === undefined) {
      if (base.kind === "object") spoil(run, base, [key, value]);
      return;
    }
    const cell = base.members.get(name);
    if (cell !== undefined) run.set(cell, value);
    else {
      const made: Cell = { value: base.kind === "object" && base.rest.value !== NULL ? madeOf([base]) : NULL };
      base.members.set(name, made);
      run.set(made, value);
    }
  } else if (base.kind === "event") {
    changeEvent(
      run,
      name === undefined ? base.path : [...base.path, name],
      name === undefined ? madeOf([base, key, value]) : value,
    );
  } else if (base.kind === "default" || base.kind === "choice") {
    // It may be the event, or a part of it.
    for (const one of base.kind === "default" ? [base.value, base.standard] : [base.yes, base.otherwise])
      if (one.kind === "event") changeEvent(run, one.path, madeOf([one, value, { kind: "event", path: [] }]));
  }
}

/** Sets the event's value at a path from here on. */
export function changeEvent(run: Run, path: readonly string[], value: Value): void {
  const key = path.join("\0");
  const cell: Cell = run.changes.get(key) ?? { value: { kind: "event", path } };
  run.changes.set(key, cell);
  run.set(cell, value);
}

/** Marks an object that was changed in an unknown way: all its values may be different. */
export function spoil(run: Run, object: Value, by: readonly Value[]): void {
  if (object.kind !== "object" || object.what === "module") return;
  const changed = madeOf([...by, ...conditionsOf(run.guards)]);
  run.set(object.rest, madeOf([object.rest.value, changed]));
  if (object.others?.length === 1) Object.assign(object, { others: [...object.others, [UNKNOWN, changed]] });
  for (const cell of object.members.values()) {
    step();
    const isCode = cell.value.kind === "function" || cell.value.kind === "class";
    if (!isCode) run.set(cell, madeOf([cell.value, changed]));
  }
}
