// Values of the shape that a declared type asks for, as in `outputs.eks.ClusterCertificateAuthority[]`.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./package";
import type { Properties, Value } from "./values";

/** Far deeper than any answer of AWS. Some types contain themselves. */
const MAX_DEPTH = 6;

/** Gives a value for a text, by the name of its property. */
export type Texts = (name: string) => string;

export function declaredValue(name: string, declared: string, texts: Texts, depth = 0): Value {
  const type = declared.replace(/ \| undefined$/, "");
  if (type.endsWith("[]")) {
    return depth < MAX_DEPTH ? [declaredValue(singular(name), type.slice(0, -"[]".length), texts, depth + 1)] : [];
  }
  if (type === "number") return 0;
  if (type === "boolean") return false;
  if (type.startsWith("{")) return {};
  const [, folder, interfaceName] = /^outputs\.(?:(\w+)\.)?(\w+)$/.exec(type) ?? [];
  if (interfaceName === undefined) return texts(name);
  const value: Properties = {};
  if (depth >= MAX_DEPTH) return value;
  for (const [property, declaredType] of nestedProperties(folder, interfaceName)) {
    if (!declaredType.endsWith("| undefined"))
      value[property] = declaredValue(property, declaredType, texts, depth + 1);
  }
  return value;
}

/** The properties that an interface in a text declares, with their types; those that may be missing end in `| undefined`. */
export function properties(body: string): [name: string, type: string][] {
  const found = body.matchAll(/^\s*(?:readonly )?(\w+)(\??): ([^;]*(?:;\s*\}[^;]*)?);/gm);
  return [...found].map(([, name = "", optional, type = ""]) => [name, optional ? `${type} | undefined` : type]);
}

/** What a text says between two marks. */
export function between(text: string, start: string, end: string): string {
  const from = text.indexOf(start);
  return from < 0 ? "" : text.slice(from, text.indexOf(end, from + start.length));
}

function nestedProperties(folder: string | undefined, name: string): [string, string][] {
  const end = folder === undefined ? "\n}" : "\n    }";
  return properties(between(declarations(folder), `interface ${name} {`, end));
}

const known = new Map<string | undefined, string>();

/** The types of a folder, or those of no folder, and all others, for none. */
function declarations(folder: string | undefined): string {
  let found = known.get(folder);
  if (found === undefined) {
    found =
      folder === undefined
        ? readFileSync(join(root, "types/output.d.ts"), "utf8")
        : between(declarations(undefined), `export declare namespace ${folder} {`, "\n}");
    known.set(folder, found);
  }
  return found;
}

function singular(name: string): string {
  return name.replace(/ies$/, "y").replace(/(?<!s)s$/, "");
}
