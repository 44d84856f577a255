import type { Span } from "../tree";
import type { Guards } from "./guards";
import type { ParsedFile } from "./language";
import type { ObjectValue, Scope, SourceModule, Value } from "./values";

/** A function while it is walked. */
export interface Frame {
  readonly scope: Scope;
  readonly returns: { readonly condition: Value; readonly value: Value }[];
  /** What a generator gives, and whether it goes on where what its user does with that fails. */
  readonly yields: { readonly value: Value; readonly isCaught: boolean }[];
  /** The conditions on which it was called. */
  readonly base: Guards;
  /** Whether what it returns is the answer of the handler. */
  readonly isHandler: boolean;
}

/** Where something is read or called. */
export interface Site {
  readonly node: Span;
  readonly frame: Frame;
  /** Whether nobody takes what it gives. */
  readonly isStatement?: boolean;
}

/** A module that was loaded. */
export interface Loaded {
  readonly module: SourceModule;
  readonly scope: Scope;
  /** What others get that import it. */
  readonly exports: ObjectValue;
  readonly file: ParsedFile;
}

export function scopeOf(module: SourceModule, outer: Scope | undefined, more: Partial<Scope> = {}): Scope {
  return { names: new Map(), outer, module, outerNames: new Set(), ...more };
}
