import { variablesOf } from "../aws/model/functions";
import type { Resource } from "../kit/resource";
import type { Code } from "./code";
import { runtimeOf } from "./runtime";

/** The parts of a handler: a file without extension, and a name in it. */
export interface HandlerName {
  /** The names of directories and file, such as `api`, `handler`. */
  readonly module: readonly string[];
  readonly name: string;
}

/** The file of a handler. */
export interface HandlerFile extends HandlerName {
  /** The usual file, such as `api/handler.py`. */
  readonly usual: string;
  /** The actual file in the code. */
  readonly found: string | undefined;
  /** Whether it certainly does not exist. */
  readonly isMissing: boolean;
}

/**
 * The handler of a Python function.
 * Source: https://github.com/aws/aws-lambda-python-runtime-interface-client/blob/main/awslambdaric/bootstrap.py
 * @returns undefined for a text that Lambda cannot take apart
 */
export function pythonHandler(handler: string): HandlerName | undefined {
  const at = handler.lastIndexOf(".");
  const module = handler.slice(0, Math.max(at, 0)).split(/[./]/);
  return module.includes("") ? undefined : { module, name: handler.slice(at + 1) };
}

/**
 * The handler of a Node.js function.
 * Source: https://github.com/aws/aws-lambda-nodejs-runtime-interface-client/blob/main/src/UserFunction.js
 */
function nodeHandler(handler: string): HandlerName | undefined {
  const [, directory = "", file = "", name = ""] = /^(.*\/)?([^./]+)\.(.+)$/s.exec(handler) ?? [];
  if (file === "" || handler.includes("..")) return undefined;
  return { module: [...directory.split("/").filter((step) => step !== "" && step !== "."), file], name };
}

/** Where the handler of a Python or Node.js function is; undefined for a text that Lambda cannot take apart. */
export function handlerFile(
  lambda: Resource,
  code: Code,
  handler: string,
  family: "python" | "nodejs",
): HandlerFile | undefined {
  const named = family === "python" ? pythonHandler(handler) : nodeHandler(handler);
  if (named === undefined) return undefined;
  const path = named.module.join("/");
  const [usual, files] =
    family === "python"
      ? [`${path}.py`, [`${path}/__init__.py`, `${path}.py`]]
      : [`${path}.js`, [path, `${path}.js`, `${path}.mjs`, `${path}.cjs`]];
  const found = files.find((file) => code.entries.has(file));
  const mayBeElsewhere =
    !code.entriesComplete ||
    handler.startsWith("/") ||
    runsOtherCode(lambda) ||
    [...code.entries].some((file) => (family === "python" ? isCompiled(file, path) : isPackaged(file, path)));
  return { ...named, usual, found, isMissing: found === undefined && !mayBeElsewhere };
}

/** The file of a function's handler, if it is known and in the code. */
export function handlerPath(lambda: Resource, code: Code): string | undefined {
  const handler = lambda.properties.at("handler").string();
  const family = runtimeOf(lambda)?.family;
  if (handler.state !== "known" || (family !== "python" && family !== "nodejs")) return undefined;
  return handlerFile(lambda, code, handler.value, family)?.found;
}

function isCompiled(file: string, path: string): boolean {
  return file.startsWith(`${path}.`) && /\.(?:pyc|so)$/.test(file);
}

function isPackaged(file: string, path: string): boolean {
  return file.includes(`node_modules/${path}/`);
}

/** Whether a function may run code that is not in its archive. */
function runsOtherCode(lambda: Resource): boolean {
  const layers = lambda.properties.at("layers").items();
  return (
    layers.state === "unknown" || (layers.state === "known" && layers.value.length > 0) || mayLoadOtherFiles(lambda)
  );
}

/** Whether a function may load files that are neither in its archive nor where modules of layers are looked for. */
export function mayLoadOtherFiles(lambda: Resource): boolean {
  const variables = variablesOf(lambda);
  return (
    variables.state === "unknown" ||
    (variables.state === "known" && variables.value.some(([name]) => SEARCH_PATHS.has(name))) ||
    lambda.properties.at("fileSystemConfig").state !== "absent"
  );
}

/** Variables that change where modules are looked for, or which program starts them. */
export const SEARCH_PATHS: ReadonlySet<string> = new Set(["AWS_LAMBDA_EXEC_WRAPPER", "NODE_PATH", "PYTHONPATH"]);

/** Whether options of Node.js, or a program that starts it, may change how modules are loaded. */
export function mayChangeLoading(lambda: Resource): boolean {
  const variables = variablesOf(lambda);
  if (variables.state === "absent") return false;
  return (
    variables.state === "unknown" ||
    variables.value.some(([name, at]) => {
      const options = at.string();
      const isHarmless = options.state === "known" && HARMLESS_OPTIONS.test(options.value);
      return name === "AWS_LAMBDA_EXEC_WRAPPER" || (name === "NODE_OPTIONS" && !isHarmless);
    })
  );
}

const HARMLESS_OPTIONS = /^(?:\s*--(?:enable-source-maps|no-deprecation|max-old-space-size=\d+))*\s*$/;

/** The TypeScript file that a missing JavaScript file would be compiled from. */
export function typescriptSource(code: Code, missing: string): string | undefined {
  const stem = missing.replace(/\.js$/, "");
  return stem === missing
    ? undefined
    : ["ts", "mts", "cts"].map((end) => `${stem}.${end}`).find((file) => code.entries.has(file));
}

/** The one source file that has the name of a missing one in another directory or in another case. */
export function similarFile(code: Code, missing: string): string | undefined {
  const nameOf = (path: string) => path.slice(path.lastIndexOf("/") + 1).toLowerCase();
  const similar = [...code.files.keys()].filter((path) => nameOf(path) === nameOf(missing));
  return similar.length === 1 ? similar[0] : undefined;
}
