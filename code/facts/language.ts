import type { Statement } from "./syntax";

/** The parts of the walk that depend on the language. */
export interface Language {
  readonly name: "python" | "node";
  /** A file of the function's own code; undefined if there is none. */
  read(path: string): ParsedFile | undefined;
  /** The files that are loaded, in this order, for a module that a file names; none if it is not in the function's own code. */
  resolve(module: string, from: string): readonly string[];
  /** The full name of a module that a file names, in one spelling. */
  absolute(module: string, from: string): string;
  /** Whether a module can be in the function's own code alone. */
  isOwn(module: string): boolean;
}

export interface ParsedFile {
  readonly statements: readonly Statement[];
  readonly isSound: boolean;
  readonly isCommonJs: boolean;
  place(at: { readonly from: number }): { readonly line: number; readonly column: number };
}
