import { typeTokens } from "../../aws/facts/type-aliases";
import { REST_API, REST_INTEGRATION_RESPONSE, REST_METHOD } from "../../aws/model/kinds";
import { mayGiveStatus, neededFor, ORIGIN } from "../../aws/model/preflights";
import { headersSetBy, operationsByPath, type RestOperation } from "../../aws/model/rest-operations";
import type { Finding } from "../../kit/finding";
import type { GraphResource } from "../../kit/graph";
import { type Property, textOf } from "../../kit/known";
import { resourcePolicy } from "../../kit/policy";
import { isTrue } from "../../kit/resource";
import { enumerate, quote } from "../../kit/text";

/** The answers of the API itself when it refuses a request. */
const GATEWAY_RESPONSE = typeTokens("aws:apigateway/response:Response");

export const apigatewayCors = resourcePolicy({
  name: "apigateway-cors",
  description:
    "A REST API that answers the CORS preflight of browsers answers it in full, with headers that AWS accepts.",
  severity: "medium",
  level: "mandatory",
  resources: [...REST_INTEGRATION_RESPONSE.types, ...GATEWAY_RESPONSE, ...REST_METHOD.types],
  options: {},
  remediationSteps:
    "Give the OPTIONS method a MOCK integration with a statusCode, and a response that sets the headers of CORS; set Access-Control-Allow-Origin in the answers of the other methods too.",
  tags: ["apigateway", "cors", "deployment"],
  page: {
    why: "Before a page calls an API of another origin, its browser asks by OPTIONS whether it may. Where the answer is an error, or lacks a header of CORS, the browser does not call at all; where the answer of the call itself lacks Access-Control-Allow-Origin, the page does not get it. None of this shows during the deployment. A fixed value of a header is in single quotes (`\"'*'\"`), and AWS refuses one that is not.",
    advisory: "All but the values of headers that AWS refuses.",
    limits:
      "It takes only an OPTIONS method with a MOCK integration for a preflight. It leaves alone answers of proxy integrations, which are the backend's, answers whose template sets headers, and APIs that an OpenAPI document defines. It asks for Access-Control-Allow-Methods where the path has another method than GET, HEAD, POST and ANY, and for Access-Control-Allow-Headers where a method has a body or asks for credentials.",
    sources: [
      "https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-cors.html",
      "https://docs.aws.amazon.com/apigateway/latest/developerguide/rest-api-parameter-mapping.html",
      "https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-mock-integration.html",
      "https://fetch.spec.whatwg.org/#cors-preflight-fetch",
    ],
    since: "0.1.0",
  },

  check(response, _options, report) {
    for (const [at, value] of unquoted(response.properties)) report({ at, ...notQuoted(value) });
  },

  remediate(response) {
    return unquoted(response.properties).map(([at, value]) => ({ at, value: inQuotes(value) }));
  },

  checkStack(graph, _options, report) {
    return report.each(graph.ofType(...REST_API.types), (api) => {
      for (const operations of operationsByPath(graph, api)) {
        const [preflight] = operations.filter(({ verb, type }) => verb === "OPTIONS" && type === "MOCK");
        if (preflight === undefined) continue;
        const others = operations.filter((each) => each !== preflight);
        for (const finding of [...refusals(preflight), ...answersWithout(preflight, others)])
          report({ level: "advisory", ...finding });
      }
    });
  },
});

const notQuoted = (value: string) => ({
  problem: `AWS refuses ${quote(value)} as a header value: fixed text must be in single quotes, and anything else names a value, such as "integration.response.header.ETag"`,
  fix: `write ${quote(inQuotes(value))}`,
});

const refused = (on: GraphResource, at: Property, asked: string): Finding => ({
  on,
  at,
  problem: `browsers send a preflight without credentials, but the method asks for ${asked}: it refuses every preflight`,
  fix: `set authorization of ${quote(on.name)} to "NONE", and leave out apiKeyRequired`,
});

const noStatus = (on: GraphResource, at: Property): Finding => ({
  on,
  at,
  problem:
    "a MOCK integration needs a request template with a number as statusCode, and this one has none: every preflight fails with error 500",
  fix: `set requestTemplates of ${quote(on.name)} to { "application/json": '{"statusCode": 200}' }`,
});

const noResponse = ({ method, name }: RestOperation): Finding => ({
  on: method,
  problem: `${name} has no integration response: every preflight fails with error 500`,
  fix: `add an aws.apigateway.IntegrationResponse for ${quote(method.name)} that sets ${ORIGIN}, and declare the header in the method response`,
});

const lacking = (on: GraphResource, of: string, headers: readonly string[], consequence: string): Finding => ({
  on,
  at: on.properties.at("responseParameters"),
  problem: `the answer of ${of} does not set ${enumerate(headers, "or")}, ${consequence}`,
  fix: `add ${enumerate(headers.map((name) => quote(`method.response.header.${name}`)))} to responseParameters of ${quote(on.name)}, such as ${quote("'*'")}, and to those of the method response with the value true`,
});

const KEPT = "so browsers hide it from the page, although the preflight allows the call";

/** Start of the name of a value. */
const EXPRESSION = /^(?:\$|(?:integration|method|context|stageVariables)\b)/;

/** The values of headers that are neither texts in single quotes nor names of values. */
function unquoted(response: Property): readonly (readonly [at: Property, value: string])[] {
  const mapped = response.at("responseParameters").entries();
  return (mapped.state === "known" ? mapped.value : []).flatMap(([, at]) => {
    const text = textOf(at) ?? "";
    if (text === "" || text.includes("'") || EXPRESSION.test(text)) return [];
    at.note(inQuotes(text));
    return [[at, text] as const];
  });
}

const inQuotes = (value: string) => `'${/^"[^"]*"$/.test(value) ? value.slice(1, -1) : value}'`;

/** The reason why an API answers no preflight at all. */
function refusals(preflight: RestOperation): readonly Finding[] {
  const { method, integration, responses } = preflight;
  const [authorization, templates] = [
    method.properties.at("authorization"),
    integration.properties.at("requestTemplates"),
  ];
  const asked = textOf(authorization);
  const found: Finding[] = [];
  if (asked === "AWS_IAM" || asked === "COGNITO_USER_POOLS")
    found.push(refused(method, authorization, `authorization ${quote(asked)}`));
  if (isTrue(method, "apiKeyRequired"))
    found.push(refused(method, method.properties.at("apiKeyRequired"), "an API key"));
  const isUnset = integration.input("requestTemplates").state === "absent";
  if (isUnset || !mayGiveStatus(templates)) found.push(noStatus(integration, templates));
  return responses.length === 0 ? [...found, noResponse(preflight)] : found;
}

/** Answers that lack a header which browsers need for the call, or to show the answer to the page. */
function answersWithout(preflight: RestOperation, others: readonly RestOperation[]): readonly Finding[] {
  const set = headersSetBy(preflight.responses);
  const [on] = preflight.responses;
  if (set === undefined || on === undefined) return [];
  const missing = neededFor(others).filter((name) => !set.has(name.toLowerCase()));
  const found =
    missing.length === 0 ? [] : [lacking(on, preflight.name, missing, "without which browsers do not call")];
  if (missing.includes(ORIGIN)) return found;
  for (const { type, responses, name } of others) {
    const [first] = responses;
    if (type.endsWith("_PROXY") || first === undefined) continue;
    if (headersSetBy(responses)?.has(ORIGIN.toLowerCase()) === false) found.push(lacking(first, name, [ORIGIN], KEPT));
  }
  return found;
}
