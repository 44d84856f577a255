import type { SyntaxNode } from "@lezer/common";
import {
  at,
  type ExpressionRules,
  itemsOf,
  type LoweredExpression,
  NOTHING,
  operandsOf,
  yielded,
} from "../facts/lowering";
import type { Argument, Comparison, Expression } from "../facts/syntax";
import { partsOf } from "../tree";
import { argumentsIn, decorator, functionOf, type To } from "./functions";
import type { PythonTree } from "./tree";

/** How the expressions of Python are lowered to the common syntax. */
export const EXPRESSIONS: ExpressionRules<PythonTree> = {
  VariableName: (_, to, node) => ({ kind: "name", name: to.text(node) }),
  None: () => ({ kind: "constant", value: null }),
  Boolean: (_, to, node) => ({ kind: "constant", value: to.text(node) === "True" }),
  Number: (_, to, node) => ({ kind: "constant", value: numberOf(to.text(node)) }),
  String: (_, { tree }, node) => {
    const literal = tree.literal(node);
    const value = tree.characters(literal, literal.prefix);
    return value === undefined ? NOTHING : { kind: "constant", value };
  },
  ContinuedString: (parts, to) => ({ kind: "text", parts: to.expressions(parts) }),
  FormatString: formatString,
  FormatReplacement: inBrackets,
  ParenthesizedExpression: inBrackets,
  AwaitExpression: ([, value], to) => ({ kind: "await", value: to.expression(value) }),
  YieldExpression: yielded,
  NamedExpression: ([target, , value], to) => {
    return { kind: "assign", target: to.expression(target), value: to.expression(value) };
  },
  LambdaExpression: (_, to, node) => ({ kind: "function", definition: functionOf(node, to) }),
  MemberExpression: member,
  CallExpression: ([callee], to, node) => ({
    kind: "call",
    callee: to.expression(callee),
    args: argumentsOf(node, to),
  }),
  UnaryExpression: ([sign, value], to) => {
    if (sign?.name === "not") return { kind: "not", value: to.expression(value) };
    const isNegative = value?.name === "Number" && to.text(sign) === "-";
    return isNegative ? { kind: "constant", value: -numberOf(to.text(value)) } : undefined;
  },
  BinaryExpression: binary,
  ConditionalExpression: ([yes, , test, , otherwise], to) => {
    return { kind: "choice", test: to.expression(test), yes: to.expression(yes), otherwise: to.expression(otherwise) };
  },
  DictionaryExpression: (parts, to) => {
    const entries = itemsOf(parts).map(([key, value, third]) =>
      key?.name === "**"
        ? { key: undefined, value: to.expression(value) }
        : { key: to.expression(key), value: to.expression(third) },
    );
    return { kind: "object", entries };
  },
  TupleExpression: list,
  ArrayExpression: list,
  SetExpression: list,
  ComprehensionExpression: comprehension,
  ArrayComprehensionExpression: comprehension,
  SetComprehensionExpression: comprehension,
  DictionaryComprehensionExpression: comprehension,
  // A generator may be the only argument, without parentheses of its own.
  ArgList: comprehension,
  Decorator: decorator,
};

type Parts = readonly SyntaxNode[];

function numberOf(text: string): number {
  return Number(text.replaceAll("_", ""));
}

/** The expression between brackets, if it is only one. */
function inBrackets([, inner, ...rest]: Parts, to: To): LoweredExpression | undefined {
  return rest.length === 1 ? to.expression(inner) : undefined;
}

function list(parts: Parts, to: To): LoweredExpression {
  const items = itemsOf(parts).map((item) => ({ value: to.expression(item.at(-1)), isSpread: item.length > 1 }));
  return { kind: "list", items };
}

/** One expression, or the tuple of several. */
export function oneOrTuple(nodes: Parts, to: To, around: SyntaxNode): Expression {
  const values = nodes.filter(({ name }) => name !== "," && name !== "*");
  const [only] = values;
  if (only !== undefined && nodes.length === 1) return to.expression(only);
  const items = values.map((node) => ({ value: to.expression(node), isSpread: node.prevSibling?.name === "*" }));
  return at(only ?? around, { kind: "list", items });
}

