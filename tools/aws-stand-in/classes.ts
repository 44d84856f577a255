// What @pulumi/aws says about a resource type: its compiled class tells inputs from outputs, its declaration tells which
// outputs always have a value. Read from the files, one type at a time, because loading the package takes seconds.
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

export type Kind = "string" | "number" | "boolean" | "list" | "map" | "object";

export interface ComputedProperty {
  kind: Kind;
  /** No program can set it. Otherwise the provider fills it in when the program leaves it out. */
  outputOnly: boolean;
}

export interface ResourceClass {
  inputs: Set<string>;
  computed: Map<string, ComputedProperty>;
}

const root = dirname(require.resolve("@pulumi/aws/package.json"));
const known = new Map<string, ResourceClass>();

export const version: string = JSON.parse(readFileSync(join(root, "package.json"), "utf8")).version;

export function resourceClass(type: string): ResourceClass {
  let found = known.get(type);
  if (found === undefined) {
    found = read(type);
    known.set(type, found);
  }
  return found;
}

function read(type: string): ResourceClass {
  const file = fileOf(type);
  const script = readFileSync(`${file}.js`, "utf8");
  const inputs = new Set(names(script, /resourceInputs\["(\w+)"\] = .*args\?\.\1\b/g));
  const outputOnly = new Set(names(script, /resourceInputs\["(\w+)"\] = undefined \/\*out\*\//g));

  const computed = new Map<string, ComputedProperty>();
  for (const [name, declared] of declaredOutputs(readFileSync(`${file}.d.ts`, "utf8"))) {
    // An input whose output is never undefined is required, has a default, or is computed when left out.
    if (outputOnly.has(name) || !declared.endsWith("| undefined")) {
      computed.set(name, { kind: kindOf(declared), outputOnly: outputOnly.has(name) });
    }
  }
  return { inputs, computed };
}

/** `aws:lambda/function:Function` is in lambda/function.js, but `aws:glue/mLTransform:MLTransform` in glue/mltransform.js. */
function fileOf(type: string): string {
  const [, path = ""] = type.split(":");
  const [folder = "", name = ""] = path.split("/");
  // The class Index is in index_.js, next to the folder's own index.js.
  const wanted = (name === "index" ? "index_.js" : `${name}.js`).toLowerCase();
  let entries: string[] = [];
  try {
    entries = readdirSync(join(root, folder));
  } catch {
    // The message below says what is wrong.
  }
  const entry = entries.find((candidate) => candidate.toLowerCase() === wanted);
  if (name === "" || entry === undefined) {
    throw new Error(`unrecognized resource type: ${type} is not in @pulumi/aws ${version}`);
  }
  return join(root, folder, entry.slice(0, -".js".length));
}

function declaredOutputs(declaration: string): [string, string][] {
  const start = declaration.indexOf("export declare class ");
  const body = declaration.slice(start, declaration.indexOf("\n}", start));
  return [...body.matchAll(/readonly (\w+): pulumi\.Output<([^;]*(?:;\s*\}[^;]*)?)>;/g)].map((match) => [
    match[1] ?? "",
    match[2] ?? "",
  ]);
}

function kindOf(declared: string): Kind {
  const type = declared.replace(/ \| undefined$/, "");
  if (type === "string" || type === "number" || type === "boolean") {
    return type;
  }
  if (type.endsWith("[]")) {
    return "list";
  }
  if (type.startsWith("{")) {
    return "map";
  }
  return type.startsWith("enums.") ? "string" : "object";
}

function names(source: string, pattern: RegExp): string[] {
  return [...source.matchAll(pattern)].map((match) => match[1] ?? "");
}
