import { step } from "../../../kit/budget";
import { importsOf, type Module, partsOf } from "../modules";
import { ancestorsOf, parametersOf, type SyntaxNode } from "../tree";
import { type Arguments, argumentsOf, type Frame, frameOf, Live, Machine } from "./machine";
import { type ClassValue, isWhole, join, OTHER, type Scope, TELLING, type Value } from "./values";

/** Decorators that hand on what they are given, by the last part of their names. */
const PLAIN_DECORATORS: ReadonlySet<string> = new Set([
  "cache",
  "capture",
  "capture_lambda_handler",
  "capture_method",
  "datadog_lambda_wrapper",
  "idempotent",
  "inject_lambda_context",
  "log_metrics",
  "lru_cache",
  "override",
  "wraps",
]);

/** How many classes above another are looked at. */
const MAX_CLASSES = 50;

interface Globals {
  readonly scope: Scope;
  readonly values: Map<string, Value>;
  /** The modules of which it imports all names. */
  readonly stars: readonly Module[];
}

/** Finds what names stand for: variables, imports, functions with their decorators, classes with their methods. */
export abstract class Objects extends Machine {
  readonly #globals = new Map<Module, Globals>();

  abstract argumentsOf(call: SyntaxNode, frame: Frame): Arguments;

  lookUp(name: string, scope: Scope): Value {
    for (let at: Scope | undefined = scope; at !== undefined; at = at.parent) {
      const value = at.names.get(name);
      if (value !== undefined) return value;
    }
    return this.global(scope.module, name) ?? OTHER;
  }

  /** What a module has under a name; undefined where it has nothing. */
  global(module: Module, name: string): Value | undefined {
    const { scope, values } = this.#globalsOf(module);
    const known = values.get(name);
    if (known !== undefined) return known;
    const statements = module.bindings.get(name);
    if (statements === undefined) return this.#fromStars(module, name);
    values.set(name, OTHER); // What refers to itself.
    const value = statements.map((statement) => this.#bound(statement, name, frameOf(scope, Live.Unsure))).reduce(join);
    values.set(name, value.kind === "constant" && module.rebound.has(name) ? OTHER : value);
    return values.get(name);
  }

  /** Code gives another value to a name of a module. */
  rebind(module: Module, name: string): void {
    this.#globalsOf(module).values.set(name, TELLING);
  }

  #globalsOf(module: Module): Globals {
    const known = this.#globals.get(module);
    if (known !== undefined) return known;
    const imported = module.stars.flatMap((statement) => importsOf(module, statement));
    const stars = [...new Set(imported.flatMap(({ module: names }) => this.program.module(names) ?? []))];
    const globals = { scope: { names: new Map(), parent: undefined, module }, values: new Map(), stars };
    this.#globals.set(module, globals);
    return globals;
  }

