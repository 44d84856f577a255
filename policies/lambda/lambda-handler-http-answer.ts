import { httpEventKey } from "../../aws/facts/http-events";
import { type HttpEventSource, httpEventSources } from "../../aws/model/http-event-sources";
import { FUNCTION } from "../../aws/model/kinds";
import { type Facts, factsOf } from "../../code/facts";
import { type RefusedAnswer, refusedAnswers } from "../../code/http-answers";
import { CodeJudge } from "../../code/judged-code";
import { codeOptions } from "../../code/options";
import { stackPolicy } from "../../kit/policy";
import { enumerate } from "../../kit/text";

export const lambdaHandlerHttpAnswer = stackPolicy({
  name: "lambda-handler-http-answer",
  description: "A handler behind an API answers in a form that the API accepts.",
  severity: "high",
  level: "mandatory",
  resources: FUNCTION.types,
  options: codeOptions,
  remediationSteps: "Return an object with statusCode and a body that is a string, such as JSON.",
  tags: ["lambda", "code", "apigateway", "apigatewayv2"],
  page: {
    why: "REST APIs, and HTTP APIs with payload format 1.0, accept an object with statusCode, headers and a body that is a string. For anything else they answer 502 (malformed Lambda proxy response) or 500, although the function succeeds. Function URLs and format 2.0 put such an answer into a body themselves, so code that works behind these fails behind the others.",
    limits:
      "In Python and Node.js it checks answers that the code writes out: texts, lists, objects with other keys and without statusCode, and bodies that are objects or lists. It leaves alone answers on a condition that may tell what the event is, answers of handlers in a decorator or middleware that may change them, answers of which nothing is known, and payload format 2.0.",
    sources: [
      "https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html#api-gateway-simple-proxy-for-lambda-output-format",
      "https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html#http-api-develop-integrations-lambda.response",
    ],
    since: "0.1.0",
  },

  async check(graph, options, report) {
    const judge = new CodeJudge(options, report);
    const sources = httpEventSources(graph);
    await report.each(sources.keys(), async (lambda) => {
      const own = (sources.get(lambda) ?? []).filter(({ format }) => format !== "2.0");
      const code = own.length === 0 ? undefined : await judge.codeOf(lambda);
      if (code === undefined) return;
      const [facts] = judge.whole(lambda, code, () => [factsOf(lambda, code)]);
      if (facts === undefined) return;
      const [format] = own.map((source) => source.format);
      const answers =
        format && judge.whole(lambda, code, () => refusedAnswers(facts, (path) => httpEventKey(format, path)));
      for (const answer of answers ?? []) {
        const { file, line, column } = answer;
        judge.judge(lambda, code, file, () => [{ line, column, ...refused(answer, own, facts.language) }]);
      }
    });
    judge.reportAll();
  },
});

function refused({ why }: RefusedAnswer, senders: readonly HttpEventSource[], language: Facts["language"]) {
  const by = enumerate([...new Set(senders.map(({ name }) => name))]);
  const json = language === "python" ? "json.dumps(…)" : "JSON.stringify(…)";
  if (why === "body")
    return {
      problem: `the body of this answer is not a string, and ${by} answers the caller with an error`,
      fix: `give ${json} as body`,
    };
  const answer = language === "python" ? `{"statusCode": 200, "body": ${json}}` : `{ statusCode: 200, body: ${json} }`;
  return {
    problem: `this answer is not an object with statusCode, and ${by} answers the caller with an error`,
    fix: `return ${answer}`,
  };
}
