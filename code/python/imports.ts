import { step } from "../../kit/budget";
import { append } from "../../kit/groups";
import { once } from "../../kit/once";
import type { CodeFile } from "../code";
import { placesIn } from "../places";
import { ancestorsOf, type Place, type SyntaxNode } from "../tree";
import { UNPARSED, Unjudged } from "../unjudged";
import { type Imported, importsOf, type Module } from "./modules";
import { ruff } from "./ruff";
import { expressionsOf, importedNames } from "./tree";

/** An import that nothing in its file uses. */
export interface UnusedImport extends Place {
  /** The imported name: `numpy`, `typing.List`. */
  readonly name: string;
  /** Its name in the file. */
  readonly as: string;
  /** The import statement. */
  readonly statement: string;
  /** The import statement without its unused names; empty if nothing is left. */
  readonly rest: string;
}

/**
 * The imports of a file that ruff finds unused, except those that the file re-exports.
 * @param all the program's files: what others import from this one is used
 * @param exported names that are used from outside of the program
 * @throws Unjudged for a file that cannot be parsed
 */
export function unusedImports(
  file: CodeFile,
  module: Module,
  version: readonly number[] | undefined,
  all: readonly Module[],
  exported: ReadonlySet<string>,
): readonly UnusedImport[] {
  // A package re-exports its imports there.
  if (/(?:^|\/)__init__\.py$/.test(file.path)) return [];
  // In some cases ruff says itself that an import is there to see whether it fails.
  const found = ruff(file, version).filter(({ text }) => !text.includes("find_spec"));
  if (found.some(({ kind }) => kind === "syntax")) throw new Unjudged(UNPARSED);
  const imports = found.filter(({ kind }) => kind === "unused import");
  if (imports.length === 0 || definesAtRunTime(module)) return [];
  const taken = takenNames(module, all);
  const probes = placesIn(module.tree, ["TryStatement", "WithStatement"], (statement) => {
    return (statement.name === "TryStatement" || isSuppressing(module, statement)) && isProbe(statement);
  });
  const lines = file.text.split(/\r\n|\r|\n/);
  const unused = imports.flatMap((place) => {
    const node = module.tree.at(place);
    const as = module.tree.text(node);
    const isUsed =
      isDeliberate(lines[place.line - 1] ?? "") ||
      probes.have(node.from) ||
      exported.has(as) ||
      taken.has(as) ||
      taken.has("*");
    return isUsed ? [] : [{ place, as, node }];
  });
  const nodes = new Set(unused.map(({ node }) => node.from));
  // A statement may import thousands of names.
  const texts = new Map<number, Pick<UnusedImport, "statement" | "rest">>();
  return unused.map(({ place: { line, column, name }, as, node }) => {
    const above = [...ancestorsOf(node)].find((statement) => statement.name === "ImportStatement") ?? node;
    const text = texts.get(above.from) ?? {
      statement: withoutNames(module, above, new Set()),
      rest: withoutNames(module, above, nodes),
    };
    texts.set(above.from, text);
    return { line, column, name, as, ...text };
  });
}

/** Whether a comment for pylint marks an import as intended; ruff handles its own. */
function isDeliberate(line: string): boolean {
  const [, names = ""] = /#\s*pylint:\s*disable=(.*)/.exec(line) ?? [];
  return /\b(?:unused-import|W0611)\b/.test(names);
}

/** Whether code may read names dynamically. */
export function definesAtRunTime({ tree }: Module): boolean {
  return tree.all(["VariableName"]).some((node) => {
    const name = tree.text(node);
    if (name === "__name__") return /(?:^|\.)modules$/.test(tree.dotted(node.parent?.firstChild) ?? "");
    return RUN_TIME.has(name) || (NAMESPACES.has(name) && isAtTop(node));
  });
}

const RUN_TIME: ReadonlySet<string> = new Set(["__builtins__", "builtins", "eval", "exec", "global_enum", "globals"]);

/** Functions that return the file's names at its top. */
const NAMESPACES: ReadonlySet<string> = new Set(["locals", "vars"]);

function isAtTop(node: SyntaxNode): boolean {
  return ![...ancestorsOf(node)].some(({ name }) => name === "FunctionDefinition" || name === "LambdaExpression");
}

