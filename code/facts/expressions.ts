import { step } from "../../kit/budget";
import type { Span } from "../tree";
import { call, callMethod, hasMember, instantiate, itemOf, memberOfValue } from "./calls";
import { isNoModule, needValue } from "./known";
import { importModule } from "./modules";
import { type Frame, GOES_ON, type Run } from "./run";
import { defineClass, defineFunction } from "./statements";
import type { Argument, Expression } from "./syntax";
import {
  type Arguments,
  asCondition,
  type Cell,
  choice,
  constant,
  equal,
  FALSE,
  isSame,
  itemsOf,
  leavesOf,
  listOf,
  madeOf,
  NULL,
  not,
  objectOf,
  orDefault,
  type Scope,
  TRUE,
  text,
  textOf,
  UNKNOWN,
  type Value,
} from "./values";

/** How deep the walk goes into expressions, statements and calls in each other. */
const MAX_DEPTH = 600;

/** Most items that a list is spread into. */
const MAX_SPREAD = 100;

export function evaluate(run: Run, node: Expression, frame: Frame): Value {
  step();
  if (run.depth >= MAX_DEPTH) {
    run.found.isComplete = false;
    return UNKNOWN;
  }
  run.depth++;
  try {
    return evaluateIt(run, node, frame);
  } finally {
    run.depth--;
  }
}

function evaluateIt(run: Run, node: Expression, frame: Frame): Value {
  switch (node.kind) {
    case "constant":
      return { kind: "constant", value: node.value };
    case "name":
      return lookUp(run, node, frame.scope);
    case "text": {
      const parts = node.parts.map((part) => evaluate(run, part, frame));
      const isOfText = parts.some((part) => part.kind === "text" || textOf(part) !== undefined);
      if (node.isStrict && isOfText) for (const part of parts) needValue(run, part, { node, frame });
      return text(parts);
    }
    case "member":
    case "call":
      return chain(run, node, frame);
    case "object":
      return object(run, node, frame);
    case "list":
      return list(run, node.items, frame);
    case "function":
      return defineFunction(run, node.definition, frame);
    case "class":
      return defineClass(run, node.definition, frame);
    case "logic":
      return logic(run, node, frame);
    case "not":
      return not(asTest(run, evaluate(run, node.value, frame)));
    case "compare":
      return compare(run, node, frame);
    case "choice": {
      const test = asTest(run, evaluate(run, node.test, frame));
      return eitherOf(
        run,
        test,
        () => evaluate(run, node.yes, frame),
        () => evaluate(run, node.otherwise, frame),
      );
    }
    case "assign": {
      const value = evaluate(run, node.value, frame);
      assign(run, node.target, value, frame, run.isPython);
      return value;
    }
    case "await":
      return evaluate(run, node.value, frame);
    case "import": {
      const module = textOf(evaluate(run, node.module, frame));
      return module === undefined
        ? UNKNOWN
        : importModule(run, module, frame.scope, node, { how: "dynamic", names: [] });
    }
    case "comprehension":
      return comprehension(run, node, frame);
    case "both":
      return both(evaluate(run, node.left, frame), evaluate(run, node.right, frame));
    case "other":
      return madeOf(node.parts.map((part) => evaluate(run, part, frame)));
  }
}

/** Of what code of others gives: the method by which Python asks it. */
function both(left: Value, right: Value): Value {
  if (left.kind !== "external" || left.from === undefined) return madeOf([left, right]);
  const args: Arguments = { positional: [right], keywords: new Map(), isOpen: false };
  const name = `${left.name}.__and__`;
  return { kind: "external", name: `${name}()`, from: { name, args, from: left.from } };
}

/** One or the other value, each found where the test allows it. */
export function eitherOf(run: Run, test: Value, then: () => Value, otherwise: () => Value): Value {
  let [one, other]: Value[] = [UNKNOWN, UNKNOWN];
  run.branch(
    test,
    () => {
      one = then();
      return GOES_ON;
    },
    () => {
      other = otherwise();
      return GOES_ON;
    },
  );
  return choice(test, one ?? UNKNOWN, other ?? UNKNOWN);
}

