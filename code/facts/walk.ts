import { changeEvent } from "./assignments";
import { call } from "./calls";
import { evaluate } from "./expressions";
import type { Facts } from "./facts";
import type { Frame } from "./frames";
import { invoke } from "./functions";
import { exportedNames } from "./imports";
import type { Language } from "./language";
import { propertyOf } from "./members";
import { exportsOf, load, submodule } from "./modules";
import { Run } from "./run";
import { block } from "./statements";
import { type Arguments, NULL, UNKNOWN, type Value } from "./values";
import { handlerIn } from "./wrappers";

/** Walks the modules that a function loads, then its handler, then functions without a known call. */
export function factsOfHandler(language: Language, file: string, name: string): Facts {
  const run = new Run(language, { evaluate, block, invoke, submodule });
  try {
    walk(run, file, name);
  } catch (error) {
    // JavaScript's call stack is a limit too.
    if (!(error instanceof RangeError)) throw error;
    run.found.isComplete = false;
  }
  return run.found;
}

function walk(run: Run, file: string, name: string): void {
  for (const path of run.isPython ? packagesOf(run, file) : [file]) load(run, path);
  const loaded = run.loaded.get(file);
  if (loaded === undefined) return;
  const exported = withoutGetters(run, exportsOf(loaded));
  const handler = memberIn(exported, name);
  run.found.exported = run.isPython ? handler : exported;
  run.phase = "call";
  const { called, isWrapped, changed } = handlerIn(handler);
  for (const key of changed) changeEvent(run, [key], UNKNOWN);
  const context: Value = { kind: "external", name: "context" };
  const positional: readonly Value[] = [
    { kind: "event", path: [] },
    context,
    ...(run.isPython ? [] : [{ kind: "external", name: "callback" } as const]),
  ];
  const args: Arguments = { positional, keywords: new Map(), isOpen: false };
  if (called !== undefined) {
    run.found.handler = isWrapped ? "wrapped" : "direct";
    run.invoke(called, args, true);
  } else if (handler?.kind === "choice") {
    run.found.handler = "direct";
    const frame: Frame = { scope: loaded.scope, returns: [], yields: [], base: undefined, isHandler: false };
    call(run, handler, args, { node: { from: 0, to: 0 }, frame });
  }
  for (const module of run.found.modules) {
    const of = run.loaded.get(module.path);
    module.exports = of && exportedNames(run, of);
  }
  run.isReached = false;
  for (let left = MAX_ROUNDS; left > 0; left--) {
    const others = run.unwalked();
    if (others.length === 0) break;
    for (const other of others)
      run.invoke({ ...other, isWrapped: false }, { positional: [], keywords: new Map(), isOpen: true });
  }
}

/** The deepest nesting of functions without a known call. */
const MAX_ROUNDS = 20;

function packagesOf(run: Run, file: string): readonly string[] {
  const names = file.replace(/(?:\/__init__)?\.py$/, "").split("/");
  const files = run.language.resolve(names.join("."), "");
  return files.length === 0 ? [file] : files;
}

function memberIn(exported: Value, name: string): Value | undefined {
  let value: Value | undefined = exported;
  for (const step of name.split("."))
    value = value?.kind === "object" ? (value.members.get(step)?.value ?? inRest(value.rest.value)) : undefined;
  return value;
}

/** The exported values that do not change. */
function withoutGetters(run: Run, exported: Value): Value {
  if (run.isPython || exported.kind !== "object" || exported.what === "module") return exported;
  const members = [...exported.members].map(([name, { value }]) => [name, { value: propertyOf(run, value) }] as const);
  return { ...exported, members: new Map(members) };
}

function inRest(rest: Value): Value | undefined {
  return rest === NULL ? undefined : UNKNOWN;
}
