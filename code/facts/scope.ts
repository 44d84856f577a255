import type { Cell } from "./values";

/** The names of a function or module. */
export interface Scope {
  readonly names: Map<string, Cell>;
  readonly outer: Scope | undefined;
  /** The module that it is in. */
  readonly module: SourceModule;
}

/** A file of the function's own code, as the walk sees it. */
export interface SourceModule {
  readonly path: string;
  readonly language: "python" | "node";
}