/** A value as a condition: of what may change, what it is now. */
export function asTest(run: Run, value: Value): Value {
  switch (value.kind) {
    case "object": {
      if (value.what === "instance" || value.what === "module" || !run.isPython) return TRUE;
      if (value.members.size > 0 && value.rest.value === NULL) return TRUE;
      return value.rest.value === NULL ? FALSE : madeOf([value]);
    }
    case "function":
    case "class":
      return TRUE;
    case "external":
      return isNoModule(value.name) ? FALSE : madeOf([value]);
    case "choice": {
      const [then, otherwise] = [asTest(run, value.yes), asTest(run, value.otherwise)];
      return then === value.yes && otherwise === value.otherwise ? value : choice(value.test, then, otherwise);
    }
    case "default": {
      const standard = asTest(run, value.standard);
      return standard === value.standard ? value : orDefault(value.value, standard);
    }
    default:
      return value;
  }
}

// Names

function lookUp(run: Run, node: Extract<Expression, { kind: "name" }>, scope: Scope): Value {
  const { name } = node;
  const cell = cellOf(name, scope);
  if (cell !== undefined) return cell.value;
  if (!run.isPython) run.found.outerNames.push({ ...run.at(scope, node), name });
  if (name === "__name__") return constant(scope.module.path);
  if (name === "__file__" || name === "__dirname" || name === "__filename") return UNKNOWN;
  return scope.module.isOpen ? UNKNOWN : { kind: "external", name };
}

function cellOf(name: string, scope: Scope): Cell | undefined {
  for (let next: Scope | undefined = scope; next !== undefined; next = next.outer) {
    step();
    const cell = next.names.get(name);
    if (cell !== undefined) return cell;
  }
  return undefined;
}

/** Gives a name of a scope a value. */
export function bind(run: Run, name: string, value: Value, scope: Scope, declares = false): void {
  const isOuter = !declares || scope.outerNames.has(name);
  const known = isOuter ? cellOf(name, scope) : scope.names.get(name);
  const cell = known ?? { value: UNKNOWN };
  if (known === undefined) scope.names.set(name, cell);
  run.set(cell, value);
}

