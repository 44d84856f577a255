import type { SyntaxNode } from "@lezer/common";
import { at, type LoweredStatement, type Lowering, span } from "../facts/lowering";
import type { Argument, ClassDefinition, Expression, FunctionDefinition, Member, Parameter } from "../facts/syntax";
import { argumentsOf, type PythonTree, parametersOf } from "./tree";

export type To = Lowering<PythonTree>;

/** A function, lambda or class, with its decorators. */
export function definitionOf(node: SyntaxNode, to: To, decorators: readonly Expression[] = []): LoweredStatement {
  return node.name === "ClassDefinition"
    ? { kind: "class", definition: classOf(node, to) }
    : { kind: "function", definition: functionOf(node, to, decorators) };
}

export function functionOf(node: SyntaxNode, to: To, decorators: readonly Expression[] = []): FunctionDefinition {
  const isLambda = node.name === "LambdaExpression";
  const body = node.getChild("Body");
  const value = isLambda ? to.expression(node.lastChild) : undefined;
  return {
    ...span(node),
    name: isLambda ? undefined : to.text(node.getChild("VariableName")),
    parameters: parametersOf(to.tree, node).map(({ node, spread, standard }): Parameter => {
      const rest = spread && (spread === "*" ? "items" : "keywords");
      return { target: to.expression(node), standard: standard && to.expression(standard), rest };
    }),
    body: value ? [{ ...span(value), kind: "return", value }] : to.body(body),
    decorators,
    isGenerator: /\byield\b/.test(to.text(body)),
  };
}

function classOf(node: SyntaxNode, to: To): ClassDefinition {
  const all = to.body(node.getChild("Body"));
  const bases = argumentsOf(to.tree, node).filter(({ keyword }) => keyword === undefined);
  return {
    ...span(node),
    name: to.text(node.getChild("VariableName")),
    bases: bases.map(({ value }) => to.expression(value)),
    methods: all.flatMap((statement) => (statement.kind === "function" ? asMember(statement.definition) : [])),
    body: all.filter(({ kind }) => kind !== "function"),
    fields: (node.getChild("Body")?.getChildren("AssignStatement") ?? []).flatMap((statement) =>
      statement.getChild("TypeDef") === null ? [] : [to.text(statement.firstChild)],
    ),
  };
}

function asMember(definition: FunctionDefinition): FunctionDefinition {
  const [member] = definition.decorators.flatMap((decorator) => MEMBERS.get(lastName(decorator)) ?? []);
  return member === undefined ? definition : { ...definition, member };
}

const MEMBERS: ReadonlyMap<string, Member> = new Map([
  ["staticmethod", "static"],
  ["classmethod", "class"],
  ["property", "getter"],
  ["cached_property", "getter"],
]);

function lastName(decorator: Expression): string {
  const last = decorator.kind === "member" ? decorator.key : decorator;
  return last.kind === "name" ? last.name : last.kind === "constant" ? String(last.value) : "";
}

/** `@a.b.c`, or a call of it. */
export function decorator(parts: readonly SyntaxNode[], to: To, node: SyntaxNode) {
  const [first, ...rest] = parts.filter(({ name }) => name === "VariableName");
  if (first === undefined) return undefined;
  const callee = rest.reduce((of, name) => {
    const key = at(node, { kind: "constant", value: to.text(name) });
    return at(node, { kind: "member", of, key, isAttribute: true });
  }, to.expression(first));
  return node.getChild("ArgList") === null ? callee : ({ kind: "call", callee, args: argumentsIn(node, to) } as const);
}

export function argumentsIn(node: SyntaxNode, to: To): readonly Argument[] {
  return argumentsOf(to.tree, node).map(({ keyword, spread, value }) => {
    return { keyword, isSpread: spread !== undefined, value: to.expression(value) };
  });
}
