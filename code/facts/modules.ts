import type { Span } from "../tree";
import type { ImportFact } from "./facts";
import { type Frame, type Loaded, type Site, scopeOf } from "./frames";
import { objectOf } from "./objects";
import type { Run } from "./run";
import { type ObjectValue, type Scope, type SourceModule, UNKNOWN, type Value } from "./values";

type How = Pick<ImportFact, "how" | "names">;

/** An import by a statement. */
export function importing(names: readonly string[] = []): How {
  return { how: "import", names };
}

/** An imported module. One of the function's own is loaded. */
export function importModule(run: Run, module: string, scope: Scope, span: Span, { how, names }: How): Value {
  const files = run.language.resolve(module, scope.module.path);
  const name = run.language.absolute(module, scope.module.path);
  run.found.imports.push({ ...run.at(scope, span), module: name, names, how, resolved: files.at(-1) });
  let loaded: Loaded | undefined;
  for (const file of files) loaded = load(run, file);
  if (files.length > 0) return loaded === undefined ? UNKNOWN : exportsOf(loaded);
  return run.language.isOwn(module) ? UNKNOWN : { kind: "external", name };
}

/** The value of a module for its importers. */
export function exportsOf({ exports, scope, file }: Loaded): Value {
  const module = file.isCommonJs ? scope.names.get("module")?.value : undefined;
  return module?.kind === "object" ? (module.members.get("exports")?.value ?? UNKNOWN) : exports;
}

/** Loads a file once. */
export function load(run: Run, path: string): Loaded | undefined {
  const known = run.loaded.get(path);
  if (known !== undefined) return known;
  const file = run.language.read(path);
  if (file === undefined) {
    run.found.isComplete &&= path.endsWith(".json");
    return undefined;
  }
  const module: SourceModule = { path, place: (at) => file.place(at), isOpen: false };
  const scope = scopeOf(module, undefined);
  const exports: ObjectValue = file.isCommonJs ? objectOf("dictionary") : objectOf("module");
  if (file.isCommonJs) {
    scope.names.set("exports", { value: exports });
    scope.names.set("module", { value: objectOf("dictionary", [["exports", exports]], UNKNOWN) });
    scope.names.set("this", { value: exports });
  }
  const loaded = { module, scope, exports: run.isPython ? { ...exports, members: scope.names } : exports, file };
  run.loaded.set(path, loaded);
  run.found.modules.push({ path, isSound: file.isSound });
  run.found.isComplete &&= file.isSound;
  const frame: Frame = { scope, returns: [], yields: [], base: run.guards, isHandler: false };
  run.apart(() => run.block(file.statements, frame));
  return loaded;
}

/** The module of an imported value. */
function loadedAs(run: Run, value: Value): Loaded | undefined {
  if (value.kind !== "object") return undefined;
  return [...run.loaded.values()].find(({ exports }) => exports.members === value.members);
}

/** A module in a package of Python that nothing has imported by name. */
export function submodule(run: Run, base: ObjectValue, name: string, { node, frame }: Site): Value | undefined {
  const loaded = run.isPython ? loadedAs(run, base) : undefined;
  if (loaded === undefined || !loaded.module.path.endsWith("__init__.py")) return undefined;
  const files = run.language.resolve(`.${name}`, loaded.module.path);
  if (files.length === 0) return undefined;
  return importModule(run, `.${name}`, { ...frame.scope, module: loaded.module }, node, importing());
}
