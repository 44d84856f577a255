// What @pulumi/aws says about a resource type: its compiled class tells inputs from outputs, its declaration tells which
// outputs always have a value. Read from the files, one type at a time, because loading the package takes seconds.
import { readFileSync } from "node:fs";
import { fileOf, version } from "./package";

export type Kind = "string" | "number" | "boolean" | "list" | "map" | "object";

export interface ComputedProperty {
  kind: Kind;
  /** Its type as it is declared. */
  declared: string;
  /** No program can set it. Otherwise the provider fills it in when the program leaves it out. */
  outputOnly: boolean;
}

export interface ResourceClass {
  inputs: Set<string>;
  /** Inputs that take a JSON document as an object too. */
  documents: Set<string>;
  computed: Map<string, ComputedProperty>;
}

const known = new Map<string, ResourceClass>();

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
  if (file === undefined) {
    throw new Error(`unrecognized resource type: ${type} is not in @pulumi/aws ${version}`);
  }
  const declaration = readFileSync(`${file}.d.ts`, "utf8");
  const script = readFileSync(`${file}.js`, "utf8");
  const inputs = new Set(names(script, /resourceInputs\["(\w+)"\] = .*args\?\.\1\b/g));
  const outputOnly = new Set(names(script, /resourceInputs\["(\w+)"\] = undefined \/\*out\*\//g));

  const computed = new Map<string, ComputedProperty>();
  for (const [name, declared] of declaredOutputs(declaration)) {
    // An input whose output is never undefined is required, has a default, or is computed when left out.
    if (outputOnly.has(name) || !declared.endsWith("| undefined")) {
      computed.set(name, { kind: kindOf(declared), declared, outputOnly: outputOnly.has(name) });
    }
  }
  const documents = new Set(names(declaration, /^ +(\w+)\??: pulumi\.Input<string \| inputs\.\w+\.\w*Document\b/gm));
  return { inputs, documents, computed };
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
