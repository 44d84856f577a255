import { step } from "../../../kit/budget";
import { partsOf } from "../modules";
import type { SyntaxNode } from "../tree";
import { isInOrder } from "./builtins";
import { Calls, propertyOf } from "./calls";
import { type Frame, inPlaceOf, Live } from "./machine";
import {
  changesOf,
  chosen,
  contains,
  dependsOnFormat,
  equals,
  fromTruth,
  isWhole,
  join,
  NONE,
  negate,
  OTHER,
  stillIn,
  TELLING,
  type Truth,
  truthOf,
  type Value,
} from "./values";

/** Evaluates expressions. */
export abstract class Expressions extends Calls {
  evaluate(node: SyntaxNode | null | undefined, frame: Frame): Value {
    return node ? this.deeper(() => this.#evaluate(node, frame), OTHER) : OTHER;
  }

  truth(node: SyntaxNode | null | undefined, frame: Frame): Truth {
    return truthOf(this.evaluate(node, frame), this.shape);
  }

  #evaluate(node: SyntaxNode, frame: Frame): Value {
    const parts = partsOf(node);
    const { tree } = frame.scope.module;
    switch (node.name) {
      case "VariableName":
        return this.lookUp(tree.text(node), frame.scope);
      case "None":
        return NONE;
      case "Boolean":
        return { kind: "constant", value: tree.text(node) === "True" };
      case "Number":
        return { kind: "constant", value: Number(tree.text(node)) };
      case "String":
      case "ContinuedString": {
        const text = tree.string(node);
        return text === undefined ? this.#all(parts, frame) : { kind: "constant", value: text };
      }
      case "ParenthesizedExpression":
        return parts.length === 3 ? this.evaluate(parts[1], frame) : this.#all(parts, frame);
      case "AwaitExpression":
        return this.evaluate(parts[1], frame);
      case "NamedExpression": {
        const value = this.evaluate(parts[2], frame);
        this.assign(parts[0], value, frame);
        return value;
      }
      case "MemberExpression":
        return this.#member(node, parts, frame);
      case "CallExpression":
        return this.call(node, frame, false);
      case "UnaryExpression":
        return parts[0]?.name === "not" ? this.decide(this.evaluate(parts[1], frame), negate) : this.#all(parts, frame);
      case "BinaryExpression":
        return this.#binary(parts, frame);
      case "ConditionalExpression":
        return this.#conditional(parts, frame);
      case "LambdaExpression":
        return { kind: "function", node, scope: frame.scope };
      case "DictionaryExpression":
        return this.#dictionary(parts, frame);
      case "TupleExpression":
      case "ArrayExpression":
      case "SetExpression":
        return this.#sequence(parts, frame);
      case "ComprehensionExpression":
      case "ArrayComprehensionExpression":
      case "SetComprehensionExpression":
      case "DictionaryComprehensionExpression":
        return this.comprehension(parts, frame);
      default:
        return this.#all(parts, frame);
    }
  }

