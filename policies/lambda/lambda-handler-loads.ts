import { FUNCTION } from "../../aws/model/kinds";
import type { Code } from "../../code/code";
import { factsOf } from "../../code/facts";
import { handlerFile, mayChangeLoading, similarFile, typescriptSource } from "../../code/handler";
import { CodeJudge, prepareCode } from "../../code/judged-code";
import { exportFailure } from "../../code/node/handler-export";
import { callbackHandler, nodeFailures } from "../../code/node/loading";
import { codeOptions } from "../../code/options";
import { definitionFailure } from "../../code/python/handler-definition";
import { failuresOf } from "../../code/python/loading";
import { modulesLoadedBy } from "../../code/python/programs";
import { refused } from "../../code/python/refusals";
import { runtimeOf } from "../../code/runtime";
import type { Report } from "../../kit/finding";
import { stackPolicy } from "../../kit/policy";
import type { Resource } from "../../kit/resource";
import { quote } from "../../kit/text";

/** The most names of a file to compare an undefined one with: there may be many of both. */
const MAX_NAMES = 200;

export const lambdaHandlerLoads = stackPolicy({
  name: "lambda-handler-loads",
  description: "A Lambda function's code has the handler that it names, and can be loaded.",
  severity: "high",
  level: "mandatory",
  resources: FUNCTION.types,
  options: codeOptions,
  remediationSteps: "Name an existing file and function in handler, and correct what keeps the code from being loaded.",
  tags: ["lambda", "code", "python"],
  page: {
    why: "AWS deploys any code. Only the first request shows that the handler's file is missing, that it defines no such function, or that Python refuses a file, and every later one fails too.",
    limits:
      "It checks the handler's file and function, and in the files of its own code that it loads, syntax errors and names that are defined nowhere. In Python these are also names without a value yet, or no longer; in Node.js names that are read before their line while a file is loaded, a mix of CommonJS and ECMAScript modules, JSON imports without their attribute, and callback handlers on nodejs24.x and later. It leaves alone other languages, container images, handlers that may come from a layer, a file system or PYTHONPATH, functions that `import *`, `__getattr__` and the like may define, exports that are not written out, functions that set NODE_OPTIONS, assignments to a const, a let that a function reads before its line, names that require does not give, and imports for some versions of Python only. lambda-code-imports reports missing packages.",
    advisory:
      "A name that an except clause deletes although it had a value before the try, and context.done, succeed or fail on a condition.",
    sources: [
      "https://docs.aws.amazon.com/lambda/latest/dg/python-handler.html",
      "https://docs.aws.amazon.com/lambda/latest/dg/nodejs-handler.html",
      "https://github.com/aws/aws-lambda-python-runtime-interface-client/blob/main/awslambdaric/bootstrap.py",
      "https://docs.astral.sh/ruff/rules/undefined-name/",
    ],
    since: "0.1.0",
  },

  async prepare(lambda, options) {
    if (!isJudged(lambda)) return;
    await prepareCode(lambda, options);
  },

  async check(graph, options, report) {
    const judge = new CodeJudge(options, report);
    for (const lambda of graph.ofType(...FUNCTION.types)) {
      const code = isJudged(lambda) ? await judge.codeOf(lambda) : undefined;
      // lambda-package reports code without files.
      if (code !== undefined && !code.empty) judgeHandler(lambda, code, judge, report);
    }
    judge.reportAll();
  },
});

function isJudged(lambda: Resource): boolean {
  const { family, version } = runtimeOf(lambda) ?? {};
  return version !== undefined && (family === "python" || family === "nodejs");
}

function judgeHandler(lambda: Resource, code: Code, judge: CodeJudge, report: Report): void {
  const { family, version = [] } = runtimeOf(lambda) ?? {};
  const at = lambda.properties.at("handler");
  const handler = at.string();
  if (handler.state !== "known" || (family !== "python" && family !== "nodejs")) return;
  const wrong = (text: { readonly problem: string; readonly fix: string }) => report({ on: lambda, at, ...text });
  const file = handlerFile(lambda, code, handler.value, family);
  for (const part of [file?.usual, file?.name]) at.note(part ?? "");
  if (file === undefined) wrong(malformed(handler.value, family));
  if (file?.isMissing) wrong(missing(code, handler.value, file.usual, file.name));
  if (file?.found !== undefined && family === "nodejs")
    judgeNode(lambda, code, judge, { file: file.found, name: file.name, version: version[0] ?? 0 }, wrong);
  if (file?.found === undefined || family !== "python") return;
  const [facts] = judge.whole(lambda, code, () => [factsOf(lambda, code)]);
  for (const module of judge.whole(lambda, code, () => modulesLoadedBy(lambda, code))) {
    const { path } = module;
    const names = [...module.bindings.keys()].slice(0, MAX_NAMES);
    const failure = path === file.found ? definitionFailure(module, file.name) : undefined;
    if (failure !== undefined) wrong(failure);
    judge.judge(lambda, code, path, (text) =>
      failuresOf(text, module, version, facts).map((failure) => refused(failure, names, version)),
    );
  }
}

type Wrong = (text: { readonly problem: string; readonly fix: string }) => void;

function judgeNode(
  lambda: Resource,
  code: Code,
  judge: CodeJudge,
  handler: { readonly file: string; readonly name: string; readonly version: number },
  wrong: Wrong,
): void {
  const [facts] = judge.whole(lambda, code, () => [factsOf(lambda, code)]);
  if (facts === undefined) return;
  const loading = { code, facts, version: handler.version, hasOptions: mayChangeLoading(lambda) };
  let isLoaded = true;
  for (const { path } of facts.modules) {
    judge.judge(lambda, code, path, (text) => {
      const failures = nodeFailures(text, loading);
      isLoaded &&= failures.length === 0;
      if (path !== handler.file || failures.length > 0) return failures;
      return callbackHandler(text, loading, handler.name);
    });
  }
  const text = code.files.get(handler.file)?.text ?? "";
  const failure = isLoaded ? exportFailure(facts, handler.file, text, handler.name) : undefined;
  if (failure !== undefined) wrong(failure);
}

const malformed = (handler: string, family: "python" | "nodejs") => ({
  problem: `${quote(handler)} does not name a file and a function in it`,
  fix: `write it as "file.function", such as "app.handler" for the function handler in app.${family === "python" ? "py" : "js"}`,
});

const missing = (code: Code, handler: string, wanted: string, name: string) => {
  const source = typescriptSource(code, wanted);
  const similar = similarFile(code, wanted);
  const problem = `${quote(handler)} is in ${quote(wanted)}, which the code does not have`;
  if (source !== undefined)
    return { problem, fix: `compile ${quote(source)}, which Lambda does not run, and ship what comes out` };
  if (similar === undefined)
    return { problem, fix: `add ${quote(wanted)} to the code, or set handler to a file in it` };
  return { problem, fix: `set handler to ${quote(`${similar.replace(/\.\w+$/, "")}.${name}`)}` };
};
