import { step } from "../../kit/budget";
import type { Span } from "../tree";
import { bind } from "./assignments";
import type { Frame, Loaded } from "./frames";
import { memberOfValue } from "./members";
import { exportsOf, importing, importModule, load } from "./modules";
import { objectOf } from "./objects";
import type { Run } from "./run";
import type { StatementOf } from "./syntax";
import { type Cell, constant, NULL, type Scope, UNKNOWN, type Value } from "./values";

export function importNames(run: Run, node: StatementOf<"import">, scope: Scope): void {
  const names = node.names.flatMap(({ name }) => name ?? []);
  const value = importModule(run, node.module, scope, node, importing(names));
  for (const { name, as } of node.names) {
    if (name === "*") importAll(run, value, node, scope);
    else if (name !== undefined) importOne(run, value, node, name, as, scope);
    else if (!run.isPython || !as.includes(".")) bind(run, as, value, scope, node, true);
    else {
      // `import a.b` gives `a` a value.
      const [first = "", ...rest] = as.split(".");
      const files = run.language.resolve(first, scope.module.path);
      const top = files.length > 0 ? load(run, files.at(-1) ?? "") : undefined;
      const known = scope.names.get(first)?.value;
      if (top !== undefined) bind(run, first, exportsOf(top), scope, node, true);
      else if (value.kind === "external") bind(run, first, { kind: "external", name: first }, scope, node, true);
      else if (known?.kind === "object") known.members.set(rest[0] ?? "", { value: inside(rest.slice(1), value) });
      else bind(run, first, inside(rest, value), scope, node, true);
    }
  }
}

function inside(names: readonly string[], value: Value): Value {
  return names.reduceRight<Value>((inner, name) => objectOf("module", [[name, inner]]), value);
}

function importAll(run: Run, value: Value, node: Span, scope: Scope): void {
  if (value.kind !== "object") scope.module.isOpen = true;
  else
    for (const [name, { value: member }] of value.members)
      if (!name.startsWith("_")) bind(run, name, member, scope, node, true);
}

function importOne(run: Run, value: Value, node: StatementOf<"import">, name: string, as: string, scope: Scope): void {
  const cell = value.kind === "object" && value.what === "module" ? value.members.get(name) : undefined;
  // A name that the module itself defines keeps its value.
  if (cell !== undefined && !run.isPython) scope.names.set(as, cell);
  else bind(run, as, cell?.value ?? importedValue(run, value, node, name, scope), scope, node, true);
}

function importedValue(run: Run, value: Value, node: StatementOf<"import">, name: string, scope: Scope): Value {
  if (run.isPython) {
    const module = /^\.+$/.test(node.module) ? node.module + name : `${node.module}.${name}`;
    const isModule = run.language.resolve(module, scope.module.path).length > 0;
    if (isModule) return importModule(run, module, scope, node, importing());
  }
  // The default export of a CommonJS module is what it exports.
  if (!run.isPython && name === "default" && value.kind === "object" && value.what !== "module") return value;
  return memberOfValue(run, value, constant(name), { node, frame: frameOf(scope), isAttribute: true });
}

/** The exports of an ECMAScript module. */
export function exportNames(run: Run, node: StatementOf<"export">, scope: Scope): void {
  const exports = run.loaded.get(scope.module.path)?.exports;
  if (exports === undefined) return;
  if (node.module === undefined) {
    for (const { name, as } of node.names) {
      const cell: Cell = scope.names.get(name) ?? { value: UNKNOWN };
      scope.names.set(name, cell);
      exports.members.set(as, cell);
    }
    return;
  }
  const value = importModule(run, node.module, scope, node, importing(node.names.map(({ name }) => name)));
  for (const { name, as } of node.names) {
    if (name !== "*") {
      const site = { node, frame: frameOf(scope), isAttribute: true };
      exports.members.set(as, { value: memberOfValue(run, value, constant(name), site) });
    } else if (as !== "*") exports.members.set(as, { value });
    else {
      for (const [each, cell] of value.kind === "object" ? value.members : [])
        if (each !== "default" && !exports.members.has(each)) exports.members.set(each, cell);
      if (value.kind !== "object" || value.rest.value !== NULL) exports.rest.value = UNKNOWN;
    }
  }
}

function frameOf(scope: Scope): Frame {
  return { scope, returns: [], yields: [], base: undefined, isHandler: false };
}

/** The names that an ECMAScript module exports; undefined if they are not all known. */
export function exportedNames(
  run: Run,
  { module, file }: Loaded,
  seen = new Set<string>(),
): readonly string[] | undefined {
  if (run.isPython || file.isCommonJs || !file.isSound || seen.has(module.path)) return undefined;
  seen.add(module.path);
  const names: string[] = [];
  for (const statement of file.statements) {
    step();
    if (statement.kind !== "export") continue;
    for (const { name, as } of statement.names) {
      if (name !== "*" || as !== "*") names.push(as);
      else {
        const [path = ""] = run.language.resolve(statement.module ?? "", module.path);
        const from = run.loaded.get(path);
        const all = from && exportedNames(run, from, seen);
        if (all === undefined) return undefined;
        names.push(...all.filter((each) => each !== "default"));
      }
    }
  }
  return names;
}
