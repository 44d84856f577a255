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
    why: "A function's logs are all there is to see of a failed request. A handler of every exception that prints the message alone, `'image_id'` for a KeyError, leaves nobody able to tell which line has failed, nor how the code came there.",
    limits:
      'Only the files that the handler loads by import, without packages and tests; functions with an unknown handler are left alone. In JavaScript, a catch is reported that takes the message out of the error and no more, or that answers with a status of 5xx or batchItemFailures without a look at the error; what throws, hands the error on, asks for its kind or has a status of 4xx is left alone. In Python, checked are bare except and handlers of Exception and BaseException. A handler is left alone where it may record the traceback: it uses traceback, sys.exc_info or exc_info=, calls the exception method of a logger, or a function of the program that does; it stores or returns the exception, or passes it to a function that cannot be looked into. Left alone are also a try that only imports, what runs under `__name__ == "__main__"`, and lines that say so to linters: `# noqa`, `# noqa: BLE001`, `# pylint: disable=broad-except`. Whether what is stored or passed on is recorded in the end is not followed. The function\'s own handler may not return an exception of Python that it caught, alone or in a list or dictionary, since Lambda cannot write it as JSON; what decorators may change is left alone.',
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
    problem: `the ${name} neither raises nor records the traceback, so the log does not tell what failed where`,
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
    problem: "this catch neither throws nor logs the error as a whole, so the log does not tell what failed where",
    fix: `${named}add "console.error(${error ?? "error"})" to it, which prints the stack`,
  };
};

const noJson = ({ line, column, name }: ReturnedException) => ({
  line,
  column,
  problem: `the handler returns the exception ${quote(name)}, which Lambda cannot write as JSON: the call fails with Runtime.MarshalError instead`,
  fix: `raise it again, so that Lambda records the traceback, or return a text such as str(${name})`,
});
