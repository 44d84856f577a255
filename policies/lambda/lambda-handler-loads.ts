import { FUNCTION } from "../../aws/model/kinds";
import type { Code } from "../../code/code";
import { handlerFile, similarFile, typescriptSource } from "../../code/handler";
import { codeToJudge, judgeFile, judgeWhole } from "../../code/judged-code";
import { codeOptions } from "../../code/options";
import { definitionOf, handlersIn, loadedModules } from "../../code/python/definitions";
import { type Failure, failuresOf } from "../../code/python/loading";
import type { Module } from "../../code/python/modules";
import { programOf } from "../../code/python/programs";
import { runtimeOf } from "../../code/runtime";
import { resourcePolicy } from "../../kit/policy";
import { didYouMean, quote } from "../../kit/text";

/** Most names of a file that an undefined one is compared with, since there may be as many of these. */
const MAX_NAMES = 200;

export const lambdaHandlerLoads = resourcePolicy({
  name: "lambda-handler-loads",
  description: "A Lambda function's code has the handler that it names, and can be loaded.",
  severity: "high",
  level: "mandatory",
  resources: FUNCTION.types,
  options: codeOptions,
  remediationSteps: "Name an existing file and function in handler, and correct what keeps the code from being loaded.",
  tags: ["lambda", "code", "python"],
  page: {
    why: "AWS deploys any code. That the handler's file is missing, that it defines no such function, or that Python refuses a file is found out by the first request, and by every one after it.",
    limits:
      "Python: the handler's file and function, and in the files that it loads by import, syntax errors for the function's own version of Python and names that are defined nowhere. Node.js: the handler's file alone. Left alone are other languages, container images, handlers that may come from a layer, a file system or PYTHONPATH, functions that may come about through `import *`, `__getattr__` and the like, imports for some versions of Python only, annotations that Python does not evaluate, and whether the packages that the code imports are there.",
    sources: [
      "https://docs.aws.amazon.com/lambda/latest/dg/python-handler.html",
      "https://docs.aws.amazon.com/lambda/latest/dg/nodejs-handler.html",
      "https://github.com/aws/aws-lambda-python-runtime-interface-client/blob/main/awslambdaric/bootstrap.py",
      "https://docs.astral.sh/ruff/rules/undefined-name/",
    ],
    since: "0.1.0",
  },

  async check(lambda, options, report) {
    const { family, version } = runtimeOf(lambda) ?? {};
    if (version === undefined || (family !== "python" && family !== "nodejs")) return;
    const code = await codeToJudge(lambda, options, report);
    const at = lambda.properties.at("handler");
    const handler = at.string();
    if (code === undefined || handler.state !== "known") return;
    const file = handlerFile(lambda, code, handler.value, family);
    for (const part of [file?.usual, file?.name]) at.note(part ?? "");
    if (file === undefined) report({ at, ...malformed(handler.value, family) });
    if (file?.isMissing) report({ at, ...missing(code, handler.value, file.usual, file.name) });
    if (file?.found === undefined || family !== "python") return;
    const modules = judgeWhole(lambda, code, report, () => loadedModules(programOf(code), file.module));
    for (const module of modules) {
      const { path } = module;
      const names = [...module.bindings.keys()].slice(0, MAX_NAMES);
      const definition = path === file.found ? definitionOf(module, file.name) : undefined;
      if (definition === "missing") report({ at, ...undefinedFunction(module, file.name) });
      if (definition === "coroutine") report({ at, ...coroutine(module, file.name) });
      for (const failure of judgeFile(lambda, code, path, report, (text) => failuresOf(text, module, version))) {
        report({
          in: { file: path, line: failure.line, column: failure.column },
          ...refused(failure, names, version),
        });
      }
    }
  },
});

const malformed = (handler: string, family: "python" | "nodejs") => ({
  problem: `${quote(handler)} does not name a file and a function in it`,
  fix: `write it as "file.function", such as "app.handler" for the function handler in app.${family === "python" ? "py" : "js"}`,
});

const missing = (code: Code, handler: string, wanted: string, name: string) => {
  const source = typescriptSource(code, wanted);
  const similar = similarFile(code, wanted);
  const problem = `${quote(handler)} is in ${wanted}, which the code does not have`;
  if (source !== undefined)
    return { problem, fix: `compile ${source}, which Lambda does not run, and ship what comes out` };
  if (similar === undefined) return { problem, fix: `add ${wanted} to the code, or set handler to a file in it` };
  return { problem, fix: `set handler to ${quote(`${similar.replace(/\.\w+$/, "")}.${name}`)}` };
};

const undefinedFunction = (module: Module, name: string) => {
  const handlers = handlersIn(module);
  const meant = didYouMean(name, handlers) ?? (handlers.length === 1 ? handlers[0] : undefined);
  return {
    problem: `${module.path} defines no ${quote(name)} at its top level`,
    fix: meant === undefined ? `define ${name}(event, context) there` : `set handler to name ${quote(meant)} instead`,
  };
};

const coroutine = ({ path }: Module, name: string) => ({
  problem: `${quote(name)} in ${path} is async, and Lambda does not await it: what it returns cannot be sent`,
  fix: `rename it, and define ${name}(event, context) that returns asyncio.run(…) of it`,
});

const refused = (
  { kind, name, text, line, missingImport }: Failure,
  names: readonly string[],
  version: readonly number[],
) => {
  if (kind === "syntax")
    return { problem: `python${version.join(".")} refuses this: ${text}`, fix: `correct line ${line}` };
  const meant = didYouMean(name, names);
  const define = meant === undefined ? `define ${quote(name)}, or import it` : `write ${quote(meant)}`;
  return {
    problem: `the name ${quote(name)} is not defined anywhere`,
    fix: missingImport === undefined ? define : `add "${missingImport}" at the top of the file`,
  };
};