/** Gives a value to a name, to each of several, or to a part of an object. */
export function assign(run: Run, target: Expression, value: Value, frame: Frame, declares = false): void {
  switch (target.kind) {
    case "name":
      bind(run, target.name, value, frame.scope, declares);
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
        const name = key === undefined ? undefined : evaluate(run, key, frame);
        const member =
          name === undefined
            ? madeOf([value])
            : memberOfValue(run, value, name, { node: target, frame, isAttribute: true });
        const given = standard === undefined ? member : orDefault(member, evaluate(run, standard, frame));
        assign(run, part, given, frame, declares);
      }
      break;
    case "member": {
      const base = evaluate(run, target.of, frame);
      const key = evaluate(run, target.key, frame);
      put(run, base, key, value);
      break;
    }
    default:
      evaluate(run, target, frame);
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

/** What the event has at a path from here on. */
export function changeEvent(run: Run, path: readonly string[], value: Value): void {
  const key = path.join("\0");
  const cell: Cell = run.changes.get(key) ?? { value: { kind: "event", path } };
  run.changes.set(key, cell);
  run.set(cell, value);
}

/** Of an object that was changed in ways that are not followed: all that it has may be something else. */
export function spoil(run: Run, object: Value, by: readonly Value[]): void {
  if (object.kind !== "object" || object.what === "module") return;
  const conditions = [];
  for (let next = run.guards, left = 4; next !== undefined && left > 0; next = next.outer, left--)
    conditions.push(asCondition(next.guard.value));
  const changed = madeOf([...by, ...conditions]);
  run.set(object.rest, madeOf([object.rest.value, changed]));
  for (const cell of object.members.values()) {
    step();
    const isCode = cell.value.kind === "function" || cell.value.kind === "class";
    if (!isCode) run.set(cell, madeOf([cell.value, changed]));
  }
}

// Members and calls

type Chain = Extract<Expression, { kind: "member" | "call" }>;

/** A member or call; where a part of it with `?.` is missing, the rest of the chain does not run. */
function chain(run: Run, node: Chain, frame: Frame): Value {
  const [outer, isStatement] = [run.guards, run.isStatement];
  run.isStatement = false;
  const tests: Value[] = [];
  const value = link(run, node, frame, tests, isStatement);
  run.guards = outer;
  return tests.reduceRight((result, test) => choice(test, result, NULL), value);
}

function link(run: Run, node: Expression, frame: Frame, tests: Value[], isStatement = false): Value {
  step();
  if (node.kind === "member") {
    const base = baseOf(run, node.of, node.isOptional, frame, tests);
    const key = evaluate(run, node.key, frame);
    return memberOfValue(run, base, key, { node, frame, isAttribute: node.isAttribute ?? false });
  }
  if (node.kind !== "call") return evaluate(run, node, frame);
  const { callee } = node;
  if (callee.kind === "member" && callee.isAttribute && !node.isNew) {
    const base = baseOf(run, callee.of, callee.isOptional, frame, tests);
    const name = textOf(evaluate(run, callee.key, frame)) ?? "";
    const args = argumentsOf(run, node.args, frame);
    return callMethod(run, base, name, args, { node, member: callee, frame, isStatement });
  }
  const called = baseOf(run, callee, node.isOptional, frame, tests);
  const args = argumentsOf(run, node.args, frame);
  if (node.isNew) return instantiate(run, called, args, node, frame);
  return call(run, called, args, { node, frame, isStatement });
}

function baseOf(run: Run, node: Expression, isOptional: boolean | undefined, frame: Frame, tests: Value[]): Value {
  const isLink = node.kind === "member" || node.kind === "call";
  const base = isLink ? link(run, node, frame, tests) : evaluate(run, node, frame);
  if (isOptional && base.kind !== "constant" && base.kind !== "external") {
    const test = asTest(run, base);
    tests.push(test);
    run.guards = { guard: { kind: "test", value: test, holds: true, otherwiseFails: false }, outer: run.guards };
  }
  return base;
}

function argumentsOf(run: Run, args: readonly Argument[], frame: Frame): Arguments {
  const positional: Value[] = [];
  const keywords = new Map<string, Value>();
  let isOpen = false;
  for (const { value, keyword, isSpread } of args) {
    const given = evaluate(run, value, frame);
    if (!isSpread) {
      if (keyword === undefined) positional.push(given);
      else keywords.set(keyword, given);
      continue;
    }
    const items = itemsOf(given);
    if (items !== undefined && !isOpen && items.length < MAX_SPREAD) positional.push(...items);
    else if (given.kind === "object" && given.what === "dictionary" && given.rest.value === NULL)
      for (const [name, cell] of given.members) keywords.set(name, cell.value);
    else {
      isOpen = true;
      positional.push(madeOf([given]));
    }
  }
  return { positional, keywords, isOpen };
}

// Displays

function object(run: Run, { entries }: Extract<Expression, { kind: "object" }>, frame: Frame): Value {
  const others: (readonly [Value, Value])[] = [];
  const made = { ...objectOf("dictionary"), others };
  const [only] = entries;
  for (const { key, value } of entries) {
    const given = evaluate(run, value, frame);
    if (key === undefined) {
      if (entries.length === 1 && only !== undefined && given.kind === "event") return given;
      if (given.kind === "object" && given.what !== "list")
        for (const [name, cell] of given.members) made.members.set(name, { value: cell.value });
      const rest = given.kind === "object" ? given.rest.value : given;
      if (rest !== NULL) made.rest.value = made.rest.value === NULL ? rest : madeOf([made.rest.value, rest]);
      continue;
    }
    const name = evaluate(run, key, frame);
    if (name.kind === "constant") made.members.set(String(name.value), { value: given });
    else {
      made.rest.value = madeOf([made.rest.value, name, given]);
      others.push([name, given]);
    }
  }
  return made;
}

function list(run: Run, items: readonly Argument[], frame: Frame): Value {
  const values: Value[] = [];
  const spread: Value[] = [];
  for (const { value, isSpread } of items) {
    const given = evaluate(run, value, frame);
    const own = isSpread ? itemsOf(given) : [given];
    if (own !== undefined && spread.length === 0 && own.length < MAX_SPREAD) values.push(...own);
    else spread.push(given);
  }
  return listOf(values, spread.length === 0 ? NULL : madeOf(spread));
}

function comprehension(run: Run, node: Extract<Expression, { kind: "comprehension" }>, frame: Frame): Value {
  const sources: Value[] = [];
  const outer = run.guards;
  for (const { target, over } of node.clauses) {
    const value = evaluate(run, over, frame);
    sources.push(value);
    const kind = target === undefined ? "test" : "loop";
    run.guards = { guard: { kind, value: asTest(run, value), holds: true, otherwiseFails: false }, outer: run.guards };
    if (target !== undefined) assign(run, target, itemOf(run, value), frame, true);
  }
  const each = node.each.map((part) => evaluate(run, part, frame));
  run.guards = outer;
  const [item = UNKNOWN] = each;
  return { ...listOf([], madeOf([...sources, item])), others: [[UNKNOWN, item]] };
}

// Operators

function logic(run: Run, node: Extract<Expression, { kind: "logic" }>, frame: Frame): Value {
  const first = run.found.environmentReads.length;
  const left = evaluate(run, node.left, frame);
  const test = asTest(run, left);
  if (node.operator !== "and") {
    for (const read of run.found.environmentReads.slice(first)) Object.assign(read, { hasFallback: true });
  }
  if (node.operator === "and")
    return eitherOf(
      run,
      test,
      () => evaluate(run, node.right, frame),
      () => left,
    );
  const isMissing = node.operator === "??" ? equal(left, NULL) : not(test);
  const value = eitherOf(
    run,
    isMissing,
    () => evaluate(run, node.right, frame),
    () => left,
  );
  return value.kind === "choice" && value.otherwise === left ? orDefault(left, value.yes) : value;
}

function compare(run: Run, node: Extract<Expression, { kind: "compare" }>, frame: Frame): Value {
  const [left, right] = [evaluate(run, node.left, frame), evaluate(run, node.right, frame)];
  switch (node.operator) {
    case "==":
      noteComparison(run, left, right, node, frame);
      return isNoModule(nameOf(left)) || isNoModule(nameOf(right)) ? FALSE : equal(left, right);
    case "!=":
      noteComparison(run, left, right, node, frame);
      return not(equal(left, right));
    case "in":
      return hasMember(run, right, left, { node, frame });
    case "not in":
      return not(hasMember(run, right, left, { node, frame }));
    default:
      return ordered(left, node.operator, right);
  }
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

function nameOf(value: Value): string {
  return value.kind === "external" ? value.name : "";
}

function ordered(left: Value, operator: "<" | "<=" | ">" | ">=", right: Value): Value {
  const values = [left, right].map((value) => (value.kind === "constant" ? value.value : null));
  const [one, other] = values;
  if (one === null || other === null || one === undefined || other === undefined || typeof one !== typeof other)
    return madeOf([left, right]);
  if (operator === "<") return constant(one < other);
  if (operator === "<=") return constant(one <= other);
  return constant(operator === ">" ? one > other : one >= other);
}
