import type { ErrorObject } from "ajv";
import { formatPath } from "../../kit/known";
import { enumerate, printable, quote } from "../../kit/text";

/**
 * What is wrong with a policy's options, each with the key, what was found and what is allowed.
 * @param names the options that there are
 */
export function optionErrors(all: readonly ErrorObject[], names: readonly string[]): readonly string[] {
  const errors = all.filter(({ keyword }) => !BRANCHING.has(keyword));
  const causes = errors.filter((error) => isCause(error, errors));
  return [...new Set(causes.map((error) => describe(error, errors, names)))];
}

/** Keywords that fail because a branch below them does, and that branch's error is the one that says something. */
const BRANCHING: ReadonlySet<string> = new Set(["anyOf", "oneOf", "allOf", "if"]);

/** A branch for values of another type says nothing where the one for values of this type does. */
function isCause(error: ErrorObject, errors: readonly ErrorObject[]): boolean {
  if (error.keyword !== "type") return true;
  return !errors.some(({ keyword, instancePath }) =>
    instancePath === error.instancePath ? keyword !== "type" : instancePath.startsWith(`${error.instancePath}/`),
  );
}

function describe(error: ErrorObject, errors: readonly ErrorObject[], names: readonly string[]): string {
  const { keyword, instancePath, params, parentSchema } = error;
  const key = quote(formatPath(instancePath.split("/").slice(1).map(step)));
  if (keyword === "additionalProperties") {
    const name = quote(String(params.additionalProperty));
    if (instancePath === "") return `unknown option ${name}, allowed ${oneOf(names)}`;
    return `unknown key ${name} in ${key}, allowed ${oneOf(Object.keys(parentSchema?.properties ?? {}))}`;
  }
  const found = `${key}: found ${inline(error.data)}`;
  if (keyword === "required") return `${found}, which lacks ${quote(params.missingProperty)}`;
  if (keyword !== "type") return `${found}, allowed ${allowedBy(error)}`;
  // A cause that is about the type has no others beside it.
  const types = errors.filter((other) => other.instancePath === instancePath);
  return `${found}, allowed a value of type ${oneOf(types.map((other) => other.params.type))}`;
}

const FORMATS: Readonly<Record<string, string>> = {
  regex: "a regular expression",
  glob: "a glob whose brackets are closed",
  date: "a day such as 2027-03-31",
};

function allowedBy({ keyword, params, message = "" }: ErrorObject): string {
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
      return `a list of at least ${params.limit}`;
    case "maxItems":
      return `a list of at most ${params.limit}`;
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
