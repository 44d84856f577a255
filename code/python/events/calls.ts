import { step } from "../../../kit/budget";
import { type Module, partsOf } from "../modules";
import { ancestorsOf, argumentsOf as argumentNodes, type SyntaxNode } from "../tree";
import { CALL_AT_ONCE, CHANGE, COPIES, eventIsA, isRecorder, LEAVE, select, textMethod } from "./builtins";
import { type Arguments, argumentsOf, type Frame, inPlaceOf, Live } from "./machine";
import { Objects } from "./objects";
import {
  chosen,
  dependsOnFormat,
  fromTruth,
  isWhole,
  join,
  NONE,
  OTHER,
  stillIn,
  TELLING,
  type Truth,
  truthOf,
  type Value,
} from "./values";

/** How many parameters an unknown list of arguments may be for. */
const MAX_SPREAD = 8;

/** How many names of a chain of calls and attributes are looked at. */
const MAX_NAMES = 30;

/** Evaluates calls. */
export abstract class Calls extends Objects {
  abstract assign(target: SyntaxNode | null | undefined, value: Value, frame: Frame): void;

  abstract comprehension(parts: readonly SyntaxNode[], frame: Frame): Value;

  call(node: SyntaxNode, frame: Frame, isResponse: boolean): Value {
    const callee = node.firstChild;
    if (callee?.name !== "MemberExpression" || callee.getChild(".") === null) {
      const called = this.evaluate(callee, frame);
      return this.#called(node, called, this.argumentsOf(node, frame), frame, isResponse);
    }
    const base = this.evaluate(callee.firstChild, frame);
    const args = this.argumentsOf(node, frame);
    const name = propertyOf(callee, frame);
    if (CHANGE.has(name)) this.changeContainer(base, valuesOf(args), frame);
    const result = this.#method(base, name, args);
    return result ?? this.#called(node, this.attribute(base, name, frame), args, frame, isResponse);
  }

  #called(node: SyntaxNode, called: Value, args: Arguments, frame: Frame, isResponse: boolean): Value {
    switch (called.kind) {
      case "function":
        return this.invoke(called, args, frame, isResponse);
      case "class":
        return this.instance(called, args, frame);
      case "instance": {
        const method = this.attribute(called, "__call__", frame);
        return method.kind === "function"
          ? this.invoke(method, args, frame, isResponse)
          : this.#unknown(node, called, args, frame);
      }
      case "choice": {
        const results: Value[] = [];
        const ways = called.values.map((value) => ({
          live: Live.Yes,
          run: () => {
            results.push(this.#called(node, value, args, frame, isResponse));
          },
        }));
        this.branch(frame, ways, false);
        return results.reduce(join);
      }
      default:
        return this.#unknown(node, called, args, frame);
    }
  }

