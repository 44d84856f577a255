import { isModulePath } from "../aws/facts/lambda-layers";
import type { ParsedRuntime } from "../aws/facts/lambda-runtimes";
import { isOfRuntime } from "../aws/facts/runtime-modules";
import type { Code } from "./code";
import type { Facts, ImportFact } from "./facts";
import { type MissingNames, missingNames, type Shipped } from "./missing-names";
import { ModuleFiles } from "./module-files";
import { joined, kindOf } from "./node/language";
import { mapped } from "./node/package-maps";

/** An import that certainly runs, and certainly fails. */
export type Missing =
  /** Nothing has the package or module: `requests`, `@acme/rates`. */
  | { readonly kind: "package"; readonly fact: ImportFact; readonly name: string }
  /** The function's own code, or its layers (`/opt/…`), do not have the file: `lib.tables`, `./lib/tables`. */
  | { readonly kind: "file"; readonly fact: ImportFact; readonly name: string }
  /** A relative import of Python that goes above the top, or is made where there is no package. */
  | { readonly kind: "relative"; readonly fact: ImportFact; readonly name: string }
  /** An ECMAScript import that does not say the whole name of the file. */
  | { readonly kind: "extension"; readonly fact: ImportFact; readonly name: string; readonly whole: string | undefined }
  | ({ readonly kind: "names" } & MissingNames);

