import { step } from "../../kit/budget";
import { importedBy } from "./bundles";
import { call, instantiate } from "./calls";
import { asTest } from "./conditions";
import type { Frame } from "./frames";
import { memberOfValue } from "./members";
import { callMethod } from "./methods";
import { itemsOf } from "./objects";
import type { Run } from "./run";
import type { Argument, Expression, ExpressionOf } from "./syntax";
import { type Arguments, choice, madeOf, NULL, textOf, type Value } from "./values";

// Members and calls

type Chain = ExpressionOf<"member" | "call">;

/** A member or call. If a part before `?.` is missing, the rest of the chain does not run. */
export function chain(run: Run, node: Chain, frame: Frame): Value {
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
    const key = run.evaluate(node.key, frame);
    return memberOfValue(run, base, key, { node, frame, isAttribute: node.isAttribute ?? false });
  }
  if (node.kind !== "call") return run.evaluate(node, frame);
  const { callee } = node;
  if (callee.kind === "member" && callee.isAttribute && !node.isNew) {
    const base = baseOf(run, callee.of, callee.isOptional, frame, tests);
    const name = textOf(run.evaluate(callee.key, frame)) ?? "";
    const args = argumentsOf(run, node.args, frame);
    return callMethod(run, base, name, args, { node, member: callee, frame, isStatement });
  }
  const called = baseOf(run, callee, node.isOptional, frame, tests);
  const args = argumentsOf(run, node.args, frame);
  const imported = callee.kind === "name" ? importedBy(callee.name, args) : undefined;
  if (imported !== undefined) return imported;
  if (node.isNew) return instantiate(run, called, args, { node, frame });
  return call(run, called, args, { node, frame, isStatement });
}

function baseOf(run: Run, node: Expression, isOptional: boolean | undefined, frame: Frame, tests: Value[]): Value {
  const isLink = node.kind === "member" || node.kind === "call";
  const base = isLink ? link(run, node, frame, tests) : run.evaluate(node, frame);
  if (isOptional && base.kind !== "constant" && base.kind !== "external") {
    const test = asTest(run, base);
    tests.push(test);
    run.guards = { guard: { kind: "test", value: test, holds: true, otherwiseFails: false }, outer: run.guards };
  }
  return base;
}

/** The most items that a list is spread into. */
export const MAX_SPREAD = 100;

function argumentsOf(run: Run, args: readonly Argument[], frame: Frame): Arguments {
  const positional: Value[] = [];
  const keywords = new Map<string, Value>();
  let isOpen = false;
  for (const { value, keyword, isSpread } of args) {
    const given = run.evaluate(value, frame);
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