  /** A call of something that is not in the program. */
  #unknown(node: SyntaxNode, called: Value, args: Arguments, frame: Frame): Value {
    const { tree } = frame.scope.module;
    const names = identifiersOf(node.firstChild, frame.scope.module);
    const name = names.at(-1) ?? "";
    const [first] = args.positional;
    const given = valuesOf(args);
    if (LEAVE.has(name)) this.leave(frame);
    if (first?.kind === "event" && given.length === 1 && COPIES.has(name)) return first;
    if (first?.kind === "instance" && name === "setattr")
      for (const attribute of first.attributes.keys()) first.attributes.set(attribute, TELLING);
    if (name === "cast" && args.positional.length === 2) return args.positional[1] ?? OTHER;
    if (names.length === 1 && name === "super") return this.superAt(node, frame) ?? this.madeFrom(given);
    if (first !== undefined && name === "bool") return this.decide(first);
    if (first !== undefined && name === "isinstance" && isWhole(first))
      return eventIsA(tree.dotted(argumentNodes(tree, node)[1]?.value));
    for (const value of given) {
      if (value.kind === "function" && CALL_AT_ONCE.has(name)) this.invoke(value, argumentsOf(OTHER), frame, false);
    }
    const statement = node.parent?.name === "AwaitExpression" ? node.parent.parent : node.parent;
    // Called for what it does, and not for what it gives.
    if (statement?.name === "ExpressionStatement" && !names.some(isRecorder)) {
      if (given.some((value) => this.tellsWithin(value))) this.change();
      for (const value of given) this.changeContainer(value, given, frame);
    }
    return this.madeFrom([called, ...given]);
  }

  argumentsOf(call: SyntaxNode, frame: Frame): Arguments {
    const positional: Value[] = [];
    const keywords = new Map<string, Value>();
    const list = call.getChild("ArgList");
    if (list?.getChild("for")) return argumentsOf(this.comprehension(partsOf(list), frame));
    for (const { keyword, spread, value: node } of argumentNodes(frame.scope.module.tree, call)) {
      const value = this.evaluate(node, frame);
      const sign = keyword === undefined ? null : node.prevSibling;
      if (keyword !== undefined && sign !== null && frame.scope.module.tree.text(sign) === ":=") {
        this.assign(sign.prevSibling, value, frame);
        positional.push(value);
      } else if (keyword !== undefined) keywords.set(keyword, value);
      else if (spread === undefined) positional.push(value);
      else if (spread === "**") {
        for (const [key, item] of value.kind === "mapping" ? value.entries : []) {
          if (key.kind === "constant") keywords.set(String(key.value), item);
        }
      } else if (value.kind === "sequence") {
        step(value.items.length);
        for (const item of value.items) positional.push(item);
      } else positional.push(...Array.from({ length: MAX_SPREAD }, () => this.madeFrom([value])));
    }
    return { positional, keywords };
  }

  /** What a method of the event, of a dictionary or of a text gives; undefined where that is not known. */
  #method(base: Value, name: string, { positional: [first, second] }: Arguments): Value | undefined {
    if (base.kind === "constant" && typeof base.value === "string") {
      const value = textMethod(base.value, name, first);
      return value === undefined ? undefined : { kind: "constant", value, telling: base.telling === true };
    }
    if (base.kind !== "event" && base.kind !== "mapping") return undefined;
    if (name === "keys" || name === "copy") return base;
    if (name === "update" && this.tellsWithin(base)) this.change();
    const key = first?.kind === "constant" && typeof first.value === "string" ? first.value : undefined;
    if (base.kind === "event" && key !== undefined) {
      const path = [...base.path, key];
      if (name === "get" || (name === "pop" && second !== undefined)) return this.find(path, second);
      if (name === "setdefault") this.provide(path);
      return OTHER;
    }
    if (base.kind === "mapping" && name === "get" && first !== undefined) {
      const value = stillIn(base, this.select(base.entries, first) ?? second ?? NONE);
      return base.missing === undefined || key === undefined ? value : inPlaceOf([...base.missing, key], value);
    }
    return this.madeFrom(first === undefined ? [base] : [base, first]);
  }

  select(entries: Extract<Value, { kind: "mapping" }>["entries"], key: Value): Value | undefined {
    const value = select(entries, key, this.shape);
    return value !== undefined && dependsOnFormat(key, this.shape) ? chosen(value) : value;
  }

  /** The value of a condition, or of one made from it. */
  decide(value: Value, change = (truth: Truth) => truth): Value {
    return fromTruth(change(truthOf(value, this.shape)), dependsOnFormat(value, this.shape));
  }

  /** Whether a name is only passed to what writes it down. */
  isRecorded(name: SyntaxNode, within: SyntaxNode, { scope }: Frame): boolean {
    for (const at of ancestorsOf(name)) {
      if (at.from < within.from || at.to > within.to) break;
      if (at.name === "CallExpression" && identifiersOf(at.firstChild, scope.module).some(isRecorder)) return true;
    }
    return false;
  }
}

function valuesOf({ positional, keywords }: Arguments): readonly Value[] {
  return [...positional, ...keywords.values()];
}

/** The name of an attribute. */
export function propertyOf(member: SyntaxNode, { scope }: Frame): string {
  const name = member.getChild("PropertyName");
  return name === null ? "" : scope.module.tree.text(name);
}

/** The names of a dotted expression, the outermost last; of a long one those at its end. */
function identifiersOf(node: SyntaxNode | null, { tree }: Module): readonly string[] {
  const names: string[] = [];
  for (let at = node, left = MAX_NAMES; at !== null && left > 0; at = at.firstChild, left--) {
    const name = at.name === "VariableName" ? at : at.getChild("PropertyName");
    if (name !== null) names.unshift(tree.text(name));
  }
  return names;
}
