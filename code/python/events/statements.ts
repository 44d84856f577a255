import { step } from "../../../kit/budget";
import { partsOf } from "../modules";
import { parametersOf, type SyntaxNode } from "../tree";
import { Exceptions, indexOf } from "./exceptions";
import { type Arguments, type Frame, frameOf, Live, type WayReads } from "./machine";
import { matches } from "./patterns";
import {
  both,
  chosen,
  dependsOnFormat,
  type FunctionValue,
  join,
  NONE,
  OTHER,
  TELLING,
  type Truth,
  tells,
  truthOf,
  type Value,
} from "./values";

interface Condition {
  readonly truth: Truth;
  /** Whether it is, or may be, another one for other formats. */
  readonly isOfFormat: boolean;
}

/** Runs statements and functions. */
export class Statements extends Exceptions {
  readonly #calls: SyntaxNode[] = [];
  /** What the last `if` reads, where it leaves the function on a condition that is not known. */
  #left: WayReads | undefined;

  // Functions

  invoke(called: FunctionValue, args: Arguments, caller: Frame, isResponse: boolean): Value {
    const { node, scope } = called;
    if (this.#calls.filter((call) => call === node).length > 1) return OTHER;
    const names = this.#parameters(called, args);
    const frame = frameOf({ names, parent: scope, module: scope.module }, caller.live, isResponse && caller.responds);
    this.#calls.push(node);
    const result = this.deeper(() => this.#body(node, frame), OTHER);
    this.#calls.pop();
    const ends = frame.returns.filter(({ live }) => live !== Live.No);
    if (ends.length === 0 && frame.live === Live.No) caller.live = Live.No;
    else if (frame.raisedUnsure && ends.every(({ live }) => live === Live.Unsure))
      caller.live = Math.max(caller.live, Live.Unsure);
    return result;
  }

  #parameters({ node, scope, self }: FunctionValue, args: Arguments): Map<string, Value> {
    const names = new Map<string, Value>();
    const positional = [...(self === undefined ? [] : [self]), ...args.positional];
    let isAfterStar = false;
    for (const { name, spread, standard } of parametersOf(scope.module.tree, node)) {
      const keyword = args.keywords.get(name);
      if (spread === "*") {
        names.set(name, { kind: "sequence", items: positional.splice(0) });
        isAfterStar = true;
      } else if (spread === "**") {
        const entries = [...args.keywords].map(([key, value]) => [{ kind: "constant", value: key }, value] as const);
        names.set(name, { kind: "mapping", entries });
      } else if (!isAfterStar && positional.length > 0) names.set(name, positional.shift() ?? OTHER);
      else if (keyword !== undefined) names.set(name, keyword);
      else names.set(name, this.evaluate(standard, frameOf(scope, Live.Unsure)));
    }
    return names;
  }

  #body(node: SyntaxNode, frame: Frame): Value {
    const start = frame.live;
    if (node.name === "LambdaExpression") this.#return([node.lastChild], frame);
    else this.block(node.getChild("Body"), frame);
    if (frame.live !== Live.No) frame.returns.push({ value: NONE, live: frame.live });
    const values = frame.returns.map(({ value }) => value);
    const joined = values.length === 0 ? OTHER : values.reduce(join);
    const value = frame.chosen ? chosen(joined) : joined;
    const isUnsure = start === Live.Yes && frame.returns.some(({ live }) => live === Live.Unsure);
    return isUnsure && values.some((one) => join(one, joined) !== one) ? TELLING : value;
  }

