import {
  type HttpEventFormat,
  httpEventCounterpart,
  httpEventDefault,
  httpEventInstead,
  httpEventKey,
  isHttpEventPath,
} from "../../aws/facts/http-events";
import { type HttpEventSource, httpEventSources } from "../../aws/model/http-event-sources";
import { FUNCTION } from "../../aws/model/kinds";
import { CodeJudge } from "../../code/judged-code";
import { codeOptions } from "../../code/options";
import { type FailingRead, failingReads, type Program } from "../../code/python/event-access";
import { fixOf, readText } from "../../code/python/event-fallback";
import { programOf, pythonHandlerOf } from "../../code/python/programs";
import { UNPARSED, Unjudged } from "../../code/unjudged";
import type { CodePlace } from "../../kit/finding";
import { stackPolicy } from "../../kit/policy";
import { enumerate, quote } from "../../kit/text";

/** A read of what some of the events that a function gets do not have. */
interface Found {
  readonly in: CodePlace;
  readonly read: FailingRead;
  /** What sends such events. */
  readonly senders: HttpEventSource[];
}

export const lambdaHandlerHttpEvent = stackPolicy({
  name: "lambda-handler-http-event",
  description: "A handler reads from an HTTP event what events have in the format that the function gets.",
  severity: "high",
  level: "mandatory",
  resources: FUNCTION.types,
  options: codeOptions,
  remediationSteps:
    "Read the key with get and a fallback to where the other format has it, or change the payload format.",
  tags: ["lambda", "code", "apigatewayv2"],
  page: {
    why: "Payload format 2.0, which HTTP APIs may and function URLs always send, has other keys than format 1.0 and the events of REST APIs: rawPath in place of path, requestContext.http.method in place of httpMethod. A subscript with the wrong key raises KeyError, so that every request is answered with an error 500.",
    limits:
      "Python only. The event is followed from the handler through names, calls, classes, decorators and modules of the function's own code; not through those of packages and layers, which may make something else of it, except for decorators that are known to hand it on. Reads that the code does for other formats only are left alone, as are those for which an exception handler stands in; one that answers with an error does not. Left alone are also keys that an event of its own format may lack, such as body, keys of no format, get without a fallback, WebSocket APIs, load balancers, APIs that are defined by an OpenAPI document, and integrations of which the function or the payload format cannot be known. A handler's file that cannot be parsed is told of and not judged. The provider's default format is 1.0; quick create makes 2.0.",
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
    await report.each(new Set(sources.map((source) => source.lambda)), async (lambda) => {
      const handler = pythonHandlerOf(lambda);
      const code = handler && (await judge.codeOf(lambda));
      if (handler === undefined || code === undefined) return;
      const program = programOf(code);
      const [module] = judge.whole(lambda, code, () => [program.module(handler.module)]);
      if (module === undefined) return;
      const own = sources.filter((source) => source.lambda === lambda);
      judge.judge(lambda, code, module.path, () => {
        if (!module.tree.sound) throw new Unjudged(UNPARSED);
        const reads = findReads(program, [...handler.module, handler.name], own);
        return reads.map((found) => ({ ...found.in, ...missingKey(found) }));
      });
    });
    judge.reportAll();
  },
});

const missingKey = ({ read, senders }: Found) => {
  const key = quote(read.path.at(-1) ?? "");
  const within = read.path.slice(0, -1);
  const where = within.length === 0 ? key : `${key} in ${quote(within.join("."))}`;
  return {
    problem: `${readText(read)} raises KeyError: ${sentBy(senders)} no ${where}`,
    fix: fixOf(read, FALLBACKS),
  };
};

const FALLBACKS = {
  counterpart: httpEventCounterpart,
  standard: httpEventDefault,
  instead: httpEventInstead,
  isPathText: isHttpEventPath,
};

function sentBy(senders: readonly HttpEventSource[]): string {
  const formats = [...new Set(senders.map(({ format }) => format))];
  const clauses = formats.map((format) => {
    const names = senders.filter((sender) => sender.format === format).map(({ name }) => name);
    return `${enumerate(names)} ${names.length > 1 ? "send" : "sends"} ${FORMATS[format]}`;
  });
  return `${enumerate(clauses)}, which ${clauses.length > 1 ? "have" : "has"}`;
}

const FORMATS: Readonly<Record<HttpEventFormat, string>> = {
  REST: "the payload of REST APIs",
  "1.0": "payload format 1.0",
  "2.0": "payload format 2.0",
};

/** The reads that fail for some of the formats, in the order of the code. */
function findReads(
  program: Program,
  handler: readonly string[],
  sources: readonly HttpEventSource[],
): readonly Found[] {
  const found = new Map<string, Found>();
  for (const format of new Set(sources.map((source) => source.format))) {
    for (const read of failingReads(program, handler, (path) => httpEventKey(format, path))) {
      const place = { file: read.module.path, ...read.module.tree.place(read.node) };
      // One finding for a key on a line.
      const key = [place.file, place.line, ...read.path].join("\0");
      const known = found.get(key) ?? { in: place, read, senders: [] };
      known.senders.push(...sources.filter((source) => source.format === format && !known.senders.includes(source)));
      found.set(key, known);
    }
  }
  return [...found.values()].sort(({ in: a }, { in: b }) => {
    if (a.file !== b.file) return a.file < b.file ? -1 : 1;
    return a.line - b.line || a.column - b.column;
  });
}
