import type { Span } from "../tree";
import type { Guards } from "./guards";
import type { ParsedFile } from "./language";
import type { ObjectValue, Scope, SourceModule, Value } from "./values";

/** A function during the walk. */
export interface Frame {
  readonly scope: Scope;
  readonly returns: { readonly condition: Value; readonly value: Value }[];
  /** The values of a generator, and whether it continues after an exception in its caller. */
  readonly yields: { readonly value: Value; readonly isCaught: boolean }[];
  /** The conditions on which it was called. */
  readonly base: Guards;
  /** Whether its return value is the handler's answer. */
  readonly isHandler: boolean;
}

/** The place of a read or call. */
export interface Site {
  readonly node: Span;
  readonly frame: Frame;
  /** Whether its result is unused. */
  readonly isStatement?: boolean;
}

/** A module that was loaded. */
export interface Loaded {
  readonly module: SourceModule;
  readonly scope: Scope;
  /** Its value for importers. */
  readonly exports: ObjectValue;
  readonly file: ParsedFile;
}

export function scopeOf(module: SourceModule, outer: Scope | undefined, more: Partial<Scope> = {}): Scope {
  return { names: new Map(), outer, module, outerNames: new Set(), ...more };
}
