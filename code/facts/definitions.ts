import { words } from "../../kit/words";
import { call } from "./calls";
import type { Frame } from "./frames";
import type { Run } from "./run";
import type { ClassDefinition, Expression, FunctionDefinition } from "./syntax";
import { type Arguments, type ClassValue, type FunctionValue, UNKNOWN, type Value } from "./values";

// Definitions

export function defineFunction(run: Run, definition: FunctionDefinition, frame: Frame): Value {
  const self = definition.isArrow ? frame.scope.self : undefined;
  const value: FunctionValue = { kind: "function", definition, scope: frame.scope, self };
  run.define(value);
  return definition.decorators.reduceRight<Value>((made, decorator) => decorate(run, decorator, made, frame), value);
}

export function defineClass(run: Run, definition: ClassDefinition, frame: Frame): Value {
  const bases = definition.bases.map((base) => run.evaluate(base, frame));
  const made: ClassValue = { kind: "class", definition, scope: frame.scope, bases, members: new Map() };
  const scope = { ...frame.scope, names: made.members, outer: frame.scope, outerNames: new Set<string>(), class: made };
  const within: Frame = { scope, returns: [], yields: [], base: run.guards, isHandler: false };
  run.block(definition.body, within);
  for (const method of definition.methods) {
    const value: FunctionValue = {
      kind: "function",
      definition: method,
      scope: { ...frame.scope, names: new Map(), outer: frame.scope, outerNames: new Set(), class: made },
    };
    run.define(value);
    const others = method.decorators.filter((decorator) => !isMember(decorator));
    const decorated = others.reduceRight<Value>((made, decorator) => decorate(run, decorator, made, frame), value);
    made.members.set(method.name ?? "", { value: decorated });
  }
  return made;
}

function isMember(decorator: Expression): boolean {
  const name = decorator.kind === "member" ? decorator.key : decorator;
  return MEMBERS.has(name.kind === "name" ? name.name : name.kind === "constant" ? String(name.value) : "");
}

const MEMBERS: ReadonlySet<string> = new Set(["staticmethod", "classmethod", "property", "cached_property"]);

// Decorators and contexts

export function decorate(run: Run, decorator: Expression, value: Value, frame: Frame): Value {
  const named = run.evaluate(decorator.kind === "call" ? decorator.callee : decorator, frame);
  if (named.kind === "external" && PLAIN_DECORATORS.has(named.name.split(".").at(-1) ?? "")) return value;
  const made = decorator.kind === "call" ? run.evaluate(decorator, frame) : named;
  const args: Arguments = { positional: [value], keywords: new Map(), isOpen: false };
  if (made.kind === "function" || made.kind === "class") return call(run, made, args, { node: decorator, frame });
  return value.kind === "function" ? { ...value, isWrapped: true } : UNKNOWN;
}

/** Decorators that pass on event and answer unchanged. */
export const PLAIN_DECORATORS =
  words(`asynccontextmanager cache capture capture_lambda_handler capture_method contextmanager datadog_lambda_wrapper dataclass idempotent
   inject_lambda_context log_metrics lru_cache metric_scope override wraps`);
