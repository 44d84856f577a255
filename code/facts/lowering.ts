import type { SyntaxNode } from "@lezer/common";
import { partsOf, type SourceTree, type Span } from "../tree";
import { type Expression, MAX_NESTING, type Statement } from "./syntax";

/** A piece of the common syntax. Without a place of its own, it has that of its node. */
type Placed<T> = T extends unknown ? Omit<T, keyof Span> & Partial<Span> : never;

export type LoweredExpression = Placed<Expression>;
export type LoweredStatement = Placed<Statement>;

/** Lowering rules by the names of nodes; undefined for nodes without a counterpart. */
export type Rules<Tree extends SourceTree, To> = Readonly<
  Record<string, (parts: readonly SyntaxNode[], to: Lowering<Tree>, node: SyntaxNode) => To>
>;
export type ExpressionRules<Tree extends SourceTree> = Rules<Tree, LoweredExpression | undefined>;
export type StatementRules<Tree extends SourceTree> = Rules<Tree, LoweredStatement | readonly LoweredStatement[]>;

/** The rules that lower a language to the common syntax. */
export interface Grammar<Tree extends SourceTree> {
  readonly expressions: ExpressionRules<Tree>;
  readonly statements: StatementRules<Tree>;
  readonly isExpression: (node: SyntaxNode) => boolean;
  /** Whether functions are hoisted to the start of their block. */
  readonly hoists: boolean;
}

/** The statements of a file in the common syntax. */
export function lower<Tree extends SourceTree>(tree: Tree, grammar: Grammar<Tree>): readonly Statement[] {
  return new Lowering(tree, grammar).body(tree.root);
}

/** Lowers the nodes of a tree, and leaves out what is nested too deeply. */
export class Lowering<Tree extends SourceTree> {
  #depth = 0;

  constructor(
    readonly tree: Tree,
    private readonly grammar: Grammar<Tree>,
  ) {}

  /** The statements of a block, or one that stands in place of a block. */
  body(node: SyntaxNode | null | undefined): readonly Statement[] {
    if (!node || this.#depth >= MAX_NESTING) return [];
    this.#depth++;
    const statements = this.block(BLOCKS.has(node.name) ? partsOf(node) : [node]);
    this.#depth--;
    return statements;
  }

  block(nodes: readonly SyntaxNode[]): readonly Statement[] {
    const statements = nodes.flatMap((node) => this.statement(node));
    if (!this.grammar.hoists) return statements;
    const isFunction = ({ kind }: Statement) => kind === "function";
    return [...statements.filter(isFunction), ...statements.filter((statement) => !isFunction(statement))];
  }

  statement(node: SyntaxNode): readonly Statement[] {
    const { from, to } = node;
    const lowered = this.grammar.statements[node.name]?.(partsOf(node), this, node) ?? [];
    const several = Array.isArray(lowered) ? (lowered as readonly LoweredStatement[]) : [lowered as LoweredStatement];
    return several.map((one) => ({ from, to, ...one }) as Statement);
  }

  /** An expression, unknown if the parser did not find the node. */
  expression(node: SyntaxNode | null | undefined): Expression {
    const { from, to } = node ?? NOWHERE;
    if (!node || this.#depth >= MAX_NESTING) return { ...NOTHING, from, to };
    this.#depth++;
    const parts = partsOf(node);
    const lowered = this.grammar.expressions[node.name]?.(parts, this, node) ?? this.other(parts);
    this.#depth--;
    return { from, to, ...lowered } as Expression;
  }

  /** Those of some nodes that are expressions. */
  expressions(nodes: readonly SyntaxNode[]): readonly Expression[] {
    return nodes.filter(this.grammar.isExpression).map((node) => this.expression(node));
  }

  /** An unknown expression with its parts. */
  other(nodes: readonly SyntaxNode[]): LoweredExpression {
    return { kind: "other", parts: this.expressions(nodes) };
  }

  text(node: Span | null | undefined): string {
    return node ? this.tree.text(node) : "";
  }
}

const BLOCKS: ReadonlySet<string> = new Set(["Block", "Body", "Script"]);
const NOWHERE: Span = { from: 0, to: 0 };

/** An expression of which nothing is known. */
export const NOTHING = { kind: "other", parts: [] } as const;

export function span({ from, to }: Span): Span {
  return { from, to };
}

/** Gives a place to an expression that is made of a part of a node. */
export function at(place: Span, lowered: LoweredExpression): Expression {
  return { ...span(place), ...lowered } as Expression;
}

/** The node after a word or sign. */
export function after(parts: readonly SyntaxNode[], sign: string): SyntaxNode | undefined {
  const at = parts.findIndex(({ name }) => name === sign);
  return at < 0 ? undefined : parts[at + 1];
}

/** Splits nodes at marks, such as commas. */
export function split(parts: readonly SyntaxNode[], mark = ","): readonly (readonly SyntaxNode[])[] {
  return splitWithEmpty(parts, mark).filter((group) => group.length > 0);
}

/** The same, with groups that have nothing in them. */
export function splitWithEmpty(parts: readonly SyntaxNode[], mark = ","): readonly (readonly SyntaxNode[])[] {
  const groups: SyntaxNode[][] = [[]];
  for (const part of parts) {
    if (part.name === mark) groups.push([]);
    else groups.at(-1)?.push(part);
  }
  return groups;
}

/** The items between brackets. */
export function itemsOf(parts: readonly SyntaxNode[]): readonly (readonly SyntaxNode[])[] {
  return split(parts.slice(1, -1));
}

/** `yield` of a value, or of all values of another generator. */
export function yielded<Tree extends SourceTree>(parts: readonly SyntaxNode[], to: Lowering<Tree>, node: SyntaxNode) {
  const [only = at(node, { kind: "constant", value: null }), ...others] = to.expressions(parts);
  const value =
    others.length === 0 ? only : at(node, { kind: "list", items: [only, ...others].map((value) => ({ value })) });
  const isAll = parts.some(({ name }) => name === "Star" || name === "from");
  return { kind: "yield", value, isAll } as const satisfies LoweredExpression;
}

/** `a + b + …`, which may be long, as its operands in order, and the signs between them. */
export function operandsOf(node: SyntaxNode, signOf: (node: SyntaxNode) => string, signs: readonly string[]) {
  const operands: SyntaxNode[] = [];
  const found = new Set<string>();
  let next: SyntaxNode | null = node;
  for (; next?.name === "BinaryExpression" && signs.includes(signOf(next)); next = next.firstChild) {
    found.add(signOf(next));
    if (next.lastChild) operands.push(next.lastChild);
  }
  if (next) operands.push(next);
  return { operands: operands.reverse(), signs: found };
}