/** Whether a `try`, or a `with` that suppresses, only tests whether an import works. */
export function isProbe(statement: SyntaxNode): boolean {
  const body = statement.getChild("Body");
  const [first, ...rest] = body === null ? [] : expressionsOf(body);
  const isNote = (node: SyntaxNode) => node.name === "AssignStatement" && node.lastChild?.name === "Boolean";
  return first?.name === "ImportStatement" && rest.every((node) => node.name === first.name || isNote(node));
}

/** Whether a `with` suppresses failures of imports in it. */
function isSuppressing({ tree }: Module, statement: SyntaxNode): boolean {
  const calls = statement.name === "WithStatement" ? statement.getChildren("CallExpression") : [];
  return calls.some((call) => /\b(?:Import|ModuleNotFound)Error\b/.test(tree.text(call).slice(0, 200)));
}

/** The names of a file that others import from it, or use through it; `*` for all. */
function takenNames(module: Module, all: readonly Module[]): ReadonlySet<string> {
  const names = module.path.replace(/\.py$/, "").split("/");
  const { importers, users } = usesAmong(all);
  const taken = new Set<string>();
  // What a file imports may be this one wherever in its path Python starts to look.
  for (const start of names.keys()) {
    for (const { by, as, name } of importers.get(names.slice(start).join("/")) ?? []) {
      step();
      if (by === module) continue;
      if (name !== undefined) taken.add(name);
      if (as === undefined) continue;
      const { attributes, escaping } = factsOf(by);
      // A module that is passed on may be used in any way.
      if (escaping.has(as)) taken.add("*");
      for (const attribute of attributes.get(as) ?? []) taken.add(attribute);
    }
  }
  // `import a.b` gives a value to `a`, and code writes `a.b.name`.
  for (const { by, attributes } of users.get(names.join(".")) ?? []) {
    step(attributes.size + 1);
    if (by !== module) for (const attribute of attributes) taken.add(attribute);
  }
  return taken;
}

/** An import of a module, as a name or for a name in it. */
interface Importer {
  readonly by: Module;
  readonly as?: string;
  readonly name?: string;
}

/** The names that files of a program use of each other, computed once for all files. */
const usesAmong = once((all: readonly Module[]) => {
  /** By the imported path. */
  const importers = new Map<string, Importer[]>();
  /** The attributes used on a dotted name. */
  const users = new Map<string, { readonly by: Module; readonly attributes: ReadonlySet<string> }[]>();
  for (const by of all) {
    const { imports, attributes } = factsOf(by);
    for (const { as, module, name } of imports) {
      append(importers, (name === undefined ? module : [...module, name]).join("/"), { by, as });
      if (name !== undefined) append(importers, module.join("/"), { by, name });
    }
    if (!imports.some(({ name }) => name === undefined)) continue;
    for (const [owner, used] of attributes) append(users, owner, { by, attributes: used });
  }
  return { importers, users };
});

/** The imports of a file, and the attributes that it uses by their owner. */
interface Facts {
  readonly imports: readonly Imported[];
  readonly attributes: ReadonlyMap<string, ReadonlySet<string>>;
  /** The names that it uses otherwise than for an attribute of theirs. */
  readonly escaping: ReadonlySet<string>;
}

const factsOf = once((module: Module): Facts => {
  const { tree } = module;
  const attributes = new Map<string, Set<string>>();
  for (const node of tree.all(["MemberExpression"])) {
    const [, owner, attribute] = /^(.*)\.([^.]*)$/.exec(tree.dotted(node) ?? "") ?? [];
    if (owner === undefined || attribute === undefined) continue;
    attributes.set(owner, (attributes.get(owner) ?? new Set()).add(attribute));
  }
  const imports = tree.all(["ImportStatement"]).flatMap((statement) => importsOf(module, statement));
  const escaping = new Set<string>();
  for (const node of tree.all(["VariableName"])) {
    const isOwner = node.parent?.name === "MemberExpression" && node.nextSibling?.name === ".";
    if (!isOwner && node.parent?.name !== "ImportStatement") escaping.add(tree.text(node));
  }
  return { imports, attributes, escaping };
});

/** An import statement without the names at some places. */
function withoutNames({ tree }: Module, statement: SyntaxNode, removed: ReadonlySet<number>): string {
  const { from, entries } = importedNames(tree, statement);
  const kept = entries.filter(({ nodes }) => !nodes.some((node) => removed.has(node.from)));
  const names = kept.map(({ name, as }) => (as === undefined ? name : `${name} as ${as}`));
  return kept.length === 0 ? "" : `${from === undefined ? "" : `from ${from} `}import ${names.join(", ")}`;
}