/** Code that changes how modules are found, in an unknown way. */
const REDIRECTED: Readonly<Record<Facts["language"], RegExp>> = {
  python:
    /\bsys\s*\.\s*(?:path|modules|meta_path|path_hooks)\b|\bimport\s+site\b|\bzipimport\b|\bunzip_requirements\b|\bpkgutil\b|__package__/,
  node: /\bModule\._|\bmodule\.paths\b|\brequire\.main\b|\bmodule-alias\b|\bregister\(|\/register\b|["']esm["']/,
};

/** A `require` that is made for another file. */
const ELSEWHERE = /\bcreateRequire\s*\((?!\s*(?:import\.meta\.url|__filename)\s*\))/;

/** The imports that neither the function's own code, nor a layer, nor the runtime provides. */
export function missingImports(
  facts: Facts,
  code: Code,
  layers: readonly Code[],
  runtime: ParsedRuntime,
  hasOptions: boolean,
): readonly Missing[] {
  const open = facts.imports.filter((fact) => isCertain(fact) && !isOfRuntimeAsWhole(fact.module, runtime));
  if (open.length === 0) return [];
  const texts = facts.modules.map(({ path }) => code.files.get(path)?.text ?? "");
  if (texts.some((text) => REDIRECTED[facts.language].test(text))) return [];
  // An own `require` may look elsewhere; `import` is not affected.
  const hasOwnRequire = texts.some((text) => ELSEWHERE.test(text));
  const all = new Names(facts, code, layers, runtime, hasOptions);
  const found = open.flatMap((fact) => (hasOwnRequire && fact.how === "require" ? [] : (all.missing(fact) ?? [])));
  // Each name once, where it is imported first.
  const seen = new Set<string>();
  return found.filter((missing) => {
    const key = missing.kind === "names" ? `${missing.file} ${missing.names.join()}` : missing.name;
    return !seen.has(key) && seen.add(key);
  });
}

/** Whether an import fails whatever the layers contain. */
export function isOfOwnCode({ kind, fact }: Missing): boolean {
  return kind === "names" ? fact.resolved !== undefined : kind !== "package" && fact.module.startsWith(".");
}

function isCertain({ certainty, caught, how }: ImportFact): boolean {
  return certainty === "always" && caught === "no" && how !== "dynamic";
}

/** The most of what is imported, without a look at any file. */
function isOfRuntimeAsWhole(module: string, runtime: ParsedRuntime): boolean {
  return /^[\w:/@-]+$/.test(module) && isOfRuntime(runtime, module);
}

function withoutSearchPath(file: string): string {
  return file.replace(/^(?:python\/(?:lib\/python[\d.]+\/site-packages\/)?|nodejs\/(?:node\d+\/)?)/, "");
}

/** The path of a file from each of its directories. */
function endings(file: string): readonly string[] {
  const steps = file.split("/");
  return steps.map((_, index) => steps.slice(index).join("/"));
}

/** The names that the files of a function and its layers give to modules. */
class Names {
  readonly #own = new ModuleFiles();
  readonly #all = new ModuleFiles();
  readonly #shipped: Shipped;
  /** Of layers, from /opt. */
  readonly #layers = new ModuleFiles();

  constructor(
    private readonly facts: Facts,
    private readonly code: Code,
    layers: readonly Code[],
    private readonly runtime: ParsedRuntime,
    private readonly hasOptions: boolean,
  ) {
    this.#shipped = { code, facts, all: this.#all };
    for (const file of code.entries) for (const files of [this.#own, this.#all]) files.add(file);
    for (const layer of layers) {
      const files = [...layer.entries];
      const found = files.filter((file) => isModulePath(runtime, file));
      // A layer of which nothing is where the runtime looks is a finding of lambda-layer-layout.
      const modules = found.length > 0 ? found.map(withoutSearchPath) : files.flatMap(endings);
      for (const module of modules) this.#all.add(module);
      for (const file of files) this.#layers.add(file);
    }
  }

  missing(fact: ImportFact): Missing | undefined {
    return this.facts.language === "python" ? this.#missingPython(fact) : this.#missingNode(fact);
  }

  #missingPython(fact: ImportFact): Missing | undefined {
    const { module } = fact;
    if (module.startsWith(".")) return { kind: "relative", fact, name: module };
    const steps = module.split(".");
    const [top = ""] = steps;
    if (!/^\w+$/.test(top)) return undefined;
    const isOfRuntimeToo = isOfRuntime(this.runtime, top);
    if (!this.#all.hasPython(top)) return isOfRuntimeToo ? undefined : { kind: "package", fact, name: top };
    // Packages may define modules in unknown ways.
    const isOwn = [...this.code.files.keys()].some((file) => file === `${top}.py` || file.startsWith(`${top}/`));
    const initial = (this.code.files.get(`${top}/__init__.py`) ?? this.code.files.get(`${top}.py`))?.text ?? "";
    if (!isOwn || /__path__|__getattr__|import_module|globals\(/.test(initial)) return undefined;
    const missing = steps.findIndex((_, index) => !this.#all.hasPython(steps.slice(0, index + 1).join("/")));
    if (missing >= 0) return { kind: "file", fact, name: steps.slice(0, missing + 1).join(".") };
    if (isOfRuntimeToo) return undefined;
    return this.#missingNames(fact);
  }

  #missingNames(fact: ImportFact): Missing | undefined {
    const names = missingNames(fact, this.#shipped);
    return names && { kind: "names", ...names };
  }

  #missingNode(fact: ImportFact): Missing | undefined {
    const { module, file } = fact;
    if (/^\.{1,2}\//.test(module)) return this.#missingOwn(fact);
    if (module.startsWith("/opt/"))
      return this.#layers.hasRequired(module.slice("/opt/".length)) ? undefined : { kind: "file", fact, name: module };
    // No package can have the name of such an alias of tsconfig.json.
    const own = /^[@~]\//.test(module) ? { path: module } : mapped(this.code, module, file);
    if (own !== undefined) {
      const isThere = own.path === undefined || this.#own.has(own.path);
      return isThere ? undefined : { kind: "file", fact, name: module };
    }
    const [name] = /^(?:@[\w.~-]+\/)?[\w][\w.~-]*(?=\/|$)/.exec(module) ?? [];
    if (name === undefined || isOfRuntime(this.runtime, module) || isOfRuntime(this.runtime, name)) return undefined;
    return this.#hasPackage(name, file) ? undefined : { kind: "package", fact, name };
  }

  #missingOwn(fact: ImportFact): Missing | undefined {
    const { module, file, how } = fact;
    const path = joined(file, module);
    // Files above the code are unknown.
    if (path === undefined) return undefined;
    if (how === "require" ? this.#own.hasRequired(path) : this.#own.has(path))
      return how === "require" ? undefined : this.#missingNames(fact);
    const end = [".js", ".mjs", ".cjs", "/index.js", "/index.mjs", ".json"].find((each) => this.#own.has(path + each));
    const whole = end === undefined ? undefined : module.replace(/\/$/, "") + end;
    if (end === undefined && !this.#own.hasDirectory(path)) return { kind: "file", fact, name: module };
    if (how === "require") return { kind: whole === undefined ? "file" : "extension", fact, name: module, whole };
    const version = this.runtime.version[0] ?? 0;
    const kind = kindOf(file, { code: this.code, version, hasOptions: this.hasOptions });
    const isModule = kind === "module" || kind === "detected";
    if (!isModule || this.hasOptions) return undefined;
    return { kind: "extension", fact, name: module, whole };
  }

  #hasPackage(name: string, from: string): boolean {
    const steps = from.split("/").slice(0, -1);
    return [...steps, ""].some((_, index) => {
      const directory = [...steps.slice(0, steps.length - index), "node_modules", name].join("/");
      return this.#all.hasDirectory(directory) || this.#all.has(`${directory}.js`);
    });
  }
}
