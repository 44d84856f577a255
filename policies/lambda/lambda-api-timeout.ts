import { typeTokens } from "../../aws/facts/type-aliases";
import { timeoutOf } from "../../aws/model/function-timeout";
import { type HttpEventSource, httpEventSources } from "../../aws/model/http-event-sources";
import { FUNCTION, FUNCTION_URL, REST_INTEGRATION } from "../../aws/model/kinds";
import type { Graph, GraphResource } from "../../kit/graph";
import { stackPolicy } from "../../kit/policy";
import { numberOr } from "../../kit/resource";
import { quote } from "../../kit/text";

const PERMISSION = typeTokens("aws:lambda/permission:Permission");

/** In seconds. Source: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const LONGEST = 900;

export const lambdaApiTimeout = stackPolicy({
  name: "lambda-api-timeout",
  description: "A function that only APIs call has a timeout that its APIs wait for.",
  severity: "low",
  level: "advisory",
  resources: FUNCTION.types,
  options: {
    maxExcessSeconds: {
      type: "integer",
      minimum: 0,
      default: LONGEST,
      description:
        "By how many seconds the timeout of a function may be longer than its API waits. The default, which is the longest timeout of functions, allows any: set 0 to have each reported.",
    },
  },
  remediationSteps: "Lower the timeout of the function to that of the integration, or do the long work behind a queue.",
  tags: ["lambda", "apigateway", "apigatewayv2"],
  page: {
    why: "An HTTP API waits at most 30 seconds for a function, a REST API 29 seconds unless its integration says more. Then it answers with an error (503 or 504), while the function works on: nobody gets the result, each second is paid, and a caller that tries again starts the work a second time.",
    limits:
      "It reports nothing until `maxExcessSeconds` is set: most functions with such a timeout never take that long, and Pulumi gives `aws.lambda.CallbackFunction` 180 seconds. It checks only functions of the stack whose timeout is known, and to which nothing but APIs and permissions of the stack refers: where a queue, a rule or an alias leads to the function as well, a longer timeout may be meant for that. It leaves alone streamed answers and function URLs, which wait as long as the function works.",
    sources: [
      "https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html",
      "https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html",
      "https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-troubleshooting-lambda.html",
    ],
    since: "0.1.0",
  },

  check(graph, { maxExcessSeconds }, report) {
    if (maxExcessSeconds >= LONGEST) return;
    const sources = httpEventSources(graph);
    const alsoCalled = calledOtherwise(graph, new Set([...sources.values()].flat().map(({ by }) => by)));
    for (const [lambda, own] of sources) {
      const timeout = timeoutOf(lambda);
      if (timeout === undefined || alsoCalled.has(lambda)) continue;
      const waits = own.map((source) => ({ source, for: waitOf(source) }));
      const [longest] = waits.toSorted((a, b) => (b.for ?? Infinity) - (a.for ?? Infinity));
      if (longest?.for === undefined || timeout - longest.for <= maxExcessSeconds) continue;
      report({
        on: lambda,
        at: lambda.properties.at("timeout"),
        ...tooLong(lambda, timeout, longest.source, longest.for),
      });
    }
  },
});

const tooLong = (lambda: GraphResource, timeout: number, { name }: HttpEventSource, wait: number) => ({
  problem: `the function may run for ${timeout} seconds, but ${name} answers the caller with an error after ${wait}`,
  fix: `set timeout of function ${quote(lambda.name)} to at most ${Math.floor(wait)}, or put the work into a queue and answer at once`,
});

/** The seconds that an integration waits; undefined if unknown, or if it does not wait for the whole answer. */
function waitOf({ by }: HttpEventSource): number | undefined {
  if (FUNCTION_URL.types.includes(by.type) || by.input("responseTransferMode").state !== "absent") return undefined;
  const wait = numberOr(by, "timeoutMilliseconds", REST_INTEGRATION.types.includes(by.type) ? 29_000 : 30_000);
  return wait && wait / 1000;
}

/** Functions to which something other than these APIs refers, and may call them. */
function calledOtherwise(graph: Graph, apis: ReadonlySet<GraphResource>): ReadonlySet<GraphResource> {
  const others = graph.resources.filter((resource) => !apis.has(resource) && !PERMISSION.includes(resource.type));
  return new Set(others.flatMap(({ propertyDependencies }) => Object.values(propertyDependencies).flat()));
}
