import type { Place } from "../lines";
import type { SyntaxNode } from "../tree";
import type { NodeTree } from "./tree";

/** An import of a name that its file never mentions again. */
export interface UnusedName extends Place {
  readonly name: string;
  readonly module: string;
  /** Whether nothing else is imported by its statement. */
  readonly isAlone: boolean;
}

/** The names that a file imports at its top, by `import` or `require`, and that stand nowhere else in it, be it in a comment. */
export function unusedNames(tree: NodeTree): readonly UnusedName[] {
  if (!tree.sound || LONG_LINE.test(tree.source) || /\beval\b|no-unused-vars/.test(tree.source)) return [];
  const imported = [...tree.root.getChildren("ImportDeclaration"), ...tree.root.getChildren("VariableDeclaration")];
  const found = imported.flatMap((statement) => {
    const module = moduleOf(tree, statement);
    const names = module === undefined ? [] : tree.all(["VariableDefinition"], statement);
    return names.map((node) => ({ node, name: tree.text(node), module: module ?? "", isAlone: names.length === 1 }));
  });
  if (found.length === 0) return [];
  const counts = new Map<string, number>();
  const count = (text: string, by: number) => {
    for (const [word] of text.matchAll(/[\w$]+/g)) counts.set(word, (counts.get(word) ?? 0) + by);
  };
  count(tree.source, 1);
  // A name of a module is no mention of what is imported from it.
  for (const module of new Set(found.map(({ module }) => module))) count(module, -1);
  const unused = found.filter(({ name }) => counts.get(name) === 1 && !/^(?:_|React$)/.test(name));
  return unused.map(({ node, name, module, isAlone }) => ({ ...tree.place(node), name, module, isAlone }));
}

/** What a statement imports from, where it does nothing else. */
function moduleOf(tree: NodeTree, statement: SyntaxNode): string | undefined {
  if (statement.name === "ImportDeclaration") {
    const module = statement.getChild("String");
    return module === null ? undefined : tree.string(module);
  }
  const calls = statement.getChildren("CallExpression");
  const [, name] =
    /^require\(\s*["']([^"'\n]+)["']\s*\)$/.exec(calls[0] === undefined ? "" : tree.text(calls[0])) ?? [];
  return calls.length === 1 && statement.getChildren("Equals").length === 1 ? name : undefined;
}

/** Generated code. */
const LONG_LINE = /^[^\n]{1000}/m;
