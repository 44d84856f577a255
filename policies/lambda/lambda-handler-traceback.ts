import { FUNCTION } from "../../aws/model/kinds";
import { codeToJudge, judgeFile, judgeWhole } from "../../code/judged-code";
import { codeOptions } from "../../code/options";
import { callsOf } from "../../code/python/calls";
import { ownModules, programOf } from "../../code/python/programs";
import { type SilentHandler, silentHandlers } from "../../code/python/tracebacks";
import { runtimeOf } from "../../code/runtime";
import { resourcePolicy } from "../../kit/policy";

export const lambdaHandlerTraceback = resourcePolicy({
  name: "lambda-handler-traceback",
  description: "An exception handler that catches everything raises again or records the traceback.",
  severity: "low",
  level: "advisory",
  resources: FUNCTION.types,
  options: codeOptions,
  remediationSteps:
    "Log with logger.exception, print traceback.format_exc(), catch less, or raise the exception again.",
  tags: ["lambda", "code", "python"],
  page: {
    why: "A function's logs are all there is to see of a failed request. A handler of every exception that prints the message alone, `'image_id'` for a KeyError, leaves nobody able to tell which line has failed, nor how the code came there.",
    limits:
      'Python only. Judged are bare except and handlers of Exception and BaseException in the function\'s own files, not in packages and tests. A handler is left alone where it may record the traceback: it uses traceback, sys.exc_info or exc_info=, calls the exception method of a logger, or a function of the program that does; it stores or returns the exception, or hands it to a function that cannot be looked into. Left alone are also a try that only imports, what runs under `__name__ == "__main__"`, and lines that say so to linters: `# noqa`, `# noqa: BLE001`, `# pylint: disable=broad-except`. Whether what is stored or handed on is recorded in the end is not followed. A file that cannot be parsed is told of and not judged.',
    sources: [
      "https://docs.python.org/3/library/traceback.html#traceback.format_exc",
      "https://docs.python.org/3/library/logging.html#logging.Logger.exception",
      "https://docs.aws.amazon.com/lambda/latest/dg/python-exceptions.html",
    ],
    since: "0.1.0",
  },

  async check(lambda, options, report) {
    if (runtimeOf(lambda)?.family !== "python") return;
    const code = await codeToJudge(lambda, options, report);
    if (code === undefined) return;
    const calls = callsOf(programOf(code));
    for (const module of judgeWhole(lambda, code, report, () => ownModules(code))) {
      for (const handler of judgeFile(lambda, code, module.path, report, () => silentHandlers(module, calls))) {
        report({ in: { file: module.path, line: handler.line, column: handler.column }, ...silent(handler) });
      }
    }
  },
});

const silent = ({ catches, logs, logger, traceback }: SilentHandler) => {
  const name = catches === "" ? "bare except" : `"except ${catches}"`;
  const print = `add "print(${traceback ?? "traceback"}.format_exc())" to it`;
  const importing = traceback === undefined ? ', and "import traceback" at the top of the file' : "";
  const log = logger === undefined ? `${print}${importing}` : `add "${logger}.exception('failed')" to it`;
  return {
    problem: `the ${name} neither raises nor records the traceback, so the log does not tell what failed where`,
    fix:
      logs === undefined
        ? log
        : `on line ${logs.line} write "${logs.logger}.exception" instead of "${logs.logger}.${logs.method}"`,
  };
};
