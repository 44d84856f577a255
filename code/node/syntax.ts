import { other, split, splitWithEmpty } from "../facts/nodes";
import {
  type Argument,
  type ClassDefinition,
  type Entry,
  type Expression,
  type FunctionDefinition,
  type ImportedName,
  MAX_NESTING,
  type Parameter,
  type Span,
  type Statement,
} from "../facts/syntax";
import { partsOf } from "../tree";
import type { NodeTree, SyntaxNode } from "./tree";

/** The statements of a JavaScript file in the syntax that both languages have in common. */
export function nodeStatements(tree: NodeTree): readonly Statement[] {
  return new Converter(tree).body(tree.root);
}

type Case = Extract<Statement, { kind: "switch" }>["cases"][number];

/** Converts nodes, and leaves out what is nested too deeply. */
class Converter {
  #depth = 0;

  constructor(private readonly tree: NodeTree) {}

  /** The statements of a block, or one that stands in place of a block. */
  body(node: SyntaxNode | null | undefined): readonly Statement[] {
    if (!node || this.#depth >= MAX_NESTING) return [];
    this.#depth++;
    const isBlock = node.name === "Block" || node.name === "Script";
    const statements = isBlock ? this.#statements(partsOf(node)) : this.#statement(node);
    this.#depth--;
    return statements;
  }

  /** Functions are there before the other statements run. */
  #statements(nodes: readonly SyntaxNode[]): readonly Statement[] {
    const statements = nodes.flatMap((child) => this.#statement(child));
    const isFunction = ({ kind }: Statement) => kind === "function";
    return [...statements.filter(isFunction), ...statements.filter((statement) => !isFunction(statement))];
  }

  #statement(node: SyntaxNode): readonly Statement[] {
    const span = { from: node.from, to: node.to };
    const parts = partsOf(node);
    const [, second] = parts;
    const value = () =>
      expressionsOf(parts)
        .slice(0, 1)
        .map((part) => this.expression(part))[0];
    switch (node.name) {
      case "ExpressionStatement": {
        const [expression] = parts;
        return expression === undefined ? [] : [this.#expressionStatement(expression, span)];
      }
      case "VariableDeclaration":
        return this.#variables(parts, span);
      case "FunctionDeclaration":
        return [{ kind: "function", definition: this.#function(node), ...span }];
      case "ClassDeclaration":
        return [{ kind: "class", definition: this.#class(node), ...span }];
      case "Block":
        return [{ kind: "block", body: this.body(node), ...span }];
      case "LabeledStatement":
        return this.body(parts.at(-1));
      case "ReturnStatement":
        return [{ kind: "return", value: value(), ...span }];
      case "ThrowStatement":
        return [{ kind: "throw", value: value(), ...span }];
      case "BreakStatement":
        return [{ kind: "break", ...span }];
      case "ContinueStatement":
        return [{ kind: "continue", ...span }];
      case "IfStatement": {
        const [, test, then, , otherwise] = parts;
        if (test === undefined) return [];
        return [
          { kind: "if", test: this.expression(test), yes: this.body(then), otherwise: this.body(otherwise), ...span },
        ];
      }
      case "WhileStatement":
      case "DoStatement": {
        const isDo = node.name === "DoStatement";
        const [test, body] = isDo ? [parts[3], second] : [second, parts[2]];
        const over = test && this.expression(test);
        return [{ kind: "loop", target: undefined, over, body: this.body(body), otherwise: [], isDo, ...span }];
      }
      case "ForStatement":
        return this.#for(node, parts, span);
      case "SwitchStatement": {
        const subject = this.expression(second ?? node);
        const cases = this.#cases(partsOf(node.getChild("SwitchBody") ?? node));
        return [{ kind: "switch", subject, cases, fallsThrough: true, ...span }];
      }
      case "TryStatement": {
        const [clause] = node.getChildren("CatchClause");
        const target = clause && partsOf(clause).find(({ name }) => PATTERNS.has(name));
        const caught = clause && {
          types: [],
          target: target && this.expression(target),
          body: this.body(clause.getChild("Block")),
          from: clause.from,
          to: clause.to,
        };
        const last = this.body(node.getChild("FinallyClause")?.getChild("Block"));
        return [
          { kind: "try", body: this.body(second), clauses: caught ? [caught] : [], otherwise: [], last, ...span },
        ];
      }
      case "ImportDeclaration":
        return this.#import(node, parts, span);
      case "ExportDeclaration":
        return this.#export(node, parts, span);
      default:
        return [];
    }
  }

  #expressionStatement(node: SyntaxNode, span: Span): Statement {
    const [target, operator, value] = partsOf(node);
    if (node.name === "AssignmentExpression" && target !== undefined && operator !== undefined && value !== undefined) {
      // `a = b = c`
      const targets = [this.expression(target)];
      let last = value;
      while (operator.name === "Equals" && last.name === "AssignmentExpression" && last.getChild("Equals") !== null) {
        const [next, , behind] = partsOf(last);
        if (next === undefined || behind === undefined) break;
        targets.push(this.expression(next));
        last = behind;
      }
      return {
        kind: "assign",
        targets,
        value: this.expression(last),
        isUpdate: operator.name === "UpdateOp",
        declares: false,
        ...span,
      };
    }
    const isDelete = node.name === "UnaryExpression" && target?.name === "delete" && operator !== undefined;
    if (isDelete) return { kind: "delete", targets: [this.expression(operator)], ...span };
    return { kind: "expression", value: this.expression(node), ...span };
  }

  #variables(parts: readonly SyntaxNode[], span: Span): readonly Statement[] {
    return split(
      parts.slice(1).filter(({ name }) => name !== ";"),
      ",",
    ).flatMap((each): readonly Statement[] => {
      const [target] = each;
      const at = each.findIndex(({ name }) => name === "Equals");
      const value = each[at + 1];
      if (target === undefined) return [];
      const given: Expression =
        at < 0 || value === undefined ? { kind: "constant", value: null, ...span } : this.expression(value);
      return [
        { kind: "assign", targets: [this.expression(target)], value: given, isUpdate: false, declares: true, ...span },
      ];
    });
  }

  #for(node: SyntaxNode, parts: readonly SyntaxNode[], span: Span): readonly Statement[] {
    const body = this.body(parts.at(-1));
    const each = node.getChild("ForOfSpec") ?? node.getChild("ForInSpec");
    if (each !== null) {
      const inner = partsOf(each);
      const at = inner.findIndex(({ name }) => name === "of" || name === "in");
      const [target, over] = [inner[at - 1], inner[at + 1]];
      // `in` goes through the keys.
      const value = over && (each.name === "ForOfSpec" ? this.expression(over) : other(over, [this.expression(over)]));
      return [
        {
          kind: "loop",
          target: target && this.expression(target),
          over: value,
          body,
          otherwise: [],
          isDo: false,
          ...span,
        },
      ];
    }
    const spec = partsOf(node.getChild("ForSpec") ?? node);
    const [first] = spec.slice(1);
    const start = first === undefined ? [] : first.name === "VariableDeclaration" ? this.#statement(first) : [];
    const rest = expressionsOf(spec)
      .filter((part) => part !== first)
      .map((part) => this.expression(part));
    const over: Expression = { kind: "other", parts: rest, ...span };
    return [...start, { kind: "loop", target: undefined, over, body, otherwise: [], isDo: false, ...span }];
  }

  #cases(parts: readonly SyntaxNode[]): readonly Case[] {
    const cases: { tests: Expression[]; targets: []; nodes: SyntaxNode[] }[] = [];
    let isOpen = false;
    for (const part of parts) {
      const label = part.name === "CaseLabel" ? expressionsOf(partsOf(part))[0] : undefined;
      if (part.name === "CaseLabel" || part.name === "DefaultLabel") {
        if (!isOpen) cases.push({ tests: [], targets: [], nodes: [] });
        if (label !== undefined) cases.at(-1)?.tests.push(this.expression(label));
        // One for all else takes those before it along.
        else cases.at(-1)?.tests.splice(0);
        isOpen = label !== undefined;
      } else if (cases.length > 0 && part.name !== "{" && part.name !== "}") {
        cases.at(-1)?.nodes.push(part);
        isOpen = false;
      }
    }
    return cases.map(({ tests, targets, nodes }) => ({ tests, targets, body: this.#statements(nodes) }));
  }

  #import(node: SyntaxNode, parts: readonly SyntaxNode[], span: Span): readonly Statement[] {
    const module = node.getChild("String");
    if (module === null) return [];
    const names: ImportedName[] = [];
    for (const [index, part] of parts.entries()) {
      const isAll = parts[index - 2]?.name === "Star";
      if (part.name === "VariableDefinition")
        names.push({ name: isAll ? undefined : "default", as: this.tree.text(part) });
      if (part.name !== "ImportGroup") continue;
      for (const item of split(partsOf(part).slice(1, -1), ",")) {
        const [first, last] = [item[0], item.at(-1)];
        if (first !== undefined && last !== undefined)
          names.push({ name: this.#word(first), as: this.tree.text(last) });
      }
    }
    return [{ kind: "import", module: this.tree.string(module), names, ...span }];
  }

  #export(node: SyntaxNode, parts: readonly SyntaxNode[], span: Span): readonly Statement[] {
    const source = node.getChild("String");
    const module = source === null ? undefined : this.tree.string(source);
    const exported = (names: readonly string[]): Statement => {
      return { kind: "export", names: names.map((name) => ({ name, as: name })), module: undefined, ...span };
    };
    const [, second, third] = parts;
    if (second?.name === "Star") {
      const as = third?.name === "as" ? this.#word(parts[3] ?? third) : "*";
      return [{ kind: "export", names: [{ name: "*", as }], module, ...span }];
    }
    if (second?.name === "ExportGroup") {
      const names = split(partsOf(second).slice(1, -1), ",").flatMap((item) => {
        const [name, last] = [item[0], item.at(-1)];
        return name === undefined || last === undefined ? [] : [{ name: this.#word(name), as: this.#word(last) }];
      });
      return [{ kind: "export", names, module, ...span }];
    }
    if (second?.name === "default") {
      if (third === undefined) return [];
      const isDefinition = third.name === "FunctionDeclaration" || third.name === "ClassDeclaration";
      const name = isDefinition ? third.getChild("VariableDefinition") : null;
      const target: Expression = { kind: "name", name: DEFAULT, ...span };
      const value: Expression =
        name !== null
          ? { kind: "name", name: this.tree.text(name), ...span }
          : third.name === "FunctionDeclaration"
            ? { kind: "function", definition: this.#function(third), ...span }
            : third.name === "ClassDeclaration"
              ? { kind: "class", definition: this.#class(third), ...span }
              : this.expression(third);
      const definition = name !== null ? this.#statement(third) : [];
      const assigned: Statement = {
        kind: "assign",
        targets: [target],
        value,
        isUpdate: false,
        declares: true,
        ...span,
      };
      return [
        ...definition,
        assigned,
        { kind: "export", names: [{ name: DEFAULT, as: "default" }], module: undefined, ...span },
      ];
    }
    const declared = second === undefined ? [] : this.#statement(second);
    const names = declared.flatMap((statement) => {
      if (statement.kind === "assign") return statement.targets.flatMap(namesIn);
      const isDefinition = statement.kind === "function" || statement.kind === "class";
      return isDefinition ? [statement.definition.name ?? ""] : [];
    });
    return [...declared, exported(names)];
  }

  #word(node: SyntaxNode): string {
    return node.name === "String" ? this.tree.string(node) : this.tree.text(node);
  }

  #function(node: SyntaxNode): FunctionDefinition {
    const name = node.getChild("VariableDefinition") ?? node.getChild("PropertyDefinition");
    const parts = partsOf(node);
    const block = node.getChild("Block");
    const last = parts.at(-1);
    const returned =
      block === null && node.name === "ArrowFunction" && last !== undefined ? this.expression(last) : undefined;
    const list = node.getChild("ParamList");
    const parameters = split(
      list === null ? [] : partsOf(list).filter(({ name }) => name !== "(" && name !== ")"),
      ",",
    );
    const words = parts
      .slice(
        0,
        parts.findIndex(({ name }) => name === "ParamList"),
      )
      .map((part) => part.name);
    return {
      name: name === null ? undefined : this.tree.text(name),
      parameters: parameters.flatMap((each): readonly Parameter[] => {
        const isRest = each[0]?.name === "Spread";
        const target = each[isRest ? 1 : 0];
        const at = each.findIndex(({ name }) => name === "Equals");
        const standard = at < 0 ? undefined : each[at + 1];
        return target === undefined
          ? []
          : [
              {
                target: this.expression(target),
                standard: standard && this.expression(standard),
                rest: isRest ? "items" : undefined,
              },
            ];
      }),
      body: returned ? [{ kind: "return", value: returned, from: returned.from, to: returned.to }] : this.body(block),
      decorators: [],
      isAsync: words.includes("async"),
      isGenerator: words.includes("Star"),
      isArrow: node.name === "ArrowFunction",
      ...(words.includes("static") && { member: "static" as const }),
      ...(words.includes("get") && { member: "getter" as const }),
      ...(words.includes("set") && { member: "setter" as const }),
      from: node.from,
      to: node.to,
    };
  }

  #class(node: SyntaxNode): ClassDefinition {
    const name = node.getChild("VariableDefinition");
    const parts = partsOf(node);
    const at = parts.findIndex((part) => part.name === "extends");
    const base = at < 0 ? undefined : parts[at + 1];
    const items = partsOf(node.getChild("ClassBody") ?? node);
    const methods = items.filter((item) => item.name === "MethodDeclaration").map((item) => this.#function(item));
    const body = items.flatMap((item): readonly Statement[] => {
      const span = { from: item.from, to: item.to };
      if (item.name === "StaticBlock") return this.body(item.getChild("Block"));
      if (item.name !== "PropertyDeclaration") return [];
      const key = item.getChild("PropertyDefinition") ?? item.getChild("PrivatePropertyDefinition");
      const inner = partsOf(item);
      const value = inner[inner.findIndex((part) => part.name === "Equals") + 1];
      if (key === null || value === undefined || item.getChild("Equals") === null) return [];
      const target: Expression = { kind: "name", name: this.tree.text(key), ...span };
      return [
        { kind: "assign", targets: [target], value: this.expression(value), isUpdate: false, declares: true, ...span },
      ];
    });
    return {
      name: name === null ? undefined : this.tree.text(name),
      bases: base === undefined ? [] : [this.expression(base)],
      decorators: [],
      methods: methods.map((method) => ({ member: "method", ...method })),
      body,
      from: node.from,
      to: node.to,
    };
  }

  expression(node: SyntaxNode): Expression {
    if (this.#depth >= MAX_NESTING) return other(node);
    this.#depth++;
    const converted = this.#expression(node);
    this.#depth--;
    return converted;
  }

  #expression(node: SyntaxNode): Expression {
    const span = { from: node.from, to: node.to };
    const text = () => this.tree.text(node);
    const parts = partsOf(node);
    const [first, second, third] = parts;
    switch (node.name) {
      case "VariableName":
      case "VariableDefinition":
        return text() === "undefined"
          ? { kind: "constant", value: null, ...span }
          : { kind: "name", name: text(), ...span };
      case "this":
      case "super":
        return { kind: "name", name: node.name, ...span };
      case "null":
        return { kind: "constant", value: null, ...span };
      case "BooleanLiteral":
        return { kind: "constant", value: text() === "true", ...span };
      case "Number":
        return { kind: "constant", value: Number(text().replaceAll("_", "").replace(/n$/, "")), ...span };
      case "String":
        return { kind: "constant", value: this.tree.string(node), ...span };
      case "TemplateString":
        return this.#template(node);
      case "ParenthesizedExpression":
        return second === undefined ? other(node) : this.expression(second);
      case "AwaitExpression":
        return second === undefined ? other(node) : { kind: "await", value: this.expression(second), ...span };
      case "MemberExpression":
        return this.#member(node, parts);
      case "CallExpression":
      case "NewExpression": {
        const isNew = node.name === "NewExpression";
        const callee = isNew ? second : first;
        const list = node.getChild("ArgList");
        if (callee === undefined) return other(node);
        const args = list === null ? [] : this.#arguments(partsOf(list).slice(1, -1));
        return {
          kind: "call",
          callee: this.expression(callee),
          args,
          isOptional: parts.some(({ name }) => name === "?."),
          isNew,
          ...span,
        };
      }
      case "DynamicImport": {
        const [module] = expressionsOf(parts);
        return module === undefined ? other(node) : { kind: "import", module: this.expression(module), ...span };
      }
      case "ArrowFunction":
      case "FunctionExpression":
        return { kind: "function", definition: this.#function(node), ...span };
      case "ClassExpression":
        return { kind: "class", definition: this.#class(node), ...span };
      case "UnaryExpression": {
        const operator = first === undefined ? "" : this.tree.text(first);
        if (second === undefined) return other(node);
        if (operator === "!") return { kind: "not", value: this.expression(second), ...span };
        if (operator === "-" && second.name === "Number")
          return { kind: "constant", value: -Number(this.tree.text(second)), ...span };
        return { kind: "other", parts: [this.expression(second)], ...span };
      }
      case "BinaryExpression":
        return this.#binary(node, parts);
      case "ConditionalExpression":
        if (first === undefined || third === undefined || parts[4] === undefined) return other(node);
        return {
          kind: "choice",
          test: this.expression(first),
          yes: this.expression(third),
          otherwise: this.expression(parts[4]),
          ...span,
        };
      case "AssignmentExpression": {
        if (first === undefined || third === undefined) return other(node);
        const value = this.expression(third);
        const isUpdate = second?.name === "UpdateOp";
        const target = this.expression(first);
        return {
          kind: "assign",
          target,
          value: isUpdate ? { kind: "other", parts: [target, value], ...span } : value,
          ...span,
        };
      }
      case "SequenceExpression": {
        const each = split(parts, ",").flatMap(([part]) => (part === undefined ? [] : [this.expression(part)]));
        return { kind: "other", parts: each, ...span };
      }
      case "ArrayExpression":
      case "ArrayPattern": {
        const items = splitWithEmpty(parts.slice(1, -1), ",").map((item): Argument => {
          const isSpread = item[0]?.name === "Spread";
          const value = item[isSpread ? 1 : 0];
          return { value: value === undefined ? other(node) : this.expression(value), isSpread };
        });
        return { kind: "list", items, ...span };
      }
      case "ObjectExpression":
      case "ObjectPattern":
        return {
          kind: "object",
          entries: split(parts.slice(1, -1), ",").flatMap(([entry]) => (entry ? this.#entry(entry) : [])),
          ...span,
        };
      default:
        return { kind: "other", parts: expressionsOf(parts).map((part) => this.expression(part)), ...span };
    }
  }

  #member(node: SyntaxNode, parts: readonly SyntaxNode[]): Expression {
    const span = { from: node.from, to: node.to };
    const [object] = parts;
    const isOptional = parts.some(({ name }) => name === "?.");
    const attribute = node.getChild("PropertyName") ?? node.getChild("PrivatePropertyName");
    if (object === undefined) return other(node);
    const of = this.expression(object);
    if (attribute !== null) {
      const key: Expression = {
        kind: "constant",
        value: this.tree.text(attribute),
        from: attribute.from,
        to: attribute.to,
      };
      return { kind: "member", of, key, isAttribute: true, isOptional, ...span };
    }
    const key = parts[parts.findIndex(({ name }) => name === "[") + 1];
    return key === undefined
      ? other(node)
      : { kind: "member", of, key: this.expression(key), isAttribute: false, isOptional, ...span };
  }

  #arguments(parts: readonly SyntaxNode[]): readonly Argument[] {
    return split(parts, ",").flatMap((item) => {
      const isSpread = item[0]?.name === "Spread";
      const value = item[isSpread ? 1 : 0];
      return value === undefined ? [] : [{ value: this.expression(value), isSpread }];
    });
  }

  /** A property of an object, or of a pattern that takes one apart. */
  #entry(node: SyntaxNode): readonly Entry[] {
    const parts = partsOf(node);
    const [first, second] = parts;
    if (first === undefined) return [];
    if (first.name === "Spread")
      return second === undefined ? [] : [{ key: undefined, value: this.expression(second) }];
    const start = parts.findIndex(({ name }) =>
      /^(?:PropertyDefinition|PropertyName|VariableDefinition|Number|String|\[)$/.test(name),
    );
    const name = parts[start];
    if (name === undefined) return [];
    const isComputed = name.name === "[";
    const inner = parts[start + 1];
    const key: Expression = isComputed
      ? inner === undefined
        ? other(node)
        : this.expression(inner)
      : { kind: "constant", value: this.#word(name), from: name.from, to: name.to };
    if (node.getChild("ParamList") !== null)
      return [{ key, value: { kind: "function", definition: this.#function(node), from: node.from, to: node.to } }];
    const after = (sign: string) => {
      const at = parts.findIndex((part) => part.name === sign);
      const part = at < 0 ? undefined : parts[at + 1];
      return part && this.expression(part);
    };
    const short: Expression = { kind: "name", name: this.#word(name), from: name.from, to: name.to };
    return [{ key, value: after(":") ?? short, standard: after("Equals") }];
  }

  #binary(node: SyntaxNode, parts: readonly SyntaxNode[]): Expression {
    const span = { from: node.from, to: node.to };
    const [first, sign, last] = parts;
    if (first === undefined || sign === undefined || last === undefined) return other(node);
    const operator = this.tree.text(sign);
    if (operator === "+") return this.#sum(node);
    const [left, right] = [this.expression(first), this.expression(last)];
    const logic = LOGIC.get(operator);
    if (logic !== undefined) return { kind: "logic", operator: logic, left, right, ...span };
    const compared = COMPARISONS.get(operator);
    if (compared === undefined) return { kind: "other", parts: [left, right], ...span };
    return { kind: "compare", operator: compared, left, right, ...span };
  }

  /** The text around the fields, and what is in them. */
  #template(node: SyntaxNode): Expression {
    const parts: Expression[] = [];
    const addText = (at: Span) => {
      if (at.to > at.from) parts.push({ kind: "constant", value: this.tree.characters(at), ...at });
    };
    let last = node.from + 1;
    for (const field of node.getChildren("Interpolation")) {
      addText({ from: last, to: field.from });
      const [value] = expressionsOf(partsOf(field));
      parts.push(value === undefined ? other(field) : this.expression(value));
      last = field.to;
    }
    addText({ from: last, to: node.to - 1 });
    return { kind: "text", parts, from: node.from, to: node.to };
  }

  /** `a + b + …`, which may be long. */
  #sum(node: SyntaxNode): Expression {
    const parts: SyntaxNode[] = [];
    let next: SyntaxNode | null = node;
    while (
      next?.name === "BinaryExpression" &&
      this.tree.text(next.getChild("ArithOp") ?? { from: 0, to: 0 }) === "+"
    ) {
      if (next.lastChild) parts.push(next.lastChild);
      next = next.firstChild;
    }
    if (next) parts.push(next);
    return { kind: "text", parts: parts.reverse().map((part) => this.expression(part)), from: node.from, to: node.to };
  }
}

/** The name under which a module's default export is kept, which no name of JavaScript is. */
const DEFAULT = "*default*";

const LOGIC: ReadonlyMap<string, "and" | "or" | "??"> = new Map([
  ["&&", "and"],
  ["||", "or"],
  ["??", "??"],
] as const);

const COMPARISONS: ReadonlyMap<string, Extract<Expression, { kind: "compare" }>["operator"]> = new Map([
  ["==", "=="],
  ["===", "=="],
  ["!=", "!="],
  ["!==", "!="],
  ["in", "in"],
  ["<", "<"],
  ["<=", "<="],
  [">", ">"],
  [">=", ">="],
] as const);

const PATTERNS: ReadonlySet<string> = new Set(["VariableDefinition", "ArrayPattern", "ObjectPattern"]);

/** The names that a target gives a value to. */
function namesIn(target: Expression): readonly string[] {
  if (target.kind === "name") return [target.name];
  if (target.kind === "list") return target.items.flatMap(({ value }) => namesIn(value));
  return target.kind === "object" ? target.entries.flatMap(({ value }) => namesIn(value)) : [];
}

/** Those of some nodes that are expressions. */
function expressionsOf(parts: readonly SyntaxNode[]): readonly SyntaxNode[] {
  return parts.filter(({ name }) => (/^[A-Z]/.test(name) && !NO_EXPRESSION.test(name)) || WORDS.has(name));
}

const NO_EXPRESSION = /(?:Op|Declaration|Label|Start|End)$|^(?:Equals|Arrow|Spread|Star|Block)$/;
const WORDS: ReadonlySet<string> = new Set(["this", "null", "super"]);
