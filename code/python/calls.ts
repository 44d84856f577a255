import { append } from "../../kit/groups";
import { once } from "../../kit/once";
import type { SyntaxNode } from "../tree";
import { importsOf, type Module, type Program } from "./modules";

/** The imported names of a file, and its functions and methods by name. */
interface Names {
  readonly imported: ReadonlyMap<string, { readonly module: readonly string[]; readonly name?: string }>;
  readonly functions: ReadonlyMap<string, readonly Target[]>;
}

/** A function of the program. */
export interface Target {
  readonly module: Module;
  readonly node: SyntaxNode;
}

/** The functions of a program that its calls run. */
export class Calls {
  readonly #names = new Map<Module, Names>();

  constructor(readonly program: Program) {}

  /** The program's own functions that a call may run; none for library functions. */
  targets(module: Module, call: SyntaxNode): readonly Target[] {
    const callee = call.firstChild;
    if (callee === null) return [];
    const { imported, functions } = this.namesOf(module);
    const own = (name: string) => functions.get(name) ?? [];
    if (callee.name === "VariableName") {
      const name = module.tree.text(callee);
      const from = imported.get(name);
      return from === undefined ? own(name) : this.#imported(from.module, from.name);
    }
    const attribute = callee.name === "MemberExpression" ? callee.getChild("PropertyName") : null;
    if (attribute === null || callee.firstChild === null) return [];
    const name = module.tree.text(attribute);
    const owner = module.tree.dotted(callee.firstChild);
    const from = imported.get(owner ?? "");
    if (from !== undefined)
      return this.#imported(from.name === undefined ? from.module : [...from.module, from.name], name);
    return own(name);
  }

  #imported(names: readonly string[], name: string | undefined): readonly Target[] {
    const module = name === undefined ? undefined : this.program.module(names);
    if (module === undefined || name === undefined) return [];
    return this.namesOf(module).functions.get(name) ?? [];
  }

  /** The dotted name of an expression, with what is imported under another name in full. */
  qualified(module: Module, node: SyntaxNode | null): string | undefined {
    const [first, ...rest] = module.tree.dotted(node)?.split(".") ?? [];
    if (first === undefined) return undefined;
    const from = this.namesOf(module).imported.get(first);
    const start = from === undefined ? [first] : [...from.module, ...(from.name === undefined ? [] : [from.name])];
    return [...start, ...rest].join(".");
  }

  namesOf(module: Module): Names {
    const known = this.#names.get(module);
    if (known !== undefined) return known;
    const { tree } = module;
    const statements = tree.all(["ImportStatement"]).flatMap((statement) => importsOf(module, statement));
    const functions = new Map<string, Target[]>();
    for (const node of tree.all(["FunctionDefinition"])) {
      const name = node.getChild("VariableName");
      if (name !== null) append(functions, tree.text(name), { module, node });
    }
    const names = { imported: new Map(statements.map((imported) => [imported.as, imported])), functions };
    this.#names.set(module, names);
    return names;
  }
}

/** The calls of a program, whose names are looked up once for all policies. */
export const callsOf = once((program: Program) => new Calls(program));
