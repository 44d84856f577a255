import type { SyntaxNode } from "@lezer/common";
import { after, at, itemsOf, type LoweredStatement, type StatementRules, span, split } from "../facts/lowering";
import type { Case, Expression, ImportedName } from "../facts/syntax";
import { partsOf } from "../tree";
import { logicOf } from "./expressions";
import { classOf, declaration, functionOf, nameIn, nameOf, type To } from "./functions";
import type { NodeTree } from "./tree";

type Parts = readonly SyntaxNode[];

/** How the statements of JavaScript are lowered to the common syntax. */
export const STATEMENTS: StatementRules<NodeTree> = {
  ExpressionStatement: ([expression], to) => (expression === undefined ? [] : expressionStatement(expression, to)),
  VariableDeclaration: ([, ...parts], to, node) =>
    split(parts.filter(({ name }) => name !== ";")).map((each): LoweredStatement => {
      const value = after(each, "Equals");
      return declaration(
        to.expression(each[0]),
        value ? to.expression(value) : at(node, { kind: "constant", value: null }),
      );
    }),
  FunctionDeclaration: (_, to, node) => ({ kind: "function", definition: functionOf(node, to) }),
  ClassDeclaration: (_, to, node) => ({ kind: "class", definition: classOf(node, to) }),
  Block: (_, to, node) => ({ kind: "block", body: to.body(node) }),
  LabeledStatement: (parts, to) => to.body(parts.at(-1)),
  ReturnStatement: (parts, to) => ({ kind: "return", value: to.expressions(parts)[0] }),
  ThrowStatement: (parts, to) => ({ kind: "throw", value: to.expressions(parts)[0] }),
  BreakStatement: () => ({ kind: "break" }),
  ContinueStatement: () => ({ kind: "continue" }),
  IfStatement: ([, test, yes, , otherwise], to) => {
    return { kind: "if", test: to.expression(test), yes: to.body(yes), otherwise: to.body(otherwise) };
  },
  WhileStatement: ([, test, body], to) => ({ kind: "loop", over: to.expression(test), body: to.body(body) }),
  DoStatement: ([, body, , test], to) => ({ kind: "loop", over: to.expression(test), body: to.body(body), isDo: true }),
  ForStatement: loop,
  SwitchStatement: ([, subject], to, node) => {
    const cases = casesOf(partsOf(node.getChild("SwitchBody") ?? node), to);
    return { kind: "switch", subject: to.expression(subject), cases, fallsThrough: true };
  },
  TryStatement: ([, body], to, node) => {
    const clauses = node.getChildren("CatchClause").map((clause) => {
      const target = partsOf(clause).find(({ name }) => PATTERNS.has(name));
      return {
        ...span(clause),
        types: [],
        target: target && to.expression(target),
        body: to.body(clause.getChild("Block")),
      };
    });
    const last = to.body(node.getChild("FinallyClause")?.getChild("Block"));
    return { kind: "try", body: to.body(body), clauses, last };
  },
  ImportDeclaration: importDeclaration,
  ExportDeclaration: exportDeclaration,
};

const PATTERNS: ReadonlySet<string> = new Set(["VariableDefinition", "ArrayPattern", "ObjectPattern"]);

function expressionStatement(node: SyntaxNode, to: To): LoweredStatement {
  const [target, operator, value] = partsOf(node);
  if (node.name === "UnaryExpression" && target?.name === "delete" && operator !== undefined)
    return { kind: "delete", targets: [to.expression(operator)] };
  if (node.name !== "AssignmentExpression" || value === undefined)
    return { kind: "expression", value: to.expression(node) };
  if (operator?.name === "UpdateOp") {
    const [changed, by] = [to.expression(target), to.expression(value)];
    const logic = logicOf(operator, changed, by, to);
    return { kind: "assign", targets: [changed], value: logic ? at(node, logic) : by, isUpdate: logic === undefined };
  }
  // `a = b = c`
  const targets = [to.expression(target)];
  let last: SyntaxNode | undefined = value;
  while (last?.name === "AssignmentExpression" && last.getChild("Equals") !== null) {
    const [next, , behind]: Parts = partsOf(last);
    targets.push(to.expression(next));
    last = behind;
  }
  return { kind: "assign", targets, value: to.expression(last) };
}

