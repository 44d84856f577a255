import { httpEventCounterpart, httpEventDefault, httpEventInstead, isHttpEventPath } from "../../aws/facts/http-events";
import { sentBy } from "../../aws/model/http-event-senders";
import { type HttpEventSource, httpEventSources } from "../../aws/model/http-event-sources";
import { FUNCTION } from "../../aws/model/kinds";
import type { Code } from "../../code/code";
import { type Facts, factsOf } from "../../code/facts";
import { fixOf, readText, type Subject, subjectOf } from "../../code/fallback";
import { handlerPath } from "../../code/handler";
import { type FailingEventRead, findReads } from "../../code/http-event-reads";
import { CodeJudge, type FoundInCode } from "../../code/judged-code";
import { codeOptions } from "../../code/options";
import { resolverOf } from "../../code/powertools";
import { runtimeOf } from "../../code/runtime";
import { UNPARSED, Unjudged } from "../../code/unjudged";
import { stackPolicy } from "../../kit/policy";
import { quote } from "../../kit/text";

export const lambdaHandlerHttpEvent = stackPolicy({
  name: "lambda-handler-http-event",
  description: "A handler reads only keys that the payload format of its HTTP events has.",
  severity: "high",
  level: "mandatory",
  resources: FUNCTION.types,
  options: codeOptions,
  remediationSteps:
    "Read the key where the format has it, with a fallback to where the other format has it, or change the payload format.",
  tags: ["lambda", "code", "apigatewayv2"],
  page: {
    why: "Payload format 2.0, which HTTP APIs may and function URLs always send, has other keys than format 1.0 and the events of REST APIs: rawPath in place of path, requestContext.http.method in place of httpMethod. In Python a subscript with the wrong key raises KeyError, in JavaScript using what is undefined raises TypeError, so every request fails with error 500.",
    limits:
      "In Python and Node.js it reports only what certainly fails: reads of keys that the event's format does not have, where the handler reaches them through its own modules, uses of undefined, null or None, keys of a string, names of headers with capitals in format 2.0, and Powertools' resolver for another format. It leaves alone code that may tell the formats apart, code where an exception handler copes with a missing key, `get` without a fallback, packages and layers, keys that an event of its own format may lack, such as body, WebSocket APIs, load balancers, APIs from an OpenAPI document, and integrations whose function or payload format is unknown. The provider's default format is 1.0; quick create makes 2.0.",
    advisory:
      'A use of `queryStringParameters`, which is null where a request has no query string, and comparing what another format has with a text, such as `event.httpMethod === "GET"` with format 2.0.',
    sources: [
      "https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html",
      "https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html#api-gateway-simple-proxy-for-lambda-input-format",
      "https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html#urls-payloads",
      "https://www.pulumi.com/registry/packages/aws/api-docs/apigatewayv2/integration/",
    ],
    since: "0.1.0",
  },

  async check(graph, options, report) {
    const judge = new CodeJudge(options, report);
    const sources = httpEventSources(graph);
    await report.each(sources.keys(), async (lambda) => {
      const family = runtimeOf(lambda)?.family;
      const code = family === "python" || family === "nodejs" ? await judge.codeOf(lambda) : undefined;
      const path = code && handlerPath(lambda, code);
      if (code === undefined || path === undefined) return;
      const own = sources.get(lambda) ?? [];
      judge.judge(lambda, code, path, () => {
        const facts = factsOf(lambda, code);
        const handler = facts?.modules.find((module) => module.path === path);
        if (facts === undefined || handler === undefined) return [];
        if (!handler.isSound) throw new Unjudged(UNPARSED);
        return [...findReads(facts, own).map((found) => described(found, facts, code)), ...resolvers(facts, own)];
      });
    });
    judge.reportAll();
  },
});

function described({ read, senders }: FailingEventRead, { language }: Facts, code: Code): FoundInCode {
  const { file, line, column, missing, needs, why } = read;
  const subject = subjectOf(read, code.files.get(file)?.text ?? "", language);
  const text = readText(subject, missing, language);
  const key = quote(missing.at(-1) ?? "");
  const within = missing.slice(0, -1);
  const where = within.length === 0 ? key : `${key} in ${quote(within.join("."))}`;
  const place = { file, line, column, fix: fixOf(subject, FALLBACKS, language) };
  const [none, error] = language === "python" ? ["None", "an exception"] : ["undefined", "TypeError"];
  if (why === "text")
    return {
      ...place,
      problem: `${text} fails: ${quote(within.join("."))} is a string and has no ${key}`,
      fix: textFix(subject, place.fix, language, within),
    };
  if (why === "maybe") {
    const problem = `${text} is ${language === "python" ? "None" : "null"} where a request has no query string, and using it raises ${error}`;
    return {
      ...place,
      level: "advisory",
      problem,
      fix: `write ${language === "python" ? `(${text} or {}).get(…)` : `${text}?.…`}, and answer 400 where a parameter is missing`,
    };
  }
  if (why === "compared") {
    const problem = `the event has no ${where}, so the comparison is never true: ${sentBy(senders)} none`;
    return { ...place, level: "advisory", problem };
  }
  if (needs === "value")
    return { ...place, problem: `${text} is ${none}, and using it raises ${error}: ${sentBy(senders)} no ${where}` };
  return { ...place, problem: `${text} raises KeyError: ${sentBy(senders)} no ${where}` };
}

/** If the text is the body, it is JSON. */
function textFix(
  { name, base, keys }: Subject,
  fix: string,
  language: Facts["language"],
  within: readonly string[],
): string {
  if (within.join(".") !== "body") return fix;
  const body = readText({ name, base, keys, target: "" }, within, language);
  return `read it from ${language === "python" ? `json.loads(${body})` : `JSON.parse(${body})`}`;
}

const FALLBACKS = {
  counterpart: httpEventCounterpart,
  standard: httpEventDefault,
  instead: httpEventInstead,
  isPathText: isHttpEventPath,
};

/** Powertools' resolvers whose format is not that of the events. */
function resolvers(facts: Facts, sources: readonly HttpEventSource[]): readonly FoundInCode[] {
  const used = resolverOf(facts);
  const wrong = used === undefined ? [] : sources.filter(({ format }) => !used.formats.includes(format));
  const [first] = wrong;
  if (used === undefined || first === undefined) return [];
  const { file, line, column, name, key } = used;
  const right = first.format === "2.0" ? "APIGatewayHttpResolver" : "APIGatewayRestResolver";
  return [
    {
      file,
      line,
      column,
      problem: `${name} reads ${quote(key)} of each event and raises KeyError: ${sentBy(wrong)} no ${quote(key)}`,
      fix: `use ${right}`,
    },
  ];
}
