import { FUNCTION } from "../../aws/model/kinds";
import { CodeJudge } from "../../code/judged-code";
import { judgedFiles } from "../../code/node/judged-files";
import { type SilentCatch, silentCatches } from "../../code/node/silent-catches";
import { nodeTree } from "../../code/node/tree";
import { codeOptions } from "../../code/options";
import { callsOf } from "../../code/python/calls";
import { judgedModules, programOf, pythonHandlerOf } from "../../code/python/programs";
import {
  type ReturnedException,
  returnedExceptions,
  type SilentHandler,
  silentHandlers,
} from "../../code/python/tracebacks";
import { runtimeOf } from "../../code/runtime";
import { stackPolicy } from "../../kit/policy";
import { quote } from "../../kit/text";

export const lambdaHandlerTraceback = stackPolicy({
  name: "lambda-handler-traceback",
  description: "An exception handler that catches everything raises again or records the traceback.",
  severity: "low",
  level: "advisory",
  resources: FUNCTION.types,
  options: codeOptions,
  remediationSteps:
    "Log with logger.exception or console.error(error), print traceback.format_exc(), catch less, or raise the exception again.",
  tags: ["lambda", "code", "python", "nodejs"],
  page: {
    why: "A failed request leaves only the function's logs. A handler of every exception that prints only the message, `'image_id'` for a KeyError, hides which line failed and how the code got there.",
    limits:
      'It checks files that the handler loads, without packages and tests. In Python it checks bare except and handlers of Exception and BaseException. It leaves alone one that may record the traceback: it uses traceback, sys.exc_info, exc_info= or the exception method of a logger, calls a function that does, or stores, returns or passes on the exception. In JavaScript it reports a catch that uses only the message of the error, or answers with 5xx or batchItemFailures without a look at it. It also leaves alone a try that only imports, what runs under `__name__ == "__main__"`, and lines with `# noqa`, `# noqa: BLE001` or `# pylint: disable=broad-except`. The handler itself may not return an exception that it caught, since Lambda cannot write it as JSON.',
    sources: [
      "https://docs.python.org/3/library/traceback.html#traceback.format_exc",
      "https://docs.python.org/3/library/logging.html#logging.Logger.exception",
      "https://docs.aws.amazon.com/lambda/latest/dg/python-exceptions.html",
    ],
    since: "0.1.0",
  },

  async check(graph, options, report) {
    const judge = new CodeJudge(options, report);
    for (const lambda of graph.ofType(...FUNCTION.types)) {
      const family = runtimeOf(lambda)?.family;
      const code = family === "python" || family === "nodejs" ? await judge.codeOf(lambda) : undefined;
      if (code === undefined) continue;
      for (const path of judge.whole(lambda, code, () => judgedFiles(lambda, code)))
        judge.judge(lambda, code, path, (file) => silentCatches(nodeTree(file)).map(dropped));
      if (family !== "python") continue;
      const calls = callsOf(programOf(code));
      const handler = pythonHandlerOf(lambda);
      const handlerModule = handler && programOf(code).module(handler.module);
      for (const module of judge.whole(lambda, code, () => judgedModules(lambda, code))) {
        const name = module === handlerModule ? handler?.name : undefined;
        judge.judge(lambda, code, module.path, () => [
          ...silentHandlers(module, calls).map(silent),
          ...(name === undefined ? [] : returnedExceptions(module, name).map(noJson)),
        ]);
      }
    }
    judge.reportAll();
  },
});

const silent = ({ line, column, catches, logs, logger, traceback }: SilentHandler) => {
  const name = catches === "" ? "bare except" : `"except ${catches}"`;
  const print = `add "print(${traceback ?? "traceback"}.format_exc())" to it`;
  const importing = traceback === undefined ? ', and "import traceback" at the top of the file' : "";
  const log = logger === undefined ? `${print}${importing}` : `add "${logger}.exception('failed')" to it`;
  return {
    line,
    column,
    problem: `the ${name} neither raises nor records the traceback, so the log does not show what failed where`,
    fix:
      logs === undefined
        ? log
        : `on line ${logs.line} write "${logs.logger}.exception" instead of "${logs.logger}.${logs.method}"`,
  };
};

const dropped = ({ line, column, error }: SilentCatch) => {
  const named = error === undefined ? 'name the error, as in "catch (error)", and ' : "";
  return {
    line,
    column,
    problem: "this catch neither throws nor logs the error as a whole, so the log does not show what failed where",
    fix: `${named}add "console.error(${error ?? "error"})" to it, which prints the stack`,
  };
};

const noJson = ({ line, column, name }: ReturnedException) => ({
  line,
  column,
  problem: `the handler returns the exception ${quote(name)}, which Lambda cannot write as JSON: the call fails with Runtime.MarshalError instead`,
  fix: `raise it again, so that Lambda records the traceback, or return a text such as str(${name})`,
});
