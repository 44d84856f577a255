import { setFlagsFromString } from "node:v8";
import type { Diagnostic as RuffDiagnostic, Workspace } from "@astral-sh/ruff-wasm-nodejs";
import type { CodeFile } from "../code";
import type { Place } from "../lines";
import { TOO_DEEP, Unjudged } from "../unjudged";

/** A finding of ruff in a Python file. */
export interface Diagnostic extends Place {
  readonly kind: "syntax" | "undefined name" | "unbound local" | "unused import";
  /** The name that is undefined, or the dotted name that is imported; empty for a syntax error. */
  readonly name: string;
  /** ruff's message, without source code except names and keywords. */
  readonly text: string;
}

/** ruff's rules for code that Python refuses, besides syntax errors. */
const SYNTAX_RULES = [
  "F404",
  "F407",
  "F622",
  "F701",
  "F702",
  "F704",
  "F706",
  "PLE0115",
  "PLE0117",
  "PLE0118",
  "PLE1142",
];

/** ruff's rules for names. */
const KINDS: Readonly<Record<string, Diagnostic["kind"]>> = {
  F401: "unused import",
  F821: "undefined name",
  F823: "unbound local",
};

/** The versions of Python that ruff knows: 3.7 to 3.15. */
const [OLDEST, NEWEST] = [7, 15];

/** The longest source, in characters: ruff takes more and more time for longer ones. */
const MOST_CHARACTERS = 131_072;

/** The most assignments to one name: ruff takes quadratic time for them, half a second for 4,000, seven for 8,000. */
const MOST_ASSIGNMENTS = 3_000;

const PACKAGE = "@astral-sh/ruff-wasm-nodejs";

/** One for each version of Python. Loading ruff takes half a second, so it waits until there is Python to check. */
const workspaces = new Map<number, Workspace>();
const results = new WeakMap<CodeFile, Map<number, readonly Diagnostic[] | Unjudged>>();

/**
 * Checks a Python file as ruff does, its own exceptions included (`# noqa`, `__all__`, redundant aliases …).
 * @param version of Python; if undefined, no syntax is too new
 * @returns the findings in the order of the file, or only the first syntax error
 * @throws Unjudged for a file that ruff cannot take
 */
export function ruff(file: CodeFile, version: readonly number[] | undefined): readonly Diagnostic[] {
  const minor = Math.min(Math.max(version?.[1] ?? NEWEST, OLDEST), NEWEST);
  const known = results.get(file) ?? new Map<number, readonly Diagnostic[] | Unjudged>();
  results.set(file, known);
  const result = known.get(minor) ?? check(file.text, minor);
  known.set(minor, result);
  if (result instanceof Unjudged) throw result;
  return result;
}

function check(source: string, minor: number): readonly Diagnostic[] | Unjudged {
  if (source.length > MOST_CHARACTERS) {
    const most = MOST_CHARACTERS.toLocaleString("en-US");
    return new Unjudged(`is too long to be checked in time: ruff gets at most ${most} characters of a Python file`);
  }
  if (mostAssignments(source) > MOST_ASSIGNMENTS) {
    const most = MOST_ASSIGNMENTS.toLocaleString("en-US");
    return new Unjudged(`assigns to one name more than ${most} times, which takes ruff too long to check`);
  }
  if (source.includes("\0")) return new Unjudged("has a null character, which Python refuses");
  try {
    const found = (workspace(minor).check(source) as RuffDiagnostic[]).map(diagnostic);
    const sorted = found.sort((a, b) => a.line - b.line || a.column - b.column);
    const syntax = sorted.find(({ kind }) => kind === "syntax");
    return syntax === undefined ? sorted : [syntax];
  } catch (error) {
    // A stack overflow leaves WebAssembly unusable.
    workspaces.clear();
    delete require.cache[require.resolve(PACKAGE)];
    return new Unjudged(error instanceof RangeError ? TOO_DEEP : "makes ruff fail, which checks Python");
  }
}

/** The largest number of assignments to one name, roughly: keyword arguments count too. */
function mostAssignments(source: string): number {
  const counts = new Map<string, number>();
  let most = 0;
  for (const [, name = ""] of source.matchAll(/(?<![\w.])([^\W\d]\w*)[ \t]*(?:[-+*/%&|^@:]|\/\/|>>|<<|\*\*)?=(?!=)/g)) {
    const count = (counts.get(name) ?? 0) + 1;
    counts.set(name, count);
    most = Math.max(most, count);
  }
  return most;
}

function workspace(minor: number): Workspace {
  const known = workspaces.get(minor) ?? load(minor);
  workspaces.set(minor, known);
  return known;
}

function load(minor: number): Workspace {
  // Without it, V8 compiles all of it again in the background, which takes seconds and 300 MB.
  setFlagsFromString("--liftoff-only");
  // Without it, V8 validates all functions, of which a few percent run.
  setFlagsFromString("--wasm-lazy-validation");
  const { Workspace, PositionEncoding } = require(PACKAGE) as typeof import("@astral-sh/ruff-wasm-nodejs");
  const lint = { select: [...Object.keys(KINDS), ...SYNTAX_RULES] };
  return new Workspace({ "target-version": `py3${minor}`, lint }, PositionEncoding.Utf32);
}

function diagnostic({ code, message, start_location: { row: line, column } }: RuffDiagnostic): Diagnostic {
  const kind = KINDS[code ?? ""] ?? "syntax";
  const name = kind === "syntax" ? "" : (/`([^`]*)`/.exec(message)?.[1] ?? "");
  return { kind, name, line, column, text: withoutCode(message) };
}

/** ruff quotes names and keywords, and in a few messages literals, which may hold anything. */
function withoutCode(message: string): string {
  return message.replace(/`[^`]*["'][^`]*`/g, "…").slice(0, 200);
}
