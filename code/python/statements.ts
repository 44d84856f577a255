import type { SyntaxNode } from "@lezer/common";
import {
  after,
  at,
  type LoweredStatement,
  NOTHING,
  type StatementRules,
  span,
  split,
  yielded,
} from "../facts/lowering";
import { type Case, type Expression, MAX_NESTING, type Statement } from "../facts/syntax";
import { partsOf } from "../tree";
import { oneOrTuple } from "./expressions";
import { definitionOf, type To } from "./functions";
import { exceptClauses, importedNames, type PythonTree } from "./tree";

type Parts = readonly SyntaxNode[];

/** How the statements of Python are lowered to the common syntax. */
export const STATEMENTS: StatementRules<PythonTree> = {
  StatementGroup: (parts, to) => parts.flatMap((part) => to.statement(part)),
  ExpressionStatement: expressions,
  YieldStatement: (parts, to, node) => ({ kind: "expression", value: at(node, yielded(parts, to, node)) }),
  PrintStatement: expressions,
  AssertStatement: ([, ...parts], to, node) => {
    const [test, ...rest] = to.expressions(parts);
    const fails: Statement = { kind: "throw", value: at(node, { kind: "other", parts: rest }), ...span(node) };
    return test === undefined ? [] : { kind: "if", test, yes: [], otherwise: [fails] };
  },
  AssignStatement: (parts, to, node) => {
    const sides = split(parts, "AssignOp").map((side) => side.filter(({ name }) => name !== "TypeDef"));
    const [value, ...targets] = sides.reverse().map((side) => oneOrTuple(side, to, node));
    return value === undefined || targets.length === 0
      ? []
      : { kind: "assign", targets: targets.reverse(), value, declares: true };
  },
  UpdateStatement: ([target, , value], to) => {
    return {
      kind: "assign",
      targets: [to.expression(target)],
      value: to.expression(value),
      isUpdate: true,
      declares: true,
    };
  },
  DeleteStatement: (parts, to) => ({ kind: "delete", targets: to.expressions(parts) }),
  ReturnStatement: ([, ...values], to, node) => {
    return { kind: "return", value: values.length === 0 ? undefined : oneOrTuple(values, to, node) };
  },
  RaiseStatement: (parts, to) => ({ kind: "throw", value: to.expressions(parts)[0] }),
  BreakStatement: () => ({ kind: "break" }),
  ContinueStatement: () => ({ kind: "continue" }),
  ScopeStatement: (_, to, node) => {
    return { kind: "global", names: node.getChildren("VariableName").map((name) => to.text(name)) };
  },
  ImportStatement: (_, { tree }, node) => {
    const { from, entries } = importedNames(tree, node);
    if (from === undefined)
      return entries.map(({ name, as = name }) => ({ kind: "import", module: name, names: [{ name: undefined, as }] }));
    return { kind: "import", module: from, names: entries.map(({ name, as = name }) => ({ name, as })) };
  },
  IfStatement: conditional,
  WhileStatement: loop,
  ForStatement: loop,
  TryStatement: (parts, to, node) => {
    const clauses = exceptClauses(node).map(({ keyword, types, name, body }) => ({
      from: keyword.from,
      to: body?.to ?? keyword.to,
      types: types.map((type) => to.expression(type)),
      target: name && to.expression(name),
      body: to.body(body),
    }));
    const [otherwise, last] = ["else", "finally"].map((word) => to.body(after(parts, word)));
    return { kind: "try", body: to.body(parts[1]), clauses, otherwise: otherwise ?? [], last: last ?? [] };
  },
  WithStatement: (parts, to) => {
    const [start, end] = ["with", "Body"].map((name) => parts.findIndex((part) => part.name === name));
    const items = split(parts.slice((start ?? 0) + 1, end)).map(([value, , target]) => {
      return { value: to.expression(value), target: target && to.expression(target) };
    });
    return { kind: "with", items, body: to.body(parts[end ?? 0]) };
  },
  MatchStatement: (parts, to, node) => {
    const clauses = node.getChild("MatchBody")?.getChildren("MatchClause") ?? [];
    const subject = oneOrTuple(parts.slice(1, -1), to, node);
    return { kind: "switch", subject, cases: clauses.map((clause) => matchCase(clause, to)) };
  },
  FunctionDefinition: (_, to, node) => definitionOf(node, to),
  ClassDefinition: (_, to, node) => definitionOf(node, to),
  DecoratedStatement: (parts, to) => {
    const decorators = parts.filter(({ name }) => name === "Decorator").map((node) => to.expression(node));
    const [definition] = parts.filter(({ name }) => /^(?:Function|Class)Definition$/.test(name));
    return definition === undefined ? [] : definitionOf(definition, to, decorators);
  },
};

function expressions(parts: Parts, to: To): readonly LoweredStatement[] {
  return to.expressions(parts).map((value) => ({ kind: "expression", value }));
}

/** `if`, with each `elif` in the `else` of the one before. */
function conditional(parts: Parts, to: To, node: SyntaxNode): readonly LoweredStatement[] {
  let otherwise: readonly Statement[] = to.body(after(parts, "else"));
  const branches = parts.flatMap(({ name }, index) => {
    return name === "if" || name === "elif" ? [{ test: parts[index + 1], body: parts[index + 2] }] : [];
  });
  for (const { test, body } of branches.slice(0, MAX_NESTING).reverse())
    otherwise = [{ kind: "if", test: to.expression(test), yes: to.body(body), otherwise, ...span(node) }];
  return otherwise;
}

function loop(parts: Parts, to: To, node: SyntaxNode): LoweredStatement {
  const [start, end, body] = ["for", "in", "Body"].map((word) => parts.findIndex(({ name }) => name === word));
  const isFor = end !== undefined && end >= 0;
  return {
    kind: "loop",
    target: isFor ? oneOrTuple(parts.slice((start ?? 0) + 1, end), to, node) : undefined,
    over: oneOrTuple(parts.slice(isFor ? end + 1 : 1, body), to, node),
    body: to.body(parts[body ?? 0]),
    otherwise: to.body(after(parts, "else")),
  };
}

/** A case matches a literal, or has a pattern of which only the names are looked at: these are `targets`. */
function matchCase(clause: SyntaxNode, to: To): Case {
  const [, pattern] = partsOf(clause);
  const body = to.body(clause.getChild("Body"));
  const isGuarded = clause.getChild("Guard") !== null;
  const literals = pattern === undefined ? [] : literalsOf(pattern, to);
  if (literals !== undefined && !isGuarded) return { tests: literals, targets: [], body };
  const targets = to.tree.all(["CapturePattern"], clause).map((node) => to.expression(node.firstChild ?? node));
  const isForAll = pattern?.name === "CapturePattern" && !isGuarded;
  return { tests: isForAll ? [] : [at(clause, NOTHING)], targets, body };
}

function literalsOf(pattern: SyntaxNode, to: To): readonly Expression[] | undefined {
  const parts = partsOf(pattern);
  if (pattern.name === "LiteralPattern") return [to.expression(parts[0])];
  if (pattern.name !== "OrPattern") return undefined;
  const each = parts.filter(({ name }) => name !== "LogicOp").map((part) => literalsOf(part, to));
  return each.every((part) => part !== undefined) ? each.flat() : undefined;
}
