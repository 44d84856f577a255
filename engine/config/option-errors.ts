import type { ErrorObject } from "ajv";
import { formatPath } from "../../kit/known";
import { didYouMean, enumerate, printable, quote } from "../../kit/text";
import { ADDRESS } from "./formats";

/**
 * What is wrong with a policy's options, each with the key, what was found and what is allowed.
 * @param names of all options
 */
export function optionErrors(all: readonly ErrorObject[], names: readonly string[]): readonly string[] {
  const errors = all.filter(({ keyword }) => !BRANCHING.has(keyword));
  const causes = errors.filter((error) => isCause(error, errors));
  return [...new Set(causes.map((error) => describe(error, errors, names)))];
}

/** Keywords whose error only says that a branch below failed; the error of the branch is the useful one. */
const BRANCHING: ReadonlySet<string> = new Set(["anyOf", "oneOf", "allOf", "if"]);

/** Drops errors of branches for other types where the branch for this type has one. */
function isCause(error: ErrorObject, errors: readonly ErrorObject[]): boolean {
  if (error.keyword !== "type") return true;
  return !errors.some(({ keyword, instancePath }) =>
    instancePath === error.instancePath ? keyword !== "type" : instancePath.startsWith(`${error.instancePath}/`),
  );
}

function describe(error: ErrorObject, errors: readonly ErrorObject[], names: readonly string[]): string {
  const { keyword, instancePath, params, parentSchema, data } = error;
  const key = quote(formatPointer(instancePath));
  if (keyword === "additionalProperties") {
    const name = String(params.additionalProperty);
    const known = instancePath === "" ? names : Object.keys(parentSchema?.properties ?? {});
    const what = instancePath === "" ? `unknown option ${quote(name)}` : `unknown key ${quote(name)} in ${key}`;
    return `${what}, allowed ${oneOf(known)}${meant(name, known)}`;
  }
  const found = `${key}: found ${inline(data)}`;
  if (keyword === "required") return `${found}, which lacks ${quote(params.missingProperty)}`;
  if (keyword === "enum" && typeof data === "string")
    return `${found}, allowed ${allowedBy(error)}${meant(data, params.allowedValues)}`;
  if (keyword !== "type") return `${found}, allowed ${allowedBy(error)}`;
  // A wrong type is the only cause to report.
  const types = errors.filter((other) => other.instancePath === instancePath).map((other) => other.params.type);
  // A version without quotes is a number.
  if (types.includes("string") && typeof data === "number") return `${found}, write ${quote(String(data))} in quotes`;
  return `${found}, allowed ${oneOf(types.map((type) => TYPES[type] ?? type))}`;
}

function meant(name: string, names: readonly unknown[]): string {
  const nearest = didYouMean(
    name,
    names.filter((known) => typeof known === "string"),
  );
  return nearest === undefined ? "" : `; did you mean ${quote(nearest)}?`;
}

const TYPES: Readonly<Record<string, string>> = {
  string: "text in quotes",
  object: "an object in { }",
  array: "a list in [ ]",
  integer: "a whole number",
  number: "a number",
  boolean: "true or false",
};

const FORMATS: Readonly<Record<string, string>> = {
  regex: "a regular expression in the syntax of RE2, which has no lookaround and no backreferences",
  glob: "a glob of *, ?, [abc] and {a,b} whose brackets are closed",
  date: "a day such as 2027-03-31",
  uri: ADDRESS,
};

function allowedBy({ keyword, params, parentSchema, message = "" }: ErrorObject): string {
  const [example] = (parentSchema?.examples ?? []) as readonly unknown[];
  if (keyword === "pattern" && example !== undefined) return `text such as ${inline(example)}`;
  switch (keyword) {
    case "enum":
      return oneOf(params.allowedValues.map(inline));
    case "pattern":
      return params.pattern === "\\S" ? "text that is not blank" : `text that matches ${params.pattern}`;
    case "format":
      return FORMATS[params.format] ?? `a ${params.format}`;
    case "minLength":
      return params.limit === 1 ? "text that is not empty" : `text of at least ${params.limit} characters`;
    case "maxLength":
      return `text of at most ${params.limit} characters`;
    case "minItems":
      return `a list of at least ${items(params.limit)}`;
    case "maxItems":
      return `a list of at most ${items(params.limit)}`;
    case "uniqueItems":
      return "a list without duplicates";
    case "minimum":
      return `at least ${params.limit}`;
    case "maximum":
      return `at most ${params.limit}`;
    default:
      return `a value that ${message}`;
  }
}

function items(count: number): string {
  return count === 1 ? "1 item" : `${count} items`;
}

/** Writes the pointer of a JSON schema's error as a path. */
export function formatPointer(pointer: string): string {
  return formatPath(pointer.split("/").slice(1).map(step));
}

function step(text: string): string | number {
  return /^\d+$/.test(text) ? Number(text) : text;
}

function oneOf(items: readonly string[]): string {
  return enumerate([...new Set(items)], "or", 20);
}

function inline(value: unknown): string {
  const text = JSON.stringify(value) ?? "nothing";
  return printable(text.length > 60 ? `${text.slice(0, 60)}…` : text);
}
