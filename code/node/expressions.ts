import type { SyntaxNode } from "@lezer/common";
import {
  after,
  at,
  type ExpressionRules,
  itemsOf,
  type LoweredExpression,
  NOTHING,
  operandsOf,
  splitWithEmpty,
  yielded,
} from "../facts/lowering";
import type { Comparison, Entry, Expression } from "../facts/syntax";
import { partsOf } from "../tree";
import { classOf, functionOf, nameIn, type To } from "./functions";
import type { NodeTree } from "./tree";

type Parts = readonly SyntaxNode[];

/** How the expressions of JavaScript are lowered to the common syntax. */
export const EXPRESSIONS: ExpressionRules<NodeTree> = {
  VariableName: variable,
  VariableDefinition: variable,
  this: () => ({ kind: "name", name: "this" }),
  super: () => ({ kind: "name", name: "super" }),
  null: () => ({ kind: "constant", value: null }),
  BooleanLiteral: (_, to, node) => ({ kind: "constant", value: to.text(node) === "true" }),
  Number: (_, to, node) => ({ kind: "constant", value: numberOf(to.text(node).replace(/n$/, "")) }),
  String: (_, { tree }, node) => ({ kind: "constant", value: tree.string(node) }),
  TemplateString: template,
  ParenthesizedExpression: ([, inner], to) => to.expression(inner),
  AwaitExpression: ([, value], to) => ({ kind: "await", value: to.expression(value) }),
  MemberExpression: member,
  CallExpression: call,
  NewExpression: ([, ...parts], to, node) => ({ ...call(parts, to, node), isNew: true }),
  DynamicImport: (parts, to) => {
    const [module] = to.expressions(parts);
    return module && { kind: "import", module };
  },
  ArrowFunction: (_, to, node) => ({ kind: "function", definition: functionOf(node, to) }),
  FunctionExpression: (_, to, node) => ({ kind: "function", definition: functionOf(node, to) }),
  ClassExpression: (_, to, node) => ({ kind: "class", definition: classOf(node, to) }),
  UnaryExpression: ([sign, value], to) => {
    const operator = to.text(sign);
    if (operator === "!") return { kind: "not", value: to.expression(value) };
    if (operator === "-" && value?.name === "Number") return { kind: "constant", value: -numberOf(to.text(value)) };
    if (operator === "typeof" && value) {
      const callee = at(value, { kind: "name", name: operator });
      return { kind: "call", callee, args: [{ value: to.expression(value) }] };
    }
    return operator === "void" ? { kind: "constant", value: null } : { kind: "other", parts: [to.expression(value)] };
  },
  BinaryExpression: binary,
  ConditionalExpression: ([test, , yes, , otherwise], to) => {
    return { kind: "choice", test: to.expression(test), yes: to.expression(yes), otherwise: to.expression(otherwise) };
  },
  AssignmentExpression: ([left, sign, right], to, node) => {
    const [target, value] = [to.expression(left), to.expression(right)];
    const updated = () => at(node, logicOf(sign, target, value, to) ?? { kind: "other", parts: [target, value] });
    return { kind: "assign", target, value: sign?.name === "UpdateOp" ? updated() : value };
  },
  SequenceExpression: (parts, to) => ({ kind: "sequence", parts: to.expressions(parts) }),
  YieldExpression: yielded,
  ArrayExpression: list,
  ArrayPattern: list,
  ObjectExpression: object,
  ObjectPattern: object,
};

function numberOf(text: string): number {
  return Number(text.replaceAll("_", ""));
}

function variable(_: Parts, to: To, node: SyntaxNode): LoweredExpression {
  const name = to.text(node);
  return name === "undefined" ? { kind: "constant", value: null } : { kind: "name", name };
}

function call(parts: Parts, to: To, node: SyntaxNode): Extract<LoweredExpression, { kind: "call" }> {
  const list = node.getChild("ArgList");
  const args = list === null ? [] : itemsOf(partsOf(list)).map((item) => argument(item, to));
  return { kind: "call", callee: to.expression(parts[0]), args, isOptional: isOptional(parts) };
}

function isOptional(parts: Parts): boolean {
  return parts.some(({ name }) => name === "?.");
}

function argument(item: Parts, to: To) {
  const isSpread = item[0]?.name === "Spread";
  return { value: to.expression(item[isSpread ? 1 : 0]), isSpread };
}

