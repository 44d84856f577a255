import type { CodeFile } from "../code";
import { ruff } from "../ruff";
import { importsOf, type Module, partsOf } from "./modules";
import { ancestorsOf, expressionsOf, type Place, type SyntaxNode } from "./tree";

/** An import that nothing in its file uses. */
export interface UnusedImport extends Place {
  /** What is imported: `numpy`, `typing.List`. */
  readonly name: string;
  /** What the file calls it. */
  readonly as: string;
  /** The import statement. */
  readonly statement: string;
  /** The import statement without all that is unused in it; empty where nothing is left of it. */
  readonly rest: string;
}

/**
 * The imports of a file that ruff finds unused, save those that the file passes on.
 * @param others the program's other files: what they import from this one is used
 * @param exported a name that is used from outside of the program
 */
export function unusedImports(
  file: CodeFile,
  module: Module,
  version: readonly number[] | undefined,
  others: () => readonly Module[],
  exported: string | undefined,
): readonly UnusedImport[] {
  // All that a package imports there is for others to import from it.
  if (/(?:^|\/)__init__\.py$/.test(file.path)) return [];
  // In some cases ruff says itself that an import is there to see whether it fails.
  const found = ruff(file, version).filter(({ kind, text }) => kind === "unused import" && !text.includes("find_spec"));
  if (found.length === 0 || definesAtRunTime(module)) return [];
  const unused = found.flatMap((place) => {
    const node = module.tree.at(place);
    const as = module.tree.text(node);
    const isUsed =
      [...ancestorsOf(node)].some((above) => above.name === "TryStatement" && isProbe(above)) ||
      as === exported ||
      others().some((other) => takes(other, module, as));
    return isUsed ? [] : [{ place, as, node }];
  });
  const nodes = new Set(unused.map(({ node }) => node.from));
  return unused.map(({ place: { line, column, name }, as, node }) => {
    const above = [...ancestorsOf(node)].find((statement) => statement.name === "ImportStatement") ?? node;
    const [statement, rest] = [withoutNames(module, above, new Set()), withoutNames(module, above, nodes)];
    return { line, column, name, as, statement, rest };
  });
}

/** Whether code gets at names in ways that its text does not show. */
export function definesAtRunTime({ tree }: Module): boolean {
  return tree.all(["VariableName"]).some((node) => RUN_TIME.has(tree.text(node)));
}

const RUN_TIME: ReadonlySet<string> = new Set(["__builtins__", "builtins", "eval", "exec", "globals"]);

/** Whether a `try` only imports, as for what may or may not be installed, and notes how that went. */
export function isProbe(statement: SyntaxNode): boolean {
  const body = statement.getChild("Body");
  const [first, ...rest] = body === null ? [] : expressionsOf(body);
  const isNote = (node: SyntaxNode) => node.name === "AssignStatement" && node.lastChild?.name === "Boolean";
  return first?.name === "ImportStatement" && rest.every((node) => node.name === first.name || isNote(node));
}

/** Whether a file uses a name of another one, which it imports. */
function takes(other: Module, module: Module, as: string): boolean {
  const { tree } = other;
  const names = module.path.replace(/\.py$/, "").split("/");
  const isIt = (imported: readonly string[]) =>
    imported.length > 0 && imported.join("/") === names.slice(-imported.length).join("/");
  return tree.all(["ImportStatement"]).some((statement) =>
    importsOf(other, statement).some(({ as: alias, module: from, name }) => {
      if (name === undefined) return uses(other, isIt(from) ? `${alias}.${as}` : `${names.join(".")}.${as}`);
      if (isIt(from)) return name === as || name === "*";
      return isIt([...from, name]) && uses(other, `${alias}.${as}`);
    }),
  );
}

function uses({ tree }: Module, dotted: string): boolean {
  return tree.all(["MemberExpression"]).some((node) => tree.dotted(node) === dotted);
}

/** An import statement without the names at some places. */
function withoutNames({ tree }: Module, statement: SyntaxNode, removed: ReadonlySet<number>): string {
  const parts = partsOf(statement).filter(({ name }) => name !== "(" && name !== ")");
  const start = parts.findIndex(({ name }) => name === "import") + 1;
  const kept: string[] = [];
  let entry: SyntaxNode[] = [];
  for (const part of [...parts.slice(start), undefined]) {
    if (part !== undefined && part.name !== ",") entry.push(part);
    else {
      const text = entry.map((node) => (node.name === "as" ? " as " : tree.text(node))).join("");
      if (text !== "" && !entry.some(({ from }) => removed.has(from))) kept.push(text);
      entry = [];
    }
  }
  const from = parts.slice(1, start - 1).map((node) => tree.text(node));
  const head = parts[0]?.name === "from" ? `from ${from.join("")} import ` : "import ";
  return kept.length === 0 ? "" : head + kept.join(", ");
}
