import { append } from "../../kit/groups";
import { words } from "../../kit/words";
import { childrenOf, partsOf, type SyntaxNode } from "../tree";
import { importedNames, PythonTree } from "./tree";

/** A Python file of a program, with the bindings of each name at its top. */
export interface Module {
  readonly path: string;
  readonly tree: PythonTree;
  /** Definitions, assignments and imports by name, in the order of the file. */
  readonly bindings: ReadonlyMap<string, readonly SyntaxNode[]>;
  /** Statements that import all names of another module. */
  readonly stars: readonly SyntaxNode[];
  /** Names that functions give another value (`global`). */
  readonly rebound: ReadonlySet<string>;
}

/** The target of an import: a module, or a name in it. */
export interface Imported {
  readonly as: string;
  /** Names of the module from the top of the program. */
  readonly module: readonly string[];
  /** The name in the module; `*` for all; undefined for the module itself. */
  readonly name?: string;
}

/** The Python files of a program, parsed when they are first needed. */
export class Program {
  readonly #modules = new Map<string, Module | undefined>();

  /** @param read the text of a file, by its path from the directory that Python imports from; undefined if there is none */
  constructor(readonly read: (path: string) => string | undefined) {}

  /** The module of a name in parts, such as `api`, `handler`. */
  module(names: readonly string[]): Module | undefined {
    const path = names.join("/");
    return this.#file(`${path}/__init__.py`) ?? this.#file(`${path}.py`);
  }

  /** The files that were looked for, and are not there. */
  get missing(): readonly string[] {
    return [...this.#modules].flatMap(([path, module]) => (module === undefined ? [path] : []));
  }

  #file(path: string): Module | undefined {
    if (this.#modules.has(path)) return this.#modules.get(path);
    const source = this.read(path);
    const module = source === undefined ? undefined : parseModule(path, source);
    this.#modules.set(path, module);
    return module;
  }
}

function parseModule(path: string, source: string): Module {
  const tree = new PythonTree(source);
  const bindings = new Map<string, SyntaxNode[]>();
  const module = { path, tree, bindings, stars: [] as SyntaxNode[], rebound: new Set<string>() };
  for (const statement of topStatements(tree)) {
    const names = namesBoundBy(module, statement);
    if (names.includes("*")) module.stars.push(statement);
    for (const name of names) append(bindings, name, statement);
  }
  for (const statement of tree.all(["ScopeStatement"])) {
    for (const name of statement.getChildren("VariableName")) module.rebound.add(tree.text(name));
  }
  return module;
}

/** The statements that run when the module is loaded, those in branches included. */
function topStatements(tree: PythonTree): readonly SyntaxNode[] {
  const statements = [...childrenOf(tree.root)];
  // The list grows while it is walked.
  for (const statement of statements) {
    const main = bodyForCommandLine(tree, statement);
    if (BLOCKS.has(statement.name))
      statements.push(...childrenOf(statement).filter((child) => child.from !== main?.from));
  }
  return statements;
}

/** The body of `if __name__ == "__main__":`, which never runs in Lambda. */
export function bodyForCommandLine(tree: PythonTree, statement: SyntaxNode): SyntaxNode | undefined {
  const [word, test, body] = statement.name === "IfStatement" ? partsOf(statement) : [];
  const isMain = word?.name === "if" && test !== undefined && MAIN.test(tree.text(test).slice(0, 100));
  return isMain ? body : undefined;
}

const MAIN = /^\(?\s*(?:__name__\s*==\s*["']__main__["']|["']__main__["']\s*==\s*__name__)\s*\)?$/;

const BLOCKS = words("Body ForStatement IfStatement StatementGroup TryStatement WhileStatement WithStatement");

function namesBoundBy(module: Pick<Module, "tree" | "path">, statement: SyntaxNode): readonly string[] {
  switch (statement.name) {
    case "FunctionDefinition":
    case "ClassDefinition": {
      const name = statement.getChild("VariableName");
      return name === null ? [] : [module.tree.text(name)];
    }
    case "DecoratedStatement": {
      const definition = statement.getChild("FunctionDefinition") ?? statement.getChild("ClassDefinition");
      return definition === null ? [] : namesBoundBy(module, definition);
    }
    case "ImportStatement":
      return importsOf(module, statement).map(({ as, name }) => (name === "*" ? name : as));
    case "AssignStatement": {
      const last = statement.getChildren("AssignOp").at(-1);
      const targets = statement
        .getChildren("VariableName")
        .filter(({ from }) => last !== undefined && from < last.from);
      return targets.map((node) => module.tree.text(node));
    }
    default:
      return [];
  }
}

/** The names that an import statement binds. */
export function importsOf({ tree, path }: Pick<Module, "tree" | "path">, statement: SyntaxNode): readonly Imported[] {
  const { from, entries } = importedNames(tree, statement);
  const module = from === undefined ? undefined : absoluteName(from, path);
  return entries.map(({ name, as }) => {
    if (module !== undefined) return { as: as ?? name, module, name };
    const steps = name.split(".");
    return as === undefined ? { as: steps[0] ?? "", module: steps.slice(0, 1) } : { as, module: steps };
  });
}

/** The names of a module that a file names with or without dots before it. */
export function absoluteName(module: string, path: string): readonly string[] {
  const [, dots = "", rest = ""] = /^(\.*)(.*)$/s.exec(module) ?? [];
  const steps = rest.split(".").filter((name) => name !== "");
  const directories = dots === "" ? [] : path.split("/").slice(0, -1);
  return [...directories.slice(0, directories.length - dots.length + 1), ...steps];
}
