import { resourceTable } from "../../support/resource-table";
import { output } from "../../support/row-program";
import { stackTable } from "../../support/stack-table";
import { unknown } from "../../support/wire";

const IDS = { restApi: "a1b2c3", resourceId: "r1", httpMethod: "GET", statusCode: "200" };
const answering = (value: unknown, name = "Access-Control-Allow-Origin") => ({
  ...IDS,
  responseParameters: { [`method.response.header.${name}`]: value },
});
const refusal = (name: string, value: string, text: string) =>
  `responseParameters["${name}"]: AWS refuses ${JSON.stringify(value)} as a header value: fixed text must be in single quotes, and anything else names a value, such as "integration.response.header.ETag".\n` +
  `Fix: write "${text}".`;

resourceTable({
  policy: "apigateway-cors",
  type: "aws:apigateway/integrationResponse:IntegrationResponse",
  passes: [
    { name: "text in single quotes", inputs: answering("'*'") },
    { name: "name of a value", inputs: answering("integration.response.body.next", "Location") },
    { name: "value that is unknown", inputs: answering(unknown) },
    {
      name: "value of a request, where the API refuses it",
      type: "aws:apigateway/response:Response",
      inputs: {
        restApiId: "a1b2c3",
        responseType: "UNAUTHORIZED",
        responseParameters: { "gatewayresponse.header.Access-Control-Allow-Origin": "method.request.header.origin" },
      },
    },
  ],
  violates: [
    {
      name: "text without quotes",
      inputs: answering("*"),
      findings: [refusal("method.response.header.Access-Control-Allow-Origin", "*", "'*'")],
    },
    {
      name: "text in double quotes, where the API refuses a request",
      type: "aws:apigateway/response:Response",
      inputs: {
        restApiId: "a1b2c3",
        responseType: "DEFAULT_4XX",
        responseParameters: { "gatewayresponse.header.Access-Control-Allow-Origin": '"*"' },
      },
      findings: [refusal("gatewayresponse.header.Access-Control-Allow-Origin", '"*"', "'*'")],
    },
  ],
  repairs: [
    { name: "texts without quotes", inputs: answering("GET,POST"), repaired: answering("'GET,POST'") },
    { name: "name of a value", inputs: answering("context.requestId"), repaired: undefined },
  ],
});

const ORIGIN = { "method.response.header.Access-Control-Allow-Origin": "'*'" };
const ALL = {
  ...ORIGIN,
  "method.response.header.Access-Control-Allow-Methods": "'PUT'",
  "method.response.header.access-control-allow-headers": "'Content-Type'",
};
const api = (inputs: object = {}) => ({ type: "aws:apigateway/restApi:RestApi", name: "shop", inputs: { ...inputs } });
/** A method of the root with its integration and, where it maps headers, its answer. */
const operation = (
  verb: string,
  integration: object,
  responseParameters?: object,
  { method = {}, response = {} }: { readonly method?: object; readonly response?: object } = {},
) => {
  const name = verb.toLowerCase();
  const of = { restApi: output("shop"), resourceId: output("shop", "rootResourceId") };
  const httpMethod = output(name, "httpMethod");
  const answer = {
    type: "aws:apigateway/integrationResponse:IntegrationResponse",
    name: `${name}-answer`,
    inputs: { ...of, httpMethod, statusCode: "200", responseParameters, ...response },
  };
  return [
    {
      type: "aws:apigateway/method:Method",
      name,
      inputs: { ...of, httpMethod: verb, authorization: "NONE", ...method },
    },
    {
      type: "aws:apigateway/integration:Integration",
      name: `${name}-call`,
      inputs: { ...of, httpMethod, ...integration },
    },
    ...(responseParameters === undefined ? [] : [answer]),
  ];
};
const MOCK = { type: "MOCK", requestTemplates: { "application/json": "{statusCode:200}" } };
const PROXY = { type: "AWS_PROXY", integrationHttpMethod: "POST", uri: "arn:aws:apigateway:eu-west-1:lambda:path/f" };
const QUEUE = { type: "AWS", integrationHttpMethod: "POST", uri: "arn:aws:apigateway:eu-west-1:sqs:path/q" };
const answer = (of: string, headers: string, named: string, which: string, consequence: string) =>
  `responseParameters: the answer of "${of}" of the root does not set ${headers}, ${consequence}.\n` +
  `Fix: add ${named} to responseParameters of "${which}", such as "'*'", and to those of the method response with the value true.`;