function loop(parts: Parts, to: To, node: SyntaxNode): readonly LoweredStatement[] {
  const body = to.body(parts.at(-1));
  const each = node.getChild("ForOfSpec") ?? node.getChild("ForInSpec");
  if (each !== null) {
    const inner = partsOf(each);
    const word = inner.findIndex(({ name }) => name === "of" || name === "in");
    const [target, over] = [to.expression(inner[word - 1]), to.expression(inner[word + 1])];
    // `in` goes through the keys.
    return [
      {
        kind: "loop",
        target,
        over: each.name === "ForOfSpec" ? over : at(over, { kind: "other", parts: [over] }),
        body,
      },
    ];
  }
  const [, first, ...rest] = partsOf(node.getChild("ForSpec") ?? node);
  const isDeclared = first?.name === "VariableDeclaration";
  const start = isDeclared ? to.statement(first) : [];
  return [...start, { kind: "loop", over: at(node, to.other(rest)), body }];
}

function casesOf(parts: Parts, to: To): readonly Case[] {
  const cases: { tests: Expression[]; nodes: SyntaxNode[]; isOpen: boolean }[] = [];
  for (const part of parts) {
    const isLabel = part.name === "CaseLabel" || part.name === "DefaultLabel";
    if (isLabel && !cases.at(-1)?.isOpen) cases.push({ tests: [], nodes: [], isOpen: true });
    const last = cases.at(-1);
    const [label] = isLabel ? to.expressions(partsOf(part)) : [];
    if (last === undefined || part.name === "{" || part.name === "}") continue;
    last.isOpen = label !== undefined;
    if (!isLabel) last.nodes.push(part);
    else if (label !== undefined) last.tests.push(label);
    // A default case includes the cases before it that fall through.
    else last.tests.splice(0);
  }
  return cases.map(({ tests, nodes }) => ({ tests, targets: [], body: to.block(nodes) }));
}

function importDeclaration(parts: Parts, to: To, node: SyntaxNode): LoweredStatement | readonly LoweredStatement[] {
  const module = node.getChild("String");
  if (module === null) return [];
  const names = parts.flatMap((part, index): readonly ImportedName[] => {
    const isAll = parts[index - 2]?.name === "Star";
    if (part.name === "VariableDefinition") return [{ name: isAll ? undefined : "default", as: to.text(part) }];
    return part.name === "ImportGroup" ? namesIn(part, to) : [];
  });
  return { kind: "import", module: to.tree.string(module), names };
}

/** `{ a, b as c }` */
function namesIn(group: SyntaxNode, to: To): readonly { readonly name: string; readonly as: string }[] {
  return itemsOf(partsOf(group)).flatMap((item) => {
    const [name, as] = [item[0], item.at(-1)];
    return name === undefined || as === undefined ? [] : [{ name: nameIn(name, to), as: nameIn(as, to) }];
  });
}

function exportDeclaration(parts: Parts, to: To, node: SyntaxNode): readonly LoweredStatement[] {
  const source = node.getChild("String");
  const module = source === null ? undefined : to.tree.string(source);
  const [, second, third, fourth] = parts;
  switch (second?.name) {
    case undefined:
      return [];
    case "Star":
      return [
        {
          kind: "export",
          names: [{ name: "*", as: third?.name === "as" ? nameIn(fourth ?? third, to) : "*" }],
          module,
        },
      ];
    case "ExportGroup":
      return [{ kind: "export", names: namesIn(second, to), module }];
    case "default":
      return third === undefined ? [] : exportDefault(third, to, node);
  }
  const declared = second === undefined ? [] : to.statement(second);
  const names = declared.flatMap((statement) => {
    if (statement.kind === "assign") return statement.targets.flatMap(namesOf);
    return statement.kind === "function" || statement.kind === "class" ? [statement.definition.name ?? ""] : [];
  });
  return [...declared, { kind: "export", names: names.map((name) => ({ name, as: name })) }];
}

function exportDefault(exported: SyntaxNode, to: To, node: SyntaxNode): readonly LoweredStatement[] {
  const isDefinition = exported.name === "FunctionDeclaration" || exported.name === "ClassDeclaration";
  const name = isDefinition ? nameOf(exported, to) : undefined;
  const [definition] = isDefinition ? to.statement(exported) : [];
  const value: Expression =
    name !== undefined
      ? at(node, { kind: "name", name })
      : definition?.kind === "function" || definition?.kind === "class"
        ? ({ kind: definition.kind, definition: definition.definition, ...span(node) } as Expression)
        : to.expression(exported);
  return [
    ...(name !== undefined && definition !== undefined ? [definition] : []),
    declaration(at(node, { kind: "name", name: DEFAULT }), value),
    { kind: "export", names: [{ name: DEFAULT, as: "default" }] },
  ];
}

/** The key of a module's default export, which is not a valid JavaScript name. */
const DEFAULT = "*default*";

/** The names that a target assigns. */
function namesOf(target: Expression): readonly string[] {
  if (target.kind === "name") return [target.name];
  if (target.kind === "list") return target.items.flatMap(({ value }) => namesOf(value));
  return target.kind === "object" ? target.entries.flatMap(({ value }) => namesOf(value)) : [];
}
