import { isModulePath } from "../aws/facts/lambda-layers";
import type { ParsedRuntime } from "../aws/facts/lambda-runtimes";
import { isOfRuntime } from "../aws/facts/runtime-modules";
import type { Code } from "./code";
import type { Facts, ImportFact } from "./facts";

/** A module that the code certainly imports, and that nothing has. */
export interface MissingModule {
  readonly fact: ImportFact;
  /** The package or module that has to be provided: `requests`, `@acme/rates`, `./lib/tables`. */
  readonly name: string;
  /** Whether it is a part of the function's own code. */
  readonly isOwn: boolean;
}

/** What changes where modules come from, in a way that is not followed. */
const REDIRECTED: Readonly<Record<Facts["language"], RegExp>> = {
  python:
    /\bsys\s*\.\s*(?:path|modules|meta_path|path_hooks)\b|\bimport\s+site\b|\bzipimport\b|\bunzip_requirements\b|\bpkgutil\b/,
  node: /\bModule\._|\bmodule\.paths\b|\brequire\.main\b|\bcreateRequire\b|\bmodule-alias\b|\bregister\(/,
};

/** The modules that nothing has: neither the function's own code, nor a layer, nor the runtime. */
export function missingModules(
  facts: Facts,
  code: Code,
  layers: readonly Code[],
  runtime: ParsedRuntime,
): readonly MissingModule[] {
  const open = facts.imports.filter((fact) => isCertain(fact) && !isOfRuntimeAsWhole(fact.module, runtime));
  if (open.length === 0) return [];
  const texts = facts.modules.map(({ path }) => code.files.get(path)?.text ?? "");
  if (texts.some((text) => REDIRECTED[facts.language].test(text))) return [];
  const all = new Names(code, layers, runtime);
  const found = open.flatMap((fact): MissingModule[] => {
    const isPython = facts.language === "python";
    const missing = isPython ? all.missingPython(fact.module) : all.missingNode(fact.module, fact.file);
    return missing === undefined ? [] : [{ fact, ...missing }];
  });
  // Each name once, where it is imported first.
  const seen = new Set<string>();
  return found.filter(({ name }) => !seen.has(name) && seen.add(name));
}

function isCertain({ certainty, caught, isTypeOnly, how, resolved }: ImportFact): boolean {
  return certainty === "always" && caught === "no" && !isTypeOnly && how !== "dynamic" && resolved === undefined;
}

/** Most of what is imported, without a look at any file. */
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

type Missing = Pick<MissingModule, "name" | "isOwn">;

/** The names that the files of a function and its layers give to modules. */
class Names {
  readonly #files = new Set<string>();
  readonly #directories = new Set<string>();

  constructor(
    private readonly code: Code,
    layers: readonly Code[],
    private readonly runtime: ParsedRuntime,
  ) {
    for (const file of code.entries) this.#add(file);
    for (const layer of layers) {
      const files = [...layer.entries];
      const found = files.filter((file) => isModulePath(runtime, file));
      // A layer of which nothing is where the runtime looks is a finding of lambda-layer-layout.
      const modules = found.length > 0 ? found.map(withoutSearchPath) : files.flatMap(endings);
      for (const module of modules) this.#add(module);
    }
  }

  missingPython(module: string): Missing | undefined {
    const steps = module.split(".");
    const [top = ""] = steps;
    if (!/^\w+$/.test(top)) return undefined;
    if (!this.#hasPython(top)) return isOfRuntime(this.runtime, top) ? undefined : { name: top, isOwn: false };
    // What packages of others do with their modules is not known.
    const isOwn = [...this.code.files.keys()].some((file) => file.startsWith(`${top}/`) && file.endsWith(".py"));
    const initial = this.code.files.get(`${top}/__init__.py`)?.text ?? "";
    if (!isOwn || /__path__|__getattr__|import_module|globals\(/.test(initial)) return undefined;
    const missing = steps.findIndex((_, index) => !this.#hasPython(steps.slice(0, index + 1).join("/")));
    return missing < 0 ? undefined : { name: steps.slice(0, missing + 1).join("."), isOwn: true };
  }

  missingNode(specifier: string, from: string): Missing | undefined {
    if (/^\.{1,2}\//.test(specifier)) {
      return this.#hasNodeFile(specifier, from) ? undefined : { name: specifier, isOwn: true };
    }
    const [name] = /^(?:@[\w.~-]+\/)?[\w][\w.~-]*(?=\/|$)/.exec(specifier) ?? [];
    if (name === undefined || isOfRuntime(this.runtime, specifier) || isOfRuntime(this.runtime, name)) return undefined;
    return this.#hasPackage(name, from) ? undefined : { name, isOwn: false };
  }

  #add(file: string): void {
    this.#files.add(file);
    for (let at = file.indexOf("/"); at >= 0; at = file.indexOf("/", at + 1)) this.#directories.add(file.slice(0, at));
    const slash = file.lastIndexOf("/") + 1;
    const dot = file.indexOf(".", slash);
    // A compiled module has a tag of its platform in its name.
    if (dot > slash && /\.(?:so|pyc|pyd)$/.test(file)) this.#files.add(`${file.slice(0, dot)}.so`);
  }

  #hasPython(path: string): boolean {
    return this.#directories.has(path) || this.#files.has(`${path}.py`) || this.#files.has(`${path}.so`);
  }

  #hasPackage(name: string, from: string): boolean {
    const steps = from.split("/").slice(0, -1);
    return [...steps, ""].some((_, index) => {
      const directory = [...steps.slice(0, steps.length - index), "node_modules", name].join("/");
      return this.#directories.has(directory) || this.#files.has(`${directory}.js`);
    });
  }

  #hasNodeFile(specifier: string, from: string): boolean {
    const steps = from.split("/").slice(0, -1);
    for (const step of specifier.split("/")) {
      if (step === "..") {
        // Above the code, there may be anything.
        if (steps.pop() === undefined) return true;
      } else if (step !== "." && step !== "") steps.push(step);
    }
    const path = steps.join("/");
    if (path === "" || this.#directories.has(path)) return true;
    return ["", ".js", ".json", ".node", ".mjs", ".cjs"].some((end) => this.#files.has(path + end));
  }
}