stackTable({
  policy: "apigateway-cors",
  passes: [
    {
      name: "all that browsers ask for, and answers of a function, which are its own",
      resources: [api(), ...operation("OPTIONS", MOCK, ALL), ...operation("PUT", PROXY)],
    },
    {
      name: "no more than the methods of the path need",
      resources: [api(), ...operation("OPTIONS", MOCK, ORIGIN), ...operation("GET", QUEUE, ORIGIN)],
    },
    {
      name: "headers by a template, and a status by a condition",
      resources: [
        api(),
        ...operation(
          "OPTIONS",
          { type: "MOCK", requestTemplates: { "application/json": '#if(true){"statusCode": 204}#end' } },
          {},
          { response: { responseTemplates: { "application/json": "#set($context.responseOverride.status = 204)" } } },
        ),
      ],
    },
    {
      name: "preflight that a function answers, and an API without any",
      resources: [api(), ...operation("OPTIONS", PROXY), ...operation("GET", QUEUE, {})],
    },
    { name: "API by an OpenAPI document", resources: [api({ body: "{}" }), ...operation("OPTIONS", MOCK)] },
  ],
  violates: [
    {
      name: "nothing behind the method but a mock",
      resources: [api(), ...operation("OPTIONS", { type: "MOCK" }, undefined, { method: { apiKeyRequired: true } })],
      findings: [
        {
          on: "options",
          level: "advisory",
          text: 'apiKeyRequired: browsers send a preflight without credentials, but the method asks for an API key: it refuses every preflight.\nFix: set authorization of "options" to "NONE", and leave out apiKeyRequired.',
        },
        {
          on: "options-call",
          level: "advisory",
          text: 'requestTemplates: a MOCK integration needs a request template with a number as statusCode, and this one has none: every preflight fails with error 500.\nFix: set requestTemplates of "options-call" to { "application/json": \'{"statusCode": 200}\' }.',
        },
        {
          on: "options",
          level: "advisory",
          text: '"OPTIONS" of the root has no integration response: every preflight fails with error 500.\nFix: add an aws.apigateway.IntegrationResponse for "options" that sets Access-Control-Allow-Origin, and declare the header in the method response.',
        },
      ],
    },
    {
      name: "some of the headers, and an answer that has none",
      resources: [api(), ...operation("OPTIONS", MOCK, ORIGIN), ...operation("PUT", QUEUE, {})],
      findings: [
        {
          on: "options-answer",
          level: "advisory",
          text: answer(
            "OPTIONS",
            "Access-Control-Allow-Methods or Access-Control-Allow-Headers",
            '"method.response.header.Access-Control-Allow-Methods" and "method.response.header.Access-Control-Allow-Headers"',
            "options-answer",
            "without which browsers do not call",
          ),
        },
        {
          on: "put-answer",
          level: "advisory",
          text: answer(
            "PUT",
            "Access-Control-Allow-Origin",
            '"method.response.header.Access-Control-Allow-Origin"',
            "put-answer",
            "so browsers hide it from the page, although the preflight allows the call",
          ),
        },
      ],
    },
    {
      name: "status as a text, for users of a pool alone",
      resources: [
        api(),
        ...operation(
          "OPTIONS",
          { type: "MOCK", requestTemplates: { "application/json": '{"statusCode": "200"}' } },
          ORIGIN,
          { method: { authorization: "COGNITO_USER_POOLS", authorizerId: "a1" } },
        ),
      ],
      findings: [
        {
          on: "options",
          level: "advisory",
          text: 'authorization: browsers send a preflight without credentials, but the method asks for authorization "COGNITO_USER_POOLS": it refuses every preflight.\nFix: set authorization of "options" to "NONE", and leave out apiKeyRequired.',
        },
        {
          on: "options-call",
          level: "advisory",
          text: 'requestTemplates: a MOCK integration needs a request template with a number as statusCode, and this one has none: every preflight fails with error 500.\nFix: set requestTemplates of "options-call" to { "application/json": \'{"statusCode": 200}\' }.',
        },
      ],
    },
  ],
});
