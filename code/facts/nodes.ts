import type { SyntaxNode } from "@lezer/common";
import type { Expression } from "./syntax";

/** What is between marks, such as commas. */
export function split(parts: readonly SyntaxNode[], mark: string): readonly (readonly SyntaxNode[])[] {
  return splitWithEmpty(parts, mark).filter((group) => group.length > 0);
}

/** The same, with groups that have nothing in them. */
export function splitWithEmpty(parts: readonly SyntaxNode[], mark: string): readonly (readonly SyntaxNode[])[] {
  const groups: SyntaxNode[][] = [[]];
  for (const part of parts) {
    if (part.name === mark) groups.push([]);
    else groups.at(-1)?.push(part);
  }
  return groups;
}

/** An expression of which no more is followed than its parts. */
export function other({ from, to }: SyntaxNode, parts: readonly Expression[] = []): Expression {
  return { kind: "other", parts, from, to };
}
