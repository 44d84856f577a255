import { asTest, eitherOf, isNoModule } from "./conditions";
import type { Frame } from "./frames";
import { hasMember } from "./members";
import { noteComparison } from "./reads";
import type { Run } from "./run";
import type { ExpressionOf } from "./syntax";
import { constant, equal, FALSE, madeOf, NULL, not, orDefault, type Value } from "./values";

// Operators

export function logic(run: Run, node: ExpressionOf<"logic">, frame: Frame): Value {
  const first = run.found.environmentReads.length;
  const left = run.evaluate(node.left, frame);
  const test = asTest(run, left);
  if (node.operator !== "and") {
    for (const read of run.found.environmentReads.slice(first)) Object.assign(read, { hasFallback: true });
  }
  if (node.operator === "and")
    return eitherOf(
      run,
      test,
      () => run.evaluate(node.right, frame),
      () => left,
    );
  const isMissing = node.operator === "??" ? equal(left, NULL) : not(test);
  const there = withoutNull(left);
  const value = eitherOf(
    run,
    isMissing,
    () => run.evaluate(node.right, frame),
    () => there,
  );
  return value.kind === "choice" && value.otherwise === there ? orDefault(there, value.yes) : value;
}

/** A value under the condition that it exists. */
function withoutNull(value: Value): Value {
  if (value.kind !== "choice") return value;
  if (value.yes === NULL) return withoutNull(value.otherwise);
  return value.otherwise === NULL ? withoutNull(value.yes) : value;
}

export function compare(run: Run, node: ExpressionOf<"compare">, frame: Frame): Value {
  const [left, right] = [run.evaluate(node.left, frame), run.evaluate(node.right, frame)];
  switch (node.operator) {
    case "==":
      noteComparison(run, left, right, { node, frame });
      return isNoModule(nameOf(left)) || isNoModule(nameOf(right)) ? FALSE : equal(left, right);
    case "!=":
      noteComparison(run, left, right, { node, frame });
      return not(equal(left, right));
    case "in":
      return hasMember(run, right, left, { node, frame });
    case "not in":
      return not(hasMember(run, right, left, { node, frame }));
    default:
      return ordered(left, node.operator, right);
  }
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
