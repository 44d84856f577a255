import { FUNCTION } from "../../aws/model/kinds";
import { type Facts, factsOf, type LogCall } from "../../code/facts";
import { mayLoadOtherFiles } from "../../code/handler";
import { CodeJudge, type FoundInCode } from "../../code/judged-code";
import { codeOptions } from "../../code/options";
import { runtimeOf } from "../../code/runtime";
import { stackPolicy } from "../../kit/policy";
import type { Resource } from "../../kit/resource";

export const lambdaHandlerLogging = stackPolicy({
  name: "lambda-handler-logging",
  description: "What a Lambda function in Python logs with info and debug appears in its log.",
  severity: "medium",
  level: "advisory",
  resources: FUNCTION.types,
  options: codeOptions,
  remediationSteps:
    "Set the level of the root logger, or log as JSON and set the level in the function's logging configuration.",
  tags: ["lambda", "code", "python", "logging"],
  page: {
    why: "The root logger of Python is at WARNING, on Lambda too. basicConfig, which sets its level elsewhere, does nothing on Lambda: the runtime has already added a handler, and basicConfig ignores a logger that has one. So no info or debug message appears, which people notice when they need one.",
    limits:
      "It checks Python functions that log as text and call info or debug of the root logger or of one by name, while nothing sets a level. It leaves alone functions with JSON logs, where Lambda sets the level, functions with packages for logging or monitoring, with layers, with a file system, or with variables such as PYTHONPATH, and loggers of other libraries.",
    sources: [
      "https://docs.aws.amazon.com/lambda/latest/dg/python-logging.html",
      "https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-log-level.html",
      "https://docs.python.org/3/library/logging.html#logging.basicConfig",
      "https://github.com/aws/aws-lambda-python-runtime-interface-client/blob/main/awslambdaric/bootstrap.py",
    ],
    since: "0.1.0",
  },

  async check(graph, options, report) {
    const judge = new CodeJudge(options, report);
    await report.each(graph.ofType(...FUNCTION.types), async (lambda) => {
      if (runtimeOf(lambda)?.family !== "python" || mayBeSetElsewhere(lambda)) return;
      const code = await judge.codeOf(lambda);
      const [facts] = code ? judge.whole(lambda, code, () => [factsOf(lambda, code)]) : [];
      const [first, ...others] = facts === undefined ? [] : lost(facts);
      if (code === undefined || first === undefined || facts === undefined) return;
      const texts = facts.modules.map(({ path }) => code.files.get(path)?.text ?? "");
      if (texts.some((text) => SETS_LEVEL.test(text))) return;
      const basic = facts.logSettings.some(({ kind }) => kind === "basicConfig");
      judge.judge(lambda, code, first.file, () => [neverLogged(first, others.length, basic)]);
    });
    judge.reportAll();
  },
});

/** Ways to set a level that are not followed. basicConfig works on a logger whose handlers were removed. */
const SETS_LEVEL =
  /\bsetLevel\b|\.level\s*=|\b(?:dict|file)Config\b|\bsetLoggerClass\b|\bforce\s*=|\bremoveHandler\b|\.handlers\b/;

/** Packages that may set the level. */
const SETS_LOGGING =
  /log|powertools|trace|sentry|telemetry|relic|lumigo|thundra|epsagon|datadog|flask|django|uvicorn|mangum/i;

function lost({ isComplete, imports, logCalls, logSettings }: Facts): readonly LogCall[] {
  const isSet = logSettings.some(({ kind, isForced }) => kind !== "basicConfig" || isForced);
  const isOther = imports.some(({ module, resolved }) => {
    return resolved === undefined && module !== "logging" && SETS_LOGGING.test(module);
  });
  if (!isComplete || isSet || isOther) return [];
  return logCalls.filter(
    ({ level, logger, certainty }) =>
      (level === "info" || level === "debug") && (logger === "root" || logger === "named") && certainty !== "unreached",
  );
}

/** Whether Lambda, a layer or a wrapper may set the level. */
function mayBeSetElsewhere(lambda: Resource): boolean {
  const isUnset = (name: string) =>
    lambda.properties.at(name).state === "absent" || lambda.input(name).state === "absent";
  const format = lambda.properties.at("loggingConfig").at("logFormat").string();
  const isText = isUnset("loggingConfig") || (format.state === "known" && format.value === "Text");
  const layers = lambda.properties.at("layers").items();
  const hasLayers = !isUnset("layers") && (layers.state !== "known" || layers.value.length > 0);
  return !isText || hasLayers || mayLoadOtherFiles(lambda);
}

const neverLogged = ({ file, line, column, level }: LogCall, others: number, basic: boolean): FoundInCode => {
  const more = others === 0 ? "" : `, nor does what ${others} more info or debug call${others > 1 ? "s log" : " logs"}`;
  const because = basic
    ? "basicConfig does nothing on Lambda, where the runtime has already added a handler, so the level stays WARNING"
    : "nothing sets the level of the root logger, which is WARNING";
  return {
    file,
    line,
    column,
    problem: `what ${level} logs here never appears${more}: ${because}`,
    fix: 'add "logging.getLogger().setLevel(logging.INFO)" at the top of the file of the handler',
  };
};