  #fromStars(module: Module, name: string): Value | undefined {
    const { stars } = this.#globalsOf(module);
    step(stars.length);
    const other = stars.find(({ bindings }) => bindings.has(name));
    return other && this.global(other, name);
  }

  /** What a statement of a module gives to a name. */
  #bound(statement: SyntaxNode, name: string, frame: Frame): Value {
    if (statement.name === "ImportStatement") return this.imported(statement, frame).get(name) ?? OTHER;
    if (statement.name !== "AssignStatement") return this.definition(statement, frame)?.value ?? OTHER;
    return statement.getChild(",") === null ? this.evaluate(statement.lastChild, frame) : OTHER;
  }

  imported(statement: SyntaxNode, frame: Frame): ReadonlyMap<string, Value> {
    const values = new Map<string, Value>();
    for (const { as, module: names, name } of importsOf(frame.scope.module, statement)) {
      const module = this.program.module(names);
      const value = name === undefined ? undefined : module && this.global(module, name);
      values.set(as, value ?? this.#moduleNamed(name === undefined ? names : [...names, name]));
    }
    return values;
  }

  #moduleNamed(names: readonly string[]): Value {
    const module = this.program.module(names);
    return module === undefined ? OTHER : { kind: "module", module };
  }

  /** What a statement defines: a function or class, as its decorators leave it; undefined for another statement. */
  definition(statement: SyntaxNode, frame: Frame): { readonly name: string; readonly value: Value } | undefined {
    const node = statement.getChild("FunctionDefinition") ?? statement.getChild("ClassDefinition") ?? statement;
    const isFunction = node.name === "FunctionDefinition";
    const own = node.getChild("VariableName");
    if ((!isFunction && node.name !== "ClassDefinition") || own === null) return undefined;
    const { scope } = frame;
    const plain: Value = { kind: isFunction ? "function" : "class", node, scope };
    const decorators = isFunction ? statement.getChildren("Decorator").reverse() : [];
    const value = decorators.reduce((inner, decorator) => this.#decorated(inner, decorator, frame), plain);
    return { name: scope.module.tree.text(own), value };
  }

  #decorated(value: Value, decorator: SyntaxNode, frame: Frame): Value {
    const [first = "", ...rest] = namesOf(decorator, frame.scope);
    if (PLAIN_DECORATORS.has(rest.at(-1) ?? first)) return value;
    let called = rest.reduce((base, name) => this.attribute(base, name, frame), this.lookUp(first, frame.scope));
    if (decorator.getChild("ArgList") !== null && called.kind === "function")
      called = this.invoke(called, this.argumentsOf(decorator, frame), frame, false);
    return called.kind === "function" ? this.invoke(called, argumentsOf(value), frame, false) : OTHER;
  }

  attribute(base: Value, name: string, frame: Frame): Value {
    switch (base.kind) {
      case "instance":
        if (base.above !== undefined) {
          const { above, ...self } = base;
          return this.#inherited(above, name, self, frame) ?? OTHER;
        }
        return base.attributes.get(name) ?? this.#member(base.of, name, base, frame) ?? OTHER;
      case "class":
        return this.#member(base, name, undefined, frame) ?? OTHER;
      case "module": {
        const names = base.module.path.replace(/(\/__init__)?\.py$/, "").split("/");
        return this.global(base.module, name) ?? this.#moduleNamed([...names, name]);
      }
      default:
        return this.madeFrom([base]);
    }
  }

  /** What a class, or one that it is made from, defines under a name. */
  #member(of: ClassValue, name: string, self: Value | undefined, frame: Frame): Value | undefined {
    const { scope } = of;
    for (const statement of [...partsOf(of.node.getChild("Body") ?? of.node)].reverse()) {
      const node = statement.getChild("FunctionDefinition") ?? statement;
      const own = node.name === "FunctionDefinition" ? node.getChild("VariableName") : null;
      if (own === null || scope.module.tree.text(own) !== name) continue;
      const decorators = statement.getChildren("Decorator").map((decorator) => namesOf(decorator, scope).at(-1) ?? "");
      const plain = { kind: "function", node, scope } as const;
      const method = self === undefined ? plain : { ...plain, self };
      if (decorators.includes("staticmethod")) return plain;
      if (decorators.includes("classmethod")) return { ...plain, self: of };
      if (decorators.some((decorator) => decorator === "property" || decorator === "cached_property"))
        return self === undefined ? OTHER : this.invoke(method, argumentsOf(), frame, false);
      return decorators.every((decorator) => PLAIN_DECORATORS.has(decorator)) ? method : OTHER;
    }
    return this.#inherited(of, name, self, frame);
  }

  #inherited(of: ClassValue, name: string, self: Value | undefined, frame: Frame): Value | undefined {
    for (const base of this.#basesOf(of)) {
      const inherited =
        base.kind === "class" ? this.deeper(() => this.#member(base, name, self, frame), OTHER) : undefined;
      if (inherited !== undefined) return inherited;
    }
    return undefined;
  }

  /** What `super()` is at a place in a method. */
  superAt(node: SyntaxNode, { scope }: Frame): Value | undefined {
    const above = [...ancestorsOf(node)];
    const method = above.find(({ name }) => name === "FunctionDefinition");
    const [first] = method === undefined ? [] : parametersOf(scope.module.tree, method);
    const self = first === undefined ? OTHER : this.lookUp(first.name, scope);
    const own = above.find(({ name }) => name === "ClassDefinition");
    if (self.kind !== "instance" || own === undefined) return undefined;
    const line: Value[] = [self.of];
    // The list grows while it is walked.
    for (const one of line) {
      if (one.kind !== "class" || line.length > MAX_CLASSES) continue;
      if (one.node.from === own.from && one.scope.module === scope.module) return { ...self, above: one };
      line.push(...this.#basesOf(one));
    }
    return undefined;
  }

  #basesOf({ node, scope }: ClassValue): readonly Value[] {
    const names = node.getChild("ArgList")?.getChildren("VariableName") ?? [];
    return names.map((base) => this.evaluate(base, frameOf(scope, Live.Unsure)));
  }

  instance(of: ClassValue, args: Arguments, frame: Frame): Value {
    const instance: Value = { kind: "instance", of, attributes: new Map() };
    const initialize = this.#member(of, "__init__", instance, frame);
    if (initialize?.kind === "function") this.invoke(initialize, args, frame, false);
    // A class of a package, or one that a decorator has made, may hold what it is given.
    else if (args.positional.some(isWhole)) return this.madeFrom(args.positional);
    return instance;
  }
}

/** The names of a decorator: `app`, `get`. */
function namesOf(decorator: SyntaxNode, { module }: Scope): readonly string[] {
  return decorator.getChildren("VariableName").map((node) => module.tree.text(node));
}
