import type { SyntaxNode } from "@lezer/common";
import { after, at, type LoweredStatement, type Lowering, span, split } from "../facts/lowering";
import type { ClassDefinition, Expression, FunctionDefinition, Parameter, Statement } from "../facts/syntax";
import { partsOf } from "../tree";
import type { NodeTree } from "./tree";

export type To = Lowering<NodeTree>;

/** The function of a declaration, an expression, an arrow or a method. */
export function functionOf(node: SyntaxNode, to: To): FunctionDefinition {
  const parts = partsOf(node);
  const list = node.getChild("ParamList");
  const block = node.getChild("Block");
  const isArrow = node.name === "ArrowFunction";
  const value = block === null && isArrow ? to.expression(parts.at(-1)) : undefined;
  const words = parts
    .slice(
      0,
      parts.findIndex(({ name }) => name === "ParamList"),
    )
    .map(({ name }) => name);
  return {
    ...span(node),
    name: nameOf(node, to),
    parameters:
      list === null
        ? []
        : split(partsOf(list).filter(({ name }) => !/^[()]$/.test(name))).map((each) => parameter(each, to)),
    body: value ? [{ ...span(value), kind: "return", value }] : to.body(block),
    decorators: [],
    isGenerator: words.includes("Star"),
    isArrow,
    member: words.includes("get") ? "getter" : words.includes("static") ? "static" : undefined,
  };
}

function parameter(parts: readonly SyntaxNode[], to: To): Parameter {
  const isRest = parts[0]?.name === "Spread";
  const standard = after(parts, "Equals");
  return {
    target: to.expression(parts[isRest ? 1 : 0]),
    standard: standard && to.expression(standard),
    rest: isRest ? "items" : undefined,
  };
}

/** The name of a definition. */
export function nameOf(node: SyntaxNode, to: To): string | undefined {
  const name = node.getChild("VariableDefinition") ?? node.getChild("PropertyDefinition");
  return name === null ? undefined : to.text(name);
}

/** A name of something that is imported, exported or a property, which may be written as a text. */
export function nameIn(node: SyntaxNode, { tree }: To): string {
  return node.name === "String" ? tree.string(node) : tree.text(node);
}

export function classOf(node: SyntaxNode, to: To): ClassDefinition {
  const base = after(partsOf(node), "extends");
  const items = partsOf(node.getChild("ClassBody") ?? node);
  return {
    ...span(node),
    name: nameOf(node, to),
    bases: base === undefined ? [] : [to.expression(base)],
    methods: items.filter(({ name }) => name === "MethodDeclaration").map((item) => functionOf(item, to)),
    body: items.flatMap((item): readonly Statement[] => {
      if (item.name === "StaticBlock") return to.body(item.getChild("Block"));
      const key = item.getChild("PropertyDefinition") ?? item.getChild("PrivatePropertyDefinition");
      const value = after(partsOf(item), "Equals");
      if (item.name !== "PropertyDeclaration" || key === null || value === undefined) return [];
      return [{ ...span(item), ...declaration(at(item, { kind: "name", name: to.text(key) }), to.expression(value)) }];
    }),
  };
}

/** The initial value of a new name. */
export function declaration(target: Expression, value: Expression) {
  return { kind: "assign", targets: [target], value, declares: true } as const satisfies LoweredStatement;
}
