import facts from "./lambda-layers.json";
import type { ParsedRuntime, RuntimeFamily } from "./lambda-runtimes";

interface LayerFamily {
  /** Directories in which its runtimes look for modules, with `*` for the version. */
  readonly paths: readonly string[];
  /** File name endings of modules. */
  readonly endings: readonly string[];
}

const families: Readonly<Partial<Record<RuntimeFamily, LayerFamily>>> = facts.families;

/** The directories of layers in which a runtime looks for modules of a language. */
export function layerPaths({ family, version }: ParsedRuntime): readonly string[] {
  return families[family]?.paths.map((path) => path.replace("*", version.join("."))) ?? [];
}

/** Whether a file is a module of a language. */
export function isModuleOf({ family }: ParsedRuntime, file: string): boolean {
  return families[family]?.endings.some((ending) => file.endsWith(ending)) ?? false;
}

/** Whether a runtime finds a module of a layer at its path. */
export function isModulePath(runtime: ParsedRuntime, file: string): boolean {
  const inDirectory = layerPaths(runtime).some((path) => file.startsWith(path));
  if (runtime.family !== "python" || !inDirectory) return inDirectory;
  // Below /opt/python, directories of other versions and of environments are not searched.
  const [site] = /^.*?\/site-packages\/|^python\/lib\/python[\d.]+\//.exec(file) ?? [];
  return site === undefined || layerPaths(runtime).includes(site);
}

/** Whether functions on any runtime find a file of a layer: a program, a library, an extension. */
export function isForAnyRuntime(file: string): boolean {
  return facts.all.some((path) => (path.endsWith("/") ? file.startsWith(path) : file === path));
}