/** The text around the fields, and what is in them. */
function formatString(_: Parts, to: To, node: SyntaxNode): LoweredExpression {
  const { prefix, from, to: end } = to.tree.literal(node);
  const parts: Expression[] = [];
  let last = from;
  const addText = (next: number) => {
    const place = { from: last, to: next };
    const value = to.tree.characters(place, prefix);
    if (value !== "") parts.push(value === undefined ? at(node, NOTHING) : at(place, { kind: "constant", value }));
  };
  for (const field of node.getChildren("FormatReplacement")) {
    addText(field.from);
    parts.push(to.expression(field));
    last = field.to;
  }
  addText(end);
  return { kind: "text", parts };
}

function member([object, mark, ...rest]: Parts, to: To, node: SyntaxNode): LoweredExpression | undefined {
  const of = to.expression(object);
  const [key] = rest;
  if (key === undefined) return NOTHING;
  if (mark?.name === ".")
    return { kind: "member", of, key: at(key, { kind: "constant", value: to.text(key) }), isAttribute: true };
  const keys = rest.slice(0, -1);
  return { kind: "member", of, key: keys.length === 1 ? to.expression(key) : at(node, to.other(keys)) };
}

function argumentsOf(node: SyntaxNode, to: To): readonly Argument[] {
  const list = node.getChild("ArgList");
  return list?.getChild("for") ? [{ value: to.expression(list) }] : argumentsIn(node, to);
}

function comprehension(parts: Parts, to: To, node: SyntaxNode): LoweredExpression {
  const each: SyntaxNode[] = [];
  const words: { readonly isLoop: boolean; readonly nodes: SyntaxNode[] }[] = [];
  for (const part of parts.slice(1, -1)) {
    if (part.name === "for" || part.name === "if") words.push({ isLoop: part.name === "for", nodes: [] });
    else if (part.name !== "async") (words.at(-1)?.nodes ?? each).push(part);
  }
  const clauses = words.map(({ isLoop, nodes }) => {
    const of = isLoop ? nodes.findIndex(({ name }) => name === "in") : -1;
    const over = oneOrTuple(nodes.slice(of + 1), to, node);
    return of > 0 ? { target: oneOrTuple(nodes.slice(0, of), to, node), over } : { over };
  });
  return { kind: "comprehension", each: to.expressions(each), clauses };
}

function binary(parts: Parts, to: To, node: SyntaxNode): LoweredExpression | undefined {
  const operator = operatorOf(parts, to);
  const [first, last] = [parts[0], parts.at(-1)];
  if (first === undefined || first === last) return undefined;
  if (operator === "+" || operator === "%") return sum(node, to);
  const compared = COMPARISONS.get(operator);
  // Python compares each of a chain with the next.
  const isChain = first.name === "BinaryExpression" && COMPARISONS.has(operatorOf(partsOf(first), to));
  if (isChain && compared !== undefined) return undefined;
  const sides = () => ({ left: to.expression(first), right: to.expression(last) });
  if (operator === "&") return { kind: "both", ...sides() };
  if (operator === "and" || operator === "or") return { kind: "logic", operator, ...sides() };
  return compared && { kind: "compare", operator: compared, ...sides() };
}

function operatorOf(parts: Parts, to: To): string {
  return parts
    .slice(1, -1)
    .map((part) => to.text(part))
    .join(" ");
}

const COMPARISONS: ReadonlyMap<string, Comparison> = new Map([
  ...(["==", "!=", "in", "not in", "<", "<=", ">", ">="] as const).map((sign) => [sign, sign] as const),
  ["is", "=="],
  ["is not", "!="],
]);

/** `a + b + …`; with `%`, nothing is known of it. */
function sum(node: SyntaxNode, to: To): LoweredExpression {
  const { operands, signs } = operandsOf(node, (each) => to.text(each.getChild("ArithOp")), ["+", "%"]);
  const parts = operands.map((part) => to.expression(part));
  return signs.has("%") ? { kind: "other", parts } : { kind: "text", parts, isStrict: true };
}
