import { other, split } from "../facts/nodes";
import type {
  Argument,
  ClassDefinition,
  Entry,
  Expression,
  FunctionDefinition,
  ImportedName,
  Parameter,
  Span,
  Statement,
} from "../facts/syntax";
import { MAX_NESTING } from "../facts/syntax";
import { partsOf } from "../tree";
import { argumentsOf, exceptClauses, expressionsOf, type PythonTree, parametersOf, type SyntaxNode } from "./tree";

/** The statements of a Python file in the syntax that both languages have in common. */
export function pythonStatements(tree: PythonTree): readonly Statement[] {
  return new Converter(tree).body(tree.root);
}

type Case = Extract<Statement, { kind: "switch" }>["cases"][number];

/** Converts nodes, and leaves out what is nested too deeply. */
class Converter {
  #depth = 0;

  constructor(private readonly tree: PythonTree) {}

  body(node: SyntaxNode | null | undefined): readonly Statement[] {
    if (!node) return [];
    if (this.#depth >= MAX_NESTING) return [];
    this.#depth++;
    const statements = partsOf(node).flatMap((child) => this.#statement(child));
    this.#depth--;
    return statements;
  }

  #statement(node: SyntaxNode): readonly Statement[] {
    const { from, to } = node;
    const parts = partsOf(node);
    const at = (statement: DistributiveOmit<Statement, "from" | "to">) => [{ ...statement, from, to } as Statement];
    switch (node.name) {
      case "StatementGroup":
        return parts.flatMap((child) => this.#statement(child));
      case "ExpressionStatement":
      case "YieldStatement":
      case "PrintStatement":
        return expressionsOf(node).flatMap((part) => at({ kind: "expression", value: this.expression(part) }));
      case "AssertStatement": {
        const [test, ...rest] = expressionsOf(node);
        if (test === undefined) return [];
        const value: Expression = { kind: "other", parts: rest.map((part) => this.expression(part)), from, to };
        const fails: Statement = { kind: "throw", value, from, to };
        return at({ kind: "if", test: this.expression(test), yes: [], otherwise: [fails] });
      }
      case "AssignStatement": {
        const sides = split(parts, "AssignOp").map((side) => side.filter(({ name }) => name !== "TypeDef"));
        const value = sides.pop() ?? [];
        if (sides.length === 0) return [];
        const targets = sides.map((side) => this.#several(side, node));
        return at({ kind: "assign", targets, value: this.#several(value, node), isUpdate: false, declares: true });
      }
      case "UpdateStatement": {
        const [target, , value] = parts;
        if (target === undefined || value === undefined) return [];
        return at({
          kind: "assign",
          targets: [this.expression(target)],
          value: this.expression(value),
          isUpdate: true,
          declares: true,
        });
      }
      case "DeleteStatement":
        return at({ kind: "delete", targets: expressionsOf(node).map((part) => this.expression(part)) });
      case "ReturnStatement": {
        const values = parts.slice(1);
        return at({ kind: "return", value: values.length === 0 ? undefined : this.#several(values, node) });
      }
      case "RaiseStatement": {
        const [value] = expressionsOf(node);
        return at({ kind: "throw", value: value && this.expression(value) });
      }
      case "BreakStatement":
        return at({ kind: "break" });
      case "ContinueStatement":
        return at({ kind: "continue" });
      case "ScopeStatement":
        return at({ kind: "global", names: node.getChildren("VariableName").map((name) => this.tree.text(name)) });
      case "ImportStatement":
        return this.#import(node, parts);
      case "IfStatement":
        return this.#if(parts, node);
      case "WhileStatement":
      case "ForStatement": {
        const [body, start, end] = [indexOf(parts, "Body"), indexOf(parts, "for"), indexOf(parts, "in")];
        const over = parts.slice(end < 0 ? 1 : end + 1, body);
        const target = end < 0 ? undefined : this.#several(parts.slice(start + 1, end), node);
        const otherwise = this.body(parts[body + 2]);
        return at({
          kind: "loop",
          target,
          over: this.#several(over, node),
          body: this.body(parts[body]),
          otherwise,
          isDo: false,
        });
      }
      case "TryStatement": {
        const clauses = exceptClauses(node).map(({ keyword, types, name, body }) => ({
          types: types.map((type) => this.expression(type)),
          target: name && this.expression(name),
          body: this.body(body),
          from: keyword.from,
          to: body?.to ?? keyword.to,
        }));
        const after = (word: string) => this.body(indexOf(parts, word) < 0 ? null : parts[indexOf(parts, word) + 1]);
        return at({
          kind: "try",
          body: this.body(parts[1]),
          clauses,
          otherwise: after("else"),
          last: after("finally"),
        });
      }
      case "WithStatement": {
        const body = indexOf(parts, "Body");
        const items = split(parts.slice(indexOf(parts, "with") + 1, body), ",").flatMap(([value, , target]) =>
          value === undefined ? [] : [{ value: this.expression(value), target: target && this.expression(target) }],
        );
        return at({ kind: "with", items, body: this.body(parts[body]) });
      }
      case "MatchStatement": {
        const clauses = node.getChild("MatchBody")?.getChildren("MatchClause") ?? [];
        const subject = this.#several(parts.slice(1, -1), node);
        return at({ kind: "switch", subject, cases: clauses.map((clause) => this.#case(clause)), fallsThrough: false });
      }
      case "FunctionDefinition":
        return at({ kind: "function", definition: this.#function(node, []) });
      case "ClassDefinition":
        return at({ kind: "class", definition: this.#class(node, []) });
      case "DecoratedStatement": {
        const decorators = node.getChildren("Decorator").map((decorator) => this.#decorator(decorator));
        const [definition] = node.getChildren("FunctionDefinition");
        if (definition) return at({ kind: "function", definition: this.#function(definition, decorators) });
        const [made] = node.getChildren("ClassDefinition");
        return made === undefined ? [] : at({ kind: "class", definition: this.#class(made, decorators) });
      }
      default:
        return [];
    }
  }

  /** `if`, with each `elif` in the `else` of the one before. */
  #if(parts: readonly SyntaxNode[], { from, to }: SyntaxNode): readonly Statement[] {
    let otherwise: readonly Statement[] = [];
    const branches: (readonly [SyntaxNode, SyntaxNode | undefined])[] = [];
    for (const [index, part] of parts.entries()) {
      const [next, body] = [parts[index + 1], parts[index + 2]];
      if ((part.name === "if" || part.name === "elif") && next !== undefined) branches.push([next, body]);
      if (part.name === "else") otherwise = this.body(next);
    }
    for (const [test, body] of branches.slice(0, MAX_NESTING).reverse())
      otherwise = [{ kind: "if", test: this.expression(test), yes: this.body(body), otherwise, from, to }];
    return otherwise;
  }

  #import(node: SyntaxNode, parts: readonly SyntaxNode[]): readonly Statement[] {
    const { from, to } = node;
    const text = (nodes: readonly SyntaxNode[]) => nodes.map((part) => this.tree.text(part)).join("");
    const start = indexOf(parts, "import");
    const items = split(
      parts.slice(start + 1).filter(({ name }) => name !== "(" && name !== ")"),
      ",",
    ).map((item) => {
      const as = indexOf(item, "as");
      const name = text(as < 0 ? item : item.slice(0, as));
      return { name, as: as < 0 ? undefined : text(item.slice(as + 1)) };
    });
    const named = items.filter(({ name }) => name !== "");
    const statement = (module: string, names: readonly ImportedName[]): Statement => {
      return { kind: "import", module, names, from, to };
    };
    if (parts[0]?.name === "from")
      return [
        statement(
          text(parts.slice(1, start)),
          named.map(({ name, as = name }) => ({ name, as })),
        ),
      ];
    return named.map(({ name, as }) => statement(name, [{ name: undefined, as: as ?? name }]));
  }

  /** A case matches a literal, or has a pattern of which only the names are looked at: these are `targets`. */
  #case(clause: SyntaxNode): Case {
    const parts = partsOf(clause);
    const body = this.body(clause.getChild("Body"));
    const [pattern] = parts.slice(1);
    const isGuarded = clause.getChild("Guard") !== null;
    const literals = pattern === undefined ? [] : this.#literals(pattern);
    if (literals !== undefined && !isGuarded) return { tests: literals, targets: [], body };
    const targets = this.tree.all(["CapturePattern"], clause).map((node) => this.expression(node.firstChild ?? node));
    const isForAll = pattern?.name === "CapturePattern" && !isGuarded;
    return { tests: isForAll ? [] : [other(clause)], targets, body };
  }

  #literals(pattern: SyntaxNode): readonly Expression[] | undefined {
    if (pattern.name === "LiteralPattern")
      return partsOf(pattern)
        .slice(0, 1)
        .map((part) => this.expression(part));
    if (pattern.name !== "OrPattern") return undefined;
    const each = partsOf(pattern)
      .filter(({ name }) => name !== "LogicOp")
      .map((part) => this.#literals(part));
    return each.every((part) => part !== undefined) ? each.flat() : undefined;
  }

  #function(node: SyntaxNode, decorators: readonly Expression[]): FunctionDefinition {
    const name = node.getChild("VariableName");
    const isLambda = node.name === "LambdaExpression";
    const last = node.lastChild;
    const returned = isLambda && last !== null ? this.expression(last) : undefined;
    const body = node.getChild("Body");
    return {
      name: name === null || isLambda ? undefined : this.tree.text(name),
      parameters: parametersOf(this.tree, node).map(({ node: at, spread, standard }): Parameter => {
        return {
          target: this.expression(at),
          standard: standard && this.expression(standard),
          rest: spread === undefined ? undefined : spread === "*" ? "items" : "keywords",
        };
      }),
      body: returned ? [{ kind: "return", value: returned, from: returned.from, to: returned.to }] : this.body(body),
      decorators,
      isAsync: node.firstChild?.name === "async",
      isGenerator: body !== null && /\byield\b/.test(this.tree.text(body)),
      isArrow: false,
      from: node.from,
      to: node.to,
    };
  }

  #class(node: SyntaxNode, decorators: readonly Expression[]): ClassDefinition {
    const name = node.getChild("VariableName");
    const all = this.body(node.getChild("Body"));
    const isMethod = (statement: Statement) => statement.kind === "function";
    return {
      name: name === null ? undefined : this.tree.text(name),
      bases: argumentsOf(this.tree, node)
        .filter(({ keyword }) => keyword === undefined)
        .map(({ value }) => this.expression(value)),
      decorators,
      methods: all.flatMap((statement) => (statement.kind === "function" ? [asMember(statement.definition)] : [])),
      body: all.filter((statement) => !isMethod(statement)),
      from: node.from,
      to: node.to,
    };
  }

  #decorator(node: SyntaxNode): Expression {
    const names = node.getChildren("VariableName");
    const [first, ...rest] = names.map(
      (name): Expression => ({ kind: "name", name: this.tree.text(name), ...span(name) }),
    );
    const { from, to } = node;
    if (first === undefined)
      return other(
        node,
        expressionsOf(node).map((part) => this.expression(part)),
      );
    const callee = rest.reduce((of, name) => {
      const key = name.kind === "name" ? name.name : "";
      return {
        kind: "member",
        of,
        key: { kind: "constant", value: key, from, to },
        isAttribute: true,
        isOptional: false,
        from,
        to,
      };
    }, first);
    if (node.getChild("ArgList") === null) return callee;
    return { kind: "call", callee, args: this.#arguments(node), isOptional: false, isNew: false, from, to };
  }

  #arguments(node: SyntaxNode): readonly Argument[] {
    return argumentsOf(this.tree, node).map(({ keyword, spread, value }) => {
      return { keyword, isSpread: spread !== undefined, value: this.expression(value) };
    });
  }

  /** One expression, or the tuple of several. */
  #several(nodes: readonly SyntaxNode[], around: SyntaxNode): Expression {
    const values = nodes.filter(({ name }) => name !== "," && name !== "*");
    const [only] = values;
    if (only !== undefined && nodes.length === 1) return this.expression(only);
    const items = values.map((node) => ({ value: this.expression(node), isSpread: node.prevSibling?.name === "*" }));
    return { kind: "list", items, ...span(only ?? around) };
  }

  expression(node: SyntaxNode): Expression {
    if (this.#depth >= MAX_NESTING) return other(node);
    this.#depth++;
    const converted = this.#expression(node);
    this.#depth--;
    return converted;
  }

  #expression(node: SyntaxNode): Expression {
    const { from, to } = node;
    const text = () => this.tree.text(node);
    const parts = partsOf(node);
    const [first, second, third] = parts;
    switch (node.name) {
      case "VariableName":
        return { kind: "name", name: text(), from, to };
      case "None":
        return { kind: "constant", value: null, from, to };
      case "Boolean":
        return { kind: "constant", value: text() === "True", from, to };
      case "Number":
        return { kind: "constant", value: Number(text().replaceAll("_", "")), from, to };
      case "String": {
        const literal = this.tree.literal(node);
        const value = this.tree.characters(literal, literal.prefix);
        return value === undefined ? other(node) : { kind: "constant", value, from, to };
      }
      case "ContinuedString":
        return { kind: "text", parts: expressionsOf(node).map((part) => this.expression(part)), from, to };
      case "FormatString":
        return this.#formatted(node);
      case "ParenthesizedExpression":
        return second !== undefined && parts.length === 3 ? this.expression(second) : this.#rest(node);
      case "AwaitExpression":
        return second === undefined ? other(node) : { kind: "await", value: this.expression(second), from, to };
      case "NamedExpression":
        if (first === undefined || third === undefined) return other(node);
        return { kind: "assign", target: this.expression(first), value: this.expression(third), from, to };
      case "LambdaExpression":
        return { kind: "function", definition: this.#function(node, []), from, to };
      case "MemberExpression":
        return this.#member(node, parts);
      case "CallExpression":
        if (first === undefined) return other(node);
        return {
          kind: "call",
          callee: this.expression(first),
          args: this.#callArguments(node),
          isOptional: false,
          isNew: false,
          from,
          to,
        };
      case "UnaryExpression":
        if (first?.name === "not" && second !== undefined)
          return { kind: "not", value: this.expression(second), from, to };
        if (first !== undefined && second?.name === "Number" && this.tree.text(first) === "-")
          return { kind: "constant", value: -Number(this.tree.text(second)), from, to };
        return this.#rest(node);
      case "BinaryExpression":
        return this.#binary(node, parts);
      case "ConditionalExpression": {
        const [then, , test, , otherwise] = parts;
        if (then === undefined || test === undefined || otherwise === undefined) return this.#rest(node);
        return {
          kind: "choice",
          test: this.expression(test),
          yes: this.expression(then),
          otherwise: this.expression(otherwise),
          from,
          to,
        };
      }
      case "DictionaryExpression": {
        const entries = split(parts.slice(1, -1), ",").flatMap(([key, value, third]): readonly Entry[] => {
          if (key?.name === "**") return value === undefined ? [] : [{ key: undefined, value: this.expression(value) }];
          return key === undefined || third === undefined
            ? []
            : [{ key: this.expression(key), value: this.expression(third) }];
        });
        return { kind: "object", entries, from, to };
      }
      case "TupleExpression":
      case "ArrayExpression":
      case "SetExpression": {
        const items = split(parts.slice(1, -1), ",").flatMap((item) => {
          const value = item.at(-1);
          return value === undefined ? [] : [{ value: this.expression(value), isSpread: item.length > 1 }];
        });
        return { kind: "list", items, from, to };
      }
      case "ComprehensionExpression":
      case "ArrayComprehensionExpression":
      case "SetComprehensionExpression":
      case "DictionaryComprehensionExpression":
        return this.#comprehension(parts.slice(1, -1), node);
      default:
        return this.#rest(node);
    }
  }

  #rest(node: SyntaxNode): Expression {
    return other(
      node,
      expressionsOf(node).map((part) => this.expression(part)),
    );
  }

  /** The text around the fields, and what is in them. */
  #formatted(node: SyntaxNode): Expression {
    const { prefix, from, to } = this.tree.literal(node);
    const parts: Expression[] = [];
    const addText = (at: Span) => {
      const value = this.tree.characters(at, prefix);
      if (value !== "") parts.push(value === undefined ? other(node) : { kind: "constant", value, ...at });
    };
    let last = from;
    for (const field of node.getChildren("FormatReplacement")) {
      addText({ from: last, to: field.from });
      const [value, ...rest] = expressionsOf(field);
      parts.push(value === undefined || rest.length > 0 ? this.#rest(field) : this.expression(value));
      last = field.to;
    }
    addText({ from: last, to });
    return { kind: "text", parts, ...span(node) };
  }

  #member(node: SyntaxNode, [object, mark, ...rest]: readonly SyntaxNode[]): Expression {
    const [key] = rest;
    if (object === undefined || key === undefined) return other(node);
    const of = this.expression(object);
    if (mark?.name === ".") {
      const name: Expression = { kind: "constant", value: this.tree.text(key), ...span(key) };
      return { kind: "member", of, key: name, isAttribute: true, isOptional: false, ...span(node) };
    }
    const keys = rest.slice(0, -1);
    const isOne = keys.length === 1;
    const expression = isOne
      ? this.expression(key)
      : other(
          node,
          keys.filter(({ name }) => /^[A-Z]/.test(name)).map((part) => this.expression(part)),
        );
    return { kind: "member", of, key: expression, isAttribute: false, isOptional: false, ...span(node) };
  }

  #callArguments(node: SyntaxNode): readonly Argument[] {
    const list = node.getChild("ArgList");
    if (list?.getChild("for")) return [{ value: this.#comprehension(partsOf(list).slice(1, -1), list) }];
    return this.#arguments(node);
  }

  #comprehension(parts: readonly SyntaxNode[], node: SyntaxNode): Expression {
    const isWord = ({ name }: SyntaxNode) => name === "for" || name === "if" || name === "async";
    const start = parts.findIndex(isWord);
    const clauses: { target?: Expression; over: Expression }[] = [];
    for (const [index, part] of parts.entries()) {
      if (!isWord(part) || part.name === "async") continue;
      const next = parts.findIndex((other, at) => at > index && isWord(other));
      const clause = parts.slice(index + 1, next < 0 ? parts.length : next);
      const at = indexOf(clause, "in");
      const over = this.#several(clause.slice(at + 1), node);
      clauses.push(
        part.name === "for" && at > 0 ? { target: this.#several(clause.slice(0, at), node), over } : { over },
      );
    }
    const each = parts
      .slice(0, start)
      .filter(({ name }) => /^[A-Z]/.test(name))
      .map((part) => this.expression(part));
    return { kind: "comprehension", each, clauses, ...span(node) };
  }

  #binary(node: SyntaxNode, parts: readonly SyntaxNode[]): Expression {
    const { from, to } = node;
    const operator = parts
      .slice(1, -1)
      .map((part) => this.tree.text(part))
      .join(" ");
    const [first, last] = [parts[0], parts.at(-1)];
    if (first === undefined || last === undefined || first === last) return this.#rest(node);
    if (operator === "+" || operator === "%") return this.#sum(node);
    if (operator === "&") return { kind: "both", left: this.expression(first), right: this.expression(last), from, to };
    if (operator === "and" || operator === "or")
      return { kind: "logic", operator, left: this.expression(first), right: this.expression(last), from, to };
    const compared = COMPARISONS.get(operator);
    // Python compares each of a chain with the next.
    const isChain =
      first.name === "BinaryExpression" &&
      COMPARISONS.has(
        partsOf(first)
          .slice(1, -1)
          .map((part) => this.tree.text(part))
          .join(" "),
      );
    if (compared === undefined || isChain) return this.#rest(node);
    return {
      kind: "compare",
      operator: compared,
      left: this.expression(first),
      right: this.expression(last),
      from,
      to,
    };
  }

  /** `a + b + …`, which may be long; with `%`, nothing is known of it. */
  #sum(node: SyntaxNode): Expression {
    const operands: SyntaxNode[] = [];
    let isSum = true;
    let next: SyntaxNode | null = node;
    while (next?.name === "BinaryExpression") {
      const operator: SyntaxNode | null = next.getChild("ArithOp");
      const sign = operator === null ? "" : this.tree.text(operator);
      if (sign !== "+" && sign !== "%") break;
      isSum &&= sign === "+";
      if (next.lastChild) operands.push(next.lastChild);
      next = next.firstChild;
    }
    if (next) operands.push(next);
    const parts = operands.reverse().map((part) => this.expression(part));
    return isSum ? { kind: "text", parts, isStrict: true, ...span(node) } : other(node, parts);
  }
}

type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;

const COMPARISONS: ReadonlyMap<string, Extract<Expression, { kind: "compare" }>["operator"]> = new Map([
  ["==", "=="],
  ["is", "=="],
  ["!=", "!="],
  ["is not", "!="],
  ["in", "in"],
  ["not in", "not in"],
  ["<", "<"],
  ["<=", "<="],
  [">", ">"],
  [">=", ">="],
] as const);

function asMember(definition: FunctionDefinition): FunctionDefinition {
  const names = definition.decorators.map((decorator) => {
    const last = decorator.kind === "member" ? decorator.key : decorator;
    return last.kind === "name" ? last.name : last.kind === "constant" ? String(last.value) : "";
  });
  if (names.includes("staticmethod")) return { ...definition, member: "static" };
  if (names.includes("classmethod")) return { ...definition, member: "class" };
  const isGetter = names.some((name) => name === "property" || name === "cached_property");
  return { ...definition, member: isGetter ? "getter" : "method" };
}

function span({ from, to }: SyntaxNode): { readonly from: number; readonly to: number } {
  return { from, to };
}

function indexOf(parts: readonly SyntaxNode[], name: string): number {
  return parts.findIndex((part) => part.name === name);
}