function list(parts: Parts, to: To, node: SyntaxNode): LoweredExpression {
  const items = splitWithEmpty(parts.slice(1, -1));
  return {
    kind: "list",
    items: items.map((item) => (item.length === 0 ? { value: at(node, NOTHING) } : argument(item, to))),
  };
}

function member(parts: Parts, to: To, node: SyntaxNode): LoweredExpression {
  const of = to.expression(parts[0]);
  const name = node.getChild("PropertyName") ?? node.getChild("PrivatePropertyName");
  const base = { kind: "member", of, isOptional: isOptional(parts) } as const;
  if (name === null) return { ...base, key: to.expression(after(parts, "[")) };
  return { ...base, key: at(name, { kind: "constant", value: to.text(name) }), isAttribute: true };
}

function object(parts: Parts, to: To): LoweredExpression {
  return { kind: "object", entries: itemsOf(parts).flatMap(([entry]) => (entry ? entryOf(entry, to) : [])) };
}

/** A property of an object, or of a pattern that takes one apart. */
function entryOf(node: SyntaxNode, to: To): readonly Entry[] {
  const parts = partsOf(node);
  if (parts[0]?.name === "Spread") return [{ key: undefined, value: to.expression(parts[1]) }];
  const start = parts.findIndex(({ name }) => PROPERTY.test(name));
  const name = parts[start];
  if (name === undefined) return [];
  const key =
    name.name === "[" ? to.expression(parts[start + 1]) : at(name, { kind: "constant", value: nameIn(name, to) });
  if (node.getChild("ParamList") !== null)
    return [{ key, value: at(node, { kind: "function", definition: functionOf(node, to) }) }];
  const [value, standard] = [":", "Equals"]
    .map((sign) => after(parts, sign))
    .map((part) => part && to.expression(part));
  return [{ key, value: value ?? at(name, { kind: "name", name: nameIn(name, to) }), standard }];
}

const PROPERTY = /^(?:PropertyDefinition|PropertyName|VariableDefinition|Number|String|\[)$/;

/** `a ?? b`, and what `a ??= b` gives to a. */
export function logicOf(sign: SyntaxNode | undefined, left: Expression, right: Expression, to: To) {
  const operator = LOGIC.get(to.text(sign).replace(/=$/, ""));
  return operator && ({ kind: "logic", operator, left, right } as const);
}

function binary([left, sign, right]: Parts, to: To, node: SyntaxNode): LoweredExpression {
  const operator = to.text(sign);
  if (operator === "+") {
    const { operands } = operandsOf(node, (each) => to.text(each.getChild("ArithOp")), ["+"]);
    return { kind: "text", parts: operands.map((part) => to.expression(part)) };
  }
  const sides = { left: to.expression(left), right: to.expression(right) };
  const logic = logicOf(sign, sides.left, sides.right, to);
  if (logic !== undefined) return logic;
  const compared = COMPARISONS.get(operator);
  if (compared !== undefined) return { kind: "compare", operator: compared, ...sides };
  return { kind: "other", parts: [sides.left, sides.right] };
}

const LOGIC: ReadonlyMap<string, "and" | "or" | "??"> = new Map([
  ["&&", "and"],
  ["||", "or"],
  ["??", "??"],
]);

const COMPARISONS: ReadonlyMap<string, Comparison> = new Map([
  ...(["==", "!=", "in", "<", "<=", ">", ">="] as const).map((sign) => [sign, sign] as const),
  ["===", "=="],
  ["!==", "!="],
]);

/** The text around the fields, and what is in them. */
function template(_: Parts, to: To, node: SyntaxNode): LoweredExpression {
  const parts: Expression[] = [];
  let last = node.from + 1;
  const addText = (next: number) => {
    const place = { from: last, to: next };
    if (next > last) parts.push(at(place, { kind: "constant", value: to.tree.characters(place) }));
  };
  for (const field of node.getChildren("Interpolation")) {
    addText(field.from);
    parts.push(to.expressions(partsOf(field))[0] ?? at(field, NOTHING));
    last = field.to;
  }
  addText(node.to - 1);
  return { kind: "text", parts };
}

/** Whether a node is an expression, and no punctuation, keyword, operator or definition. */
export function isExpression({ name }: SyntaxNode): boolean {
  return (/^[A-Z]/.test(name) && !NO_EXPRESSION.test(name)) || name === "this" || name === "null" || name === "super";
}

const NO_EXPRESSION = /(?:Op|Declaration|Label|Start|End)$|^(?:Equals|Arrow|Spread|Star|Block)$/;