  #all(nodes: readonly SyntaxNode[], frame: Frame): Value {
    return this.madeFrom(nodes.map((node) => this.evaluate(node, frame)));
  }

  // Subscripts

  #member(node: SyntaxNode, [object, mark, ...rest]: readonly SyntaxNode[], frame: Frame): Value {
    const base = this.evaluate(object, frame);
    if (mark?.name === ".") return this.attribute(base, propertyOf(node, frame), frame);
    const keys = rest.slice(0, -1).map((key) => this.evaluate(key, frame));
    const [key] = keys;
    return key === undefined || keys.length > 1
      ? this.madeFrom([base, ...keys])
      : this.#subscript(node, base, key, frame);
  }

  #subscript(node: SyntaxNode, base: Value, key: Value, frame: Frame): Value {
    const text = key.kind === "constant" && typeof key.value === "string" ? key.value : undefined;
    switch (base.kind) {
      case "event": {
        if (text === undefined) return isWhole(base) ? TELLING : OTHER;
        const path = [...base.path, text];
        const { has, distinctive } = this.shape(path);
        if (distinctive && has === "always" && text !== "version") this.distinctive++;
        if (has !== "never") return this.find(path);
        if (distinctive) this.fail(node, path, frame);
        return text === "version" ? TELLING : OTHER;
      }
      case "mapping":
        if (base.missing !== undefined && text !== undefined && changesOf(base) === "none")
          this.fail(node, [...base.missing, text], frame);
        return stillIn(base, this.select(base.entries, key) ?? OTHER);
      case "sequence": {
        step(base.items.length);
        const item = key.kind === "constant" && typeof key.value === "number" ? base.items.at(key.value) : undefined;
        return stillIn(base, item ?? (base.items.length === 0 ? OTHER : base.items.reduce(join)));
      }
      case "constant":
        if (base.value !== null || base.missing === undefined || text === undefined) return this.madeFrom([base, key]);
        this.fail(node, [...base.missing, text], frame);
        return OTHER;
      default:
        return this.madeFrom([base, key]);
    }
  }

  // Operators

  #binary([first, operator, ...rest]: readonly SyntaxNode[], frame: Frame): Value {
    const last = rest.at(-1);
    if (operator?.name === "and" || operator?.name === "or") return this.#logic(first, operator.name, last, frame);
    const [left, right] = [this.evaluate(first, frame), this.evaluate(last, frame)];
    const sign = operator === undefined ? "" : frame.scope.module.tree.text(operator);
    // Python compares each of a chain with the next.
    if (first?.name === "BinaryExpression" && COMPARISONS.has(sign) && isComparison(first, frame))
      return this.madeFrom([left, right]);
    const isNegated = sign === "!=" || [operator, ...rest].some((node) => node?.name === "not");
    const item = left.kind === "constant" ? String(left.value) : undefined;
    const isOfFormat =
      (sign === "in" || sign === "not") && right.kind === "event" && item !== undefined
        ? this.shape([...right.path, item]).distinctive
        : [left, right].some((value) => dependsOnFormat(value, this.shape));
    const hold = (truth: Truth) => fromTruth(isNegated ? negate(truth) : truth, isOfFormat);
    switch (sign) {
      case "in":
      case "not":
        return hold(contains(right, left, this.shape));
      case "is":
      case "==":
      case "!=":
        return hold(equals(left, right, this.shape));
      default: {
        const value = isInOrder(left, sign, right);
        return value === undefined ? this.madeFrom([left, right]) : { kind: "constant", value, telling: isOfFormat };
      }
    }
  }

  #logic(first: SyntaxNode | undefined, operator: "and" | "or", last: SyntaxNode | undefined, frame: Frame): Value {
    const left = this.evaluate(first, frame);
    const truth = truthOf(left, this.shape);
    // The truth with which the left side is the value of the whole.
    const decides = operator === "and" ? "no" : "yes";
    if (truth === decides) return left;
    if (truth === negate(decides)) {
      const value = this.evaluate(last, frame);
      const right = dependsOnFormat(left, this.shape) ? chosen(value) : value;
      const missing = left.kind === "constant" || left.kind === "mapping" ? left.missing : undefined;
      return missing === undefined ? right : inPlaceOf(missing, right);
    }
    const values: Value[] = [];
    this.withLive(frame, truth === "telling" ? Live.Unsure : Live.Yes, () => {
      values.push(this.evaluate(last, frame));
    });
    const [right = OTHER] = values;
    if (right.kind === "constant" && right.value === (decides === "yes")) return right;
    return truth === "telling" || truthOf(right, this.shape) === "telling" ? TELLING : OTHER;
  }

  #conditional([yes, , condition, , no]: readonly SyntaxNode[], frame: Frame): Value {
    const decision = this.evaluate(condition, frame);
    const truth = truthOf(decision, this.shape);
    if (truth === "yes" || truth === "no") {
      const value = this.evaluate(truth === "yes" ? yes : no, frame);
      return dependsOnFormat(decision, this.shape) ? chosen(value) : value;
    }
    const values: Value[] = [];
    const reads = [yes, no].map((node) =>
      this.readsOf(() =>
        this.withLive(frame, truth === "telling" ? Live.Unsure : Live.Yes, () => {
          values.push(this.evaluate(node, frame));
        }),
      ),
    );
    this.takeBackOpposed(reads);
    return truth === "telling" ? TELLING : values.reduce(join);
  }

  // Displays

  #dictionary(parts: readonly SyntaxNode[], frame: Frame): Value {
    const entries: (readonly [Value, Value])[] = [];
    const spread: Value[] = [];
    for (const [first, second, third] of itemsOf(parts)) {
      if (first?.name === "**") spread.push(this.evaluate(second, frame));
      else entries.push([this.evaluate(first, frame), this.evaluate(third, frame)]);
    }
    const [copied] = spread;
    if (copied === undefined) return { kind: "mapping", entries, changes: { since: "none" } };
    return spread.length === 1 && entries.length === 0 ? copied : this.madeFrom([...spread, ...entries.flat()]);
  }

  #sequence(parts: readonly SyntaxNode[], frame: Frame): Value {
    const items = itemsOf(parts);
    const values = items.map((item) => this.evaluate(item.at(-1), frame));
    if (items.some((item) => item.length > 1)) return this.madeFrom(values);
    return { kind: "sequence", items: values, changes: { since: "none" } };
  }

  comprehension(parts: readonly SyntaxNode[], frame: Frame): Value {
    const { scope } = frame;
    step(scope.names.size);
    const names = new Map(scope.names);
    const start = parts.findIndex(({ name }) => name === "for");
    const made: Value[] = [];
    let live = Live.Yes;
    let next = "for";
    for (const part of parts.slice(start)) {
      if (part.name === "for" || part.name === "in" || part.name === "if") next = part.name;
      else if (next === "for") this.assign(part, OTHER, frame);
      else {
        const value = this.evaluate(part, frame);
        made.push(value);
        const truth = next === "if" ? truthOf(value, this.shape) : "yes";
        if (truth === "no") live = Live.No;
        if (truth === "telling") live = Math.max(live, Live.Unsure);
      }
    }
    this.withLive(frame, live, () => {
      made.push(this.#all(parts.slice(0, start), frame));
    });
    scope.names = names;
    return this.madeFrom(made);
  }

  // Assignments

  /** Gives a value to a name, to each of several, or to a part of an object. */
  assign(target: SyntaxNode | null | undefined, value: Value, frame: Frame): void {
    const { module } = frame.scope;
    const parts = target ? partsOf(target) : [];
    switch (target?.name) {
      case "VariableName": {
        const name = module.tree.text(target);
        frame.scope.names.set(name, value.kind === "constant" && module.rebound.has(name) ? OTHER : kept(value));
        break;
      }
      case "ParenthesizedExpression":
      case "TupleExpression":
      case "ArrayExpression":
        this.assignAll(parts.slice(1, -1), value, frame);
        break;
      case "MemberExpression": {
        const base = this.evaluate(parts[0], frame);
        if (base.kind === "instance")
          base.attributes.set(propertyOf(target, frame), this.chosenWays > 0 ? chosen(kept(value)) : kept(value));
        if (base.kind === "module") this.rebind(base.module, propertyOf(target, frame));
        if (parts[1]?.name !== "[") break;
        this.changeContainer(base, [value], frame);
        if (base.kind !== "event") break;
        const key = this.evaluate(parts[2], frame);
        if (key.kind === "constant") this.provide([...base.path, String(key.value)]);
        else this.change();
        break;
      }
    }
  }

  assignAll(nodes: readonly SyntaxNode[], value: Value, frame: Frame): void {
    const targets = nodes.filter(({ name }) => name !== "," && name !== "*");
    const items = value.kind === "sequence" && value.items.length === targets.length ? value.items : undefined;
    const each = targets.length === 1 && nodes.length === 1 ? value : this.madeFrom([value]);
    targets.forEach((target, index) => {
      this.assign(target, nodes.length === 1 ? value : (items?.[index] ?? each), frame);
    });
  }
}

const COMPARISONS: ReadonlySet<string> = new Set(["==", "!=", "<", "<=", ">", ">=", "in", "not", "is"]);

function isComparison(node: SyntaxNode, { scope }: Frame): boolean {
  const [, operator] = partsOf(node);
  return operator !== undefined && COMPARISONS.has(scope.module.tree.text(operator));
}

/** A value that is kept, and may change where it can be reached. */
function kept(value: Value): Value {
  const changes = (value.kind === "mapping" && value.missing === undefined) || value.kind === "sequence";
  return changes ? { ...value, open: true } : value;
}

/** What is between the brackets and commas of a display. */
function itemsOf(parts: readonly SyntaxNode[]): readonly (readonly SyntaxNode[])[] {
  const items: SyntaxNode[][] = [[]];
  for (const part of parts.slice(1, -1)) {
    if (part.name === ",") items.push([]);
    else items.at(-1)?.push(part);
  }
  return items.filter((item) => item.length > 0);
}
