import { step } from "../../kit/budget";
import { once } from "../../kit/once";
import type { Code, CodeFile } from "../code";

type Maps = Readonly<Record<string, unknown>>;

/**
 * The target of a name in the maps of a package.json: a file of the package, if it is known. The maps define `#lib/tables`, and
 * the own name of the file's package. Undefined for all other names.
 * Source: https://nodejs.org/api/packages.html#subpath-imports
 */
export function mapped(code: Code, module: string, from: string): { readonly path: string | undefined } | undefined {
  const directory = packageOf(code, from);
  const file = directory === undefined ? undefined : code.files.get(`${directory}package.json`);
  const { name, imports, exports } = file === undefined ? NO_MAPS : mapsOf(file);
  const isOwn = typeof name === "string" && exports !== undefined && `${module}/`.startsWith(`${name}/`);
  if (!isOwn && !module.startsWith("#")) return undefined;
  const target = pathIn(isOwn ? exports : imports, isOwn ? `.${module.slice(name.length)}` : module);
  return { path: target?.startsWith("./") ? directory + target.slice(2) : undefined };
}

/** The directory of the nearest package.json, with a slash; undefined if there is none. */
export function packageOf(code: Code, path: string): string | undefined {
  for (let end = path.lastIndexOf("/"); ; end = path.lastIndexOf("/", end - 1)) {
    const directory = path.slice(0, end + 1);
    if (code.entries.has(`${directory}package.json`)) return directory;
    if (end <= 0) return undefined;
  }
}

const NO_MAPS: Maps = {};

const mapsOf = once((file: CodeFile): Maps => {
  try {
    return objectOf(JSON.parse(file.text));
  } catch {
    return NO_MAPS;
  }
});

function objectOf(value: unknown): Maps {
  return typeof value === "object" && value !== null ? (value as Maps) : NO_MAPS;
}

/** The path of a name in a map, also with `*`, if it is the same under all conditions. */
function pathIn(map: unknown, key: string): string | undefined {
  if (typeof map === "string") return key === "." ? map : undefined;
  for (const [pattern, target] of Object.entries(objectOf(map))) {
    step();
    const [start = "", end = ""] = pattern.split("*");
    const isIt = pattern.includes("*") ? key.startsWith(start) && key.endsWith(end) : key === pattern;
    if (!isIt) continue;
    const { types: _, ...conditions } = typeof target === "string" ? { target } : objectOf(target);
    const [path, ...others] = new Set(Object.values(conditions));
    if (typeof path !== "string" || others.length > 0) return undefined;
    return path.replaceAll("*", () => key.slice(start.length, key.length - end.length));
  }
  return undefined;
}