  #return(nodes: readonly (SyntaxNode | null)[], frame: Frame): void {
    const values = nodes.map((node) =>
      node?.name === "CallExpression" ? this.call(node, frame, nodes.length === 1) : this.evaluate(node, frame),
    );
    const [value = NONE] = values;
    const { live } = frame;
    if (live !== Live.No)
      frame.returns.push({ value: values.length > 1 ? { kind: "sequence", items: values } : value, live });
    frame.live = Live.No;
  }

  // Statements

  block(body: SyntaxNode | null | undefined, frame: Frame): void {
    if (!body) return;
    this.deeper(() => {
      this.#statements(partsOf(body), frame);
    }, undefined);
  }

  #statements(statements: readonly SyntaxNode[], frame: Frame): void {
    const left: (() => void)[] = [];
    for (const statement of statements) {
      if (frame.live === Live.No) break;
      this.#statement(statement, frame);
      const way = statement.name === "IfStatement" ? this.#left : undefined;
      const readAfter = this.readsFromHere();
      if (way !== undefined) left.push(() => this.takeBackOpposed([way, readAfter()]));
    }
    // What follows an `if` that returns is the other way.
    for (const compare of left.reverse()) compare();
  }

  #statement(statement: SyntaxNode, frame: Frame): void {
    const parts = partsOf(statement);
    switch (statement.name) {
      case "StatementGroup":
        this.block(statement, frame);
        break;
      case "ExpressionStatement":
      case "YieldStatement":
        for (const part of parts) this.evaluate(part, frame);
        break;
      case "AssignStatement":
        this.#assignment(parts, frame);
        break;
      case "UpdateStatement":
        this.#update(parts, frame);
        break;
      case "DeleteStatement":
        for (const part of parts) if (part.name === "VariableName") this.assign(part, OTHER, frame);
        break;
      case "ReturnStatement":
        this.#return(withoutCommas(parts.slice(1)), frame);
        break;
      case "RaiseStatement":
        for (const part of parts) this.evaluate(part, frame);
        this.leave(frame);
        break;
      case "BreakStatement":
      case "ContinueStatement":
        frame.jumps++;
        frame.live = Live.No;
        break;
      case "AssertStatement":
        this.#either(this.#condition(parts[1], frame), frame, nothing, () => this.leave(frame), []);
        break;
      case "IfStatement":
        this.#if(parts, frame);
        break;
      case "WhileStatement":
      case "ForStatement":
        this.#loop(parts, frame);
        break;
      case "TryStatement":
        this.try(statement, parts, frame);
        break;
      case "WithStatement":
        this.with(parts, frame);
        break;
      case "MatchStatement": {
        const clauses = statement.getChild("MatchBody")?.getChildren("MatchClause") ?? [];
        this.#clauses(clauses, this.evaluate(parts[1], frame), frame);
        break;
      }
      case "ImportStatement":
        for (const [name, value] of this.imported(statement, frame)) frame.scope.names.set(name, value);
        break;
      default: {
        const defined = this.definition(statement, frame);
        if (defined !== undefined) frame.scope.names.set(defined.name, defined.value);
      }
    }
  }

  #assignment(parts: readonly SyntaxNode[], frame: Frame): void {
    const sides: SyntaxNode[][] = [[]];
    for (const part of parts) {
      if (part.name === "AssignOp") sides.push([]);
      else if (part.name !== "TypeDef") sides.at(-1)?.push(part);
    }
    if (sides.length < 2) return;
    const values = withoutCommas(sides.pop() ?? []).map((node) => this.evaluate(node, frame));
    const [single = OTHER] = values;
    const value: Value = values.length > 1 ? { kind: "sequence", items: values } : single;
    for (const targets of sides) this.assignAll(targets, value, frame);
  }

  #update(parts: readonly SyntaxNode[], frame: Frame): void {
    const [before, value] = [this.evaluate(parts[0], frame), this.evaluate(parts.at(-1), frame)];
    this.changeContainer(before, [value], frame);
    if (this.tellsWithin(before)) this.change();
    else this.assign(parts[0], this.madeFrom([before, value]), frame);
  }

  // Branches

  /**
   * Runs one of two ways, or both where the shape does not decide.
   * @param ways the code of both
   */
  #either(condition: Condition, frame: Frame, yes: () => void, no: () => void, ways: readonly SyntaxNode[]): void {
    const { truth, isOfFormat } = condition;
    const live = truth === "telling" ? Live.Unsure : Live.Yes;
    const run = truth === "yes" ? yes : no;
    if (truth !== "yes" && truth !== "no") {
      const reads: WayReads[] = [];
      const both = [yes, no].map((way) => ({ live, run: () => void reads.push(this.readsOf(way)) }));
      this.branch(frame, both, truth === "telling");
      this.takeBackOpposed(reads);
    } else if (isOfFormat) this.choose(frame, ways, run);
    else run();
  }

  #condition(node: SyntaxNode | undefined, frame: Frame): Condition {
    const value = this.evaluate(node, frame);
    return { truth: truthOf(value, this.shape), isOfFormat: dependsOnFormat(value, this.shape) };
  }

  #if([, condition, body, ...rest]: readonly SyntaxNode[], frame: Frame): void {
    const otherwise = () => {
      if (rest[0]?.name === "elif") this.deeper(() => this.#if(rest, frame), undefined);
      else this.block(rest[1], frame);
    };
    let left: WayReads | undefined;
    const run = () => {
      const reads = this.readsOf(() => this.block(body, frame));
      if (frame.live === Live.No) left = reads;
    };
    const decision = this.#condition(condition, frame);
    this.#either(decision, frame, run, otherwise, body ? [body, ...rest] : rest);
    this.#left = decision.truth === "either" && rest.length === 0 ? left : undefined;
  }

  #loop(parts: readonly SyntaxNode[], frame: Frame): void {
    const [body, keyword, at] = [indexOf(parts, "Body"), indexOf(parts, "for"), indexOf(parts, "in")];
    const isFor = at >= 0;
    const [start, jumps] = [frame.live, frame.jumps];
    const [value = OTHER] = parts.slice(isFor ? at + 1 : 1, body).map((part) => this.evaluate(part, frame));
    const truth = isFor ? "either" : truthOf(value, this.shape);
    const ends: Live[] = [];
    const once = () => {
      const items = value.kind === "sequence" ? value.items : [];
      step(items.length);
      if (isFor) this.assignAll(parts.slice(keyword + 1, at), items.length === 0 ? OTHER : items.reduce(join), frame);
      this.block(parts[body], frame);
      ends.push(frame.live);
    };
    if (truth === "yes") this.branch(frame, [{ live: Live.Yes, run: once }], false);
    else this.#either({ truth, isOfFormat: false }, frame, once, nothing, []);
    if (truth === "yes" && frame.live === Live.No && frame.jumps === jumps) return;
    // What follows is reached by a `break` as well; after one on which the format decides, that is not sure.
    const isSure = truth === "telling" || !ends.includes(Live.Unsure);
    frame.live = isSure ? start : Math.max(start, Live.Unsure);
    this.block(parts[body + 2], frame);
  }

  // Patterns

  #clauses([clause, ...rest]: readonly SyntaxNode[], value: Value, frame: Frame): void {
    if (clause === undefined) return;
    const parts = partsOf(clause);
    const { scope } = frame;
    const names = scope.names;
    step(names.size);
    scope.names = new Map(names);
    const patterns = parts.slice(
      1,
      parts.findIndex(({ name }) => name === "Guard" || name === "Body"),
    );
    let truth = matches(this, patterns, value, frame);
    const guard = clause.getChild("Guard");
    if (guard !== null && truth !== "no") truth = both(truth, this.truth(guard.lastChild, frame));
    const bound = scope.names;
    scope.names = names;
    const run = () => {
      scope.names = new Map(bound);
      this.block(clause.getChild("Body"), frame);
    };
    const otherwise = () => this.deeper(() => this.#clauses(rest, value, frame), undefined);
    const isOfFormat = tells(value, this.shape) || dependsOnFormat(value, this.shape);
    this.#either({ truth, isOfFormat }, frame, run, otherwise, [clause, ...rest]);
  }
}

const nothing = () => {};

function withoutCommas(nodes: readonly SyntaxNode[]): readonly SyntaxNode[] {
  return nodes.filter(({ name }) => name !== ",");
}
