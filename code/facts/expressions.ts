import { step } from "../../kit/budget";
import { assign, cellOf } from "./assignments";
import { chain, MAX_SPREAD } from "./chains";
import { asTest, eitherOf } from "./conditions";
import { defineClass, defineFunction } from "./definitions";
import { type Frame, scopeOf } from "./frames";
import { itemOf } from "./members";
import { importModule } from "./modules";
import { itemsOf, listOf, objectOf, textsIn } from "./objects";
import { compare, logic } from "./operators";
import { needValue } from "./reads";
import type { Run } from "./run";
import type { Argument, Expression, ExpressionOf } from "./syntax";
import { noteRead } from "./unbound-names";
import { type Arguments, constant, madeOf, NULL, not, type Scope, text, textOf, UNKNOWN, type Value } from "./values";

/** The depth limit for nested expressions, statements and calls. */
const MAX_DEPTH = 600;

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
      const parts = node.parts.map((part) => run.evaluate(part, frame));
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
      return not(asTest(run, run.evaluate(node.value, frame)));
    case "compare":
      return compare(run, node, frame);
    case "choice": {
      const test = asTest(run, run.evaluate(node.test, frame));
      return eitherOf(
        run,
        test,
        () => run.evaluate(node.yes, frame),
        () => run.evaluate(node.otherwise, frame),
      );
    }
    case "assign": {
      const value = run.evaluate(node.value, frame);
      assign(run, node.target, value, frame, run.isPython);
      return value;
    }
    case "await":
      return run.evaluate(node.value, frame);
    case "sequence":
      return node.parts.map((part) => run.evaluate(part, frame)).at(-1) ?? UNKNOWN;
    case "yield": {
      const value = run.evaluate(node.value, frame);
      frame.yields.push({ value: node.isAll ? itemOf(run, value) : value, isCaught: run.caught === "suppresses" });
      // Functions that wait for promises return their values.
      return run.isPython ? UNKNOWN : value;
    }
    case "import": {
      const module = textOf(run.evaluate(node.module, frame));
      return module === undefined
        ? UNKNOWN
        : importModule(run, module, frame.scope, node, { how: "dynamic", names: [] });
    }
    case "comprehension":
      return comprehension(run, node, frame);
    case "both":
      return both(run.evaluate(node.left, frame), run.evaluate(node.right, frame));
    case "other":
      return madeOf(node.parts.map((part) => run.evaluate(part, frame)));
  }
}

/** The special method of library objects that Python calls for an operator. */
function both(left: Value, right: Value): Value {
  if (left.kind !== "external" || left.from === undefined) return madeOf([left, right]);
  const args: Arguments = { positional: [right], keywords: new Map(), isOpen: false };
  const name = `${left.name}.__and__`;
  return { kind: "external", name: `${name}()`, from: { name, args, from: left.from } };
}

// Names

function lookUp(run: Run, node: ExpressionOf<"name">, scope: Scope): Value {
  const { name } = node;
  const cell = cellOf(name, scope);
  noteRead(run, node, cell?.value, scope);
  if (cell !== undefined) return cell.value;
  if (name === "typeof") return { kind: "external", name };
  if (!run.isPython) run.found.outerNames.push({ ...run.at(scope, node), name });
  if (name === "__name__") return constant(scope.module.path);
  if (name === "__file__" || name === "__dirname" || name === "__filename") return UNKNOWN;
  return scope.module.isOpen ? UNKNOWN : { kind: "external", name };
}

// Displays

export function object(run: Run, { entries }: ExpressionOf<"object">, frame: Frame): Value {
  const others: (readonly [Value, Value])[] = [];
  const made = { ...objectOf("dictionary"), others };
  const [only] = entries;
  for (const { key, value } of entries) {
    const given = run.evaluate(value, frame);
    if (key === undefined) {
      if (entries.length === 1 && only !== undefined && given.kind === "event") return given;
      if (given.kind === "object" && given.what !== "list")
        for (const [name, cell] of given.members) made.members.set(name, { value: cell.value });
      const rest = given.kind === "object" ? given.rest.value : given;
      if (rest !== NULL) made.rest.value = made.rest.value === NULL ? rest : madeOf([made.rest.value, rest]);
      continue;
    }
    const name = run.evaluate(key, frame);
    if (name.kind === "constant") made.members.set(String(name.value), { value: given });
    else {
      made.rest.value = madeOf([made.rest.value, name, given]);
      others.push([name, given]);
    }
  }
  return made;
}

export function list(run: Run, items: readonly Argument[], frame: Frame): Value {
  const values: Value[] = [];
  const spread: Value[] = [];
  for (const { value, isSpread } of items) {
    const given = run.evaluate(value, frame);
    const own = isSpread ? itemsOf(given) : [given];
    if (own !== undefined && spread.length === 0 && own.length < MAX_SPREAD) values.push(...own);
    else spread.push(given);
  }
  return listOf(values, spread.length === 0 ? NULL : madeOf(spread));
}

function comprehension(run: Run, node: ExpressionOf<"comprehension">, around: Frame): Value {
  const frame = { ...around, scope: scopeOf(around.scope.module, around.scope) };
  const sources: Value[] = [];
  const found: Value[] = [];
  const [isUnrolled, { clauses }] = [run.isUnrolled, node];
  const walk = (index: number): void => {
    const clause = clauses[index];
    if (clause === undefined) {
      const [item = UNKNOWN] = node.each.map((part) => run.evaluate(part, frame));
      found.push(item);
      return;
    }
    const value = run.evaluate(clause.over, frame);
    sources.push(value);
    const { target } = clause;
    const texts = target === undefined || run.isUnrolled ? [] : textsIn(value);
    const test = { kind: target === undefined ? "test" : "loop", value: asTest(run, value) } as const;
    run.isUnrolled ||= texts.length > 0;
    run.within({ ...test, holds: true, otherwiseFails: false }, () => {
      for (const item of texts.length > 0 ? texts : [itemOf(run, value)]) {
        if (target !== undefined) assign(run, target, item, frame, true);
        walk(index + 1);
      }
    });
    run.isUnrolled = isUnrolled;
  };
  walk(0);
  return { ...listOf([], madeOf([...sources, ...found])), others: found.map((item) => [UNKNOWN, item] as const) };
}
