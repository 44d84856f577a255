import { output } from "../../support/row-program";
import { stackTable } from "../../support/stack-table";

const api = (inputs: object = {}) => ({ type: "aws:apigateway/restApi:RestApi", name: "shop", inputs: { ...inputs } });
const OF_ROOT = { restApi: output("shop"), resourceId: output("shop", "rootResourceId") };
const method = (inputs: object = {}) => ({
  type: "aws:apigateway/method:Method",
  name: "options",
  inputs: { ...OF_ROOT, httpMethod: "OPTIONS", authorization: "NONE", ...inputs },
});
const VERB = output("options", "httpMethod");
const mock = (inputs: object = {}, ...dependsOn: readonly string[]) => ({
  type: "aws:apigateway/integration:Integration",
  name: "mock",
  inputs: { ...OF_ROOT, httpMethod: VERB, type: "MOCK", ...inputs },
  dependsOn,
});
const ok = (inputs: object = {}) => ({
  type: "aws:apigateway/methodResponse:MethodResponse",
  name: "ok",
  inputs: { ...OF_ROOT, httpMethod: VERB, statusCode: "200", ...inputs },
});
const HEADERS = { responseParameters: { "method.response.header.Access-Control-Allow-Origin": "'*'" } };
const answer = (inputs: object = {}, ...dependsOn: readonly string[]) => ({
  type: "aws:apigateway/integrationResponse:IntegrationResponse",
  name: "answer",
  inputs: { ...OF_ROOT, httpMethod: VERB, statusCode: output("ok", "statusCode"), ...inputs },
  dependsOn,
});
const path = {
  type: "aws:apigateway/resource:Resource",
  name: "items",
  inputs: { restApi: output("shop"), parentId: output("shop", "rootResourceId"), pathPart: "items" },
};

stackTable({
  policy: "apigateway-method-order",
  passes: [
    {
      name: "all refer to the method, and the response waits for the integration",
      resources: [api(), method(), mock(), ok(), answer({}, "mock")],
    },
    {
      name: "method named by a text, and awaited",
      resources: [api(), method(), mock({ httpMethod: "OPTIONS" }, "options")],
    },
    {
      name: "method of another resource, which has none of its own in an OpenAPI document",
      resources: [api({ body: "{}" }), path, method(), mock({ resourceId: output("items"), httpMethod: "GET" })],
    },
    {
      name: "resource that was looked up",
      resources: [api(), method(), mock({ resourceId: "r1", httpMethod: "GET" })],
    },
    {
      name: "method of a resource that was looked up, which may be the one that is meant",
      resources: [api(), method({ resourceId: "r1" }), mock({ httpMethod: "OPTIONS" })],
    },
    {
      name: "headers that are declared",
      resources: [
        api(),
        method(),
        mock(),
        ok({ responseParameters: { "method.response.header.Access-Control-Allow-Origin": false } }),
        answer(HEADERS, "mock"),
      ],
    },
    {
      name: "no headers, for which AWS would look for the method response",
      resources: [api(), method(), mock(), ok(), answer({ statusCode: "200" }, "mock")],
    },
    {
      name: "API outside of the stack",
      resources: [mock({ restApi: "a1b2c3", resourceId: "r1", httpMethod: "GET" })],
    },
  ],
  violates: [
    {
      name: "response beside its integration",
      resources: [api(), method(), mock(), ok(), answer()],
      findings: [
        {
          on: "answer",
          text:
            'the integration response does not depend on "mock", and AWS refuses it until that exists.\n' +
            'Fix: add "mock" to dependsOn of integration response "answer".',
        },
      ],
    },
    {
      name: "response beside all that it is for, by texts",
      resources: [
        api(),
        method(),
        mock(),
        ok({ responseParameters: HEADERS.responseParameters }),
        answer({ ...HEADERS, httpMethod: "OPTIONS", statusCode: "200" }),
      ],
      findings: [
        {
          on: "answer",
          text:
            'the integration response does not depend on "mock" or "ok", and AWS refuses it until these exist.\n' +
            'Fix: add "mock" and "ok" to dependsOn of integration response "answer".',
        },
      ],
    },
    {
      name: "header that the method response does not declare",
      resources: [api(), method(), mock(), ok(), answer(HEADERS, "mock")],
      findings: [
        {
          on: "answer",
          text:
            'responseParameters["method.response.header.Access-Control-Allow-Origin"]: AWS refuses to map "method.response.header.Access-Control-Allow-Origin", which method response "ok" does not declare.\n' +
            'Fix: add "method.response.header.Access-Control-Allow-Origin" with the value true to responseParameters of "ok".',
        },
      ],
    },
    {
      name: "method of a path named by a text",
      resources: [
        api(),
        path,
        method({ resourceId: output("items") }),
        mock({ resourceId: output("items"), httpMethod: "OPTIONS" }),
        ok({ resourceId: output("items"), httpMethod: "OPTIONS" }),
      ],
      findings: [
        ["mock", "integration"],
        ["ok", "method response"],
      ].map(([on = "", noun]) => ({
        on,
        text:
          `the ${noun} does not depend on "options", and AWS refuses it until that exists.\n` +
          `Fix: add "options" to dependsOn of ${noun} "${on}".`,
      })),
    },
    {
      name: "integration of another method than the API has",
      resources: [
        api(),
        path,
        method({ resourceId: output("items"), httpMethod: "ANY" }),
        mock({ resourceId: output("items"), httpMethod: "GET" }),
      ],
      findings: [
        {
          on: "mock",
          text:
            'AWS refuses an integration without its method, and REST API "shop" has none for "GET" of resource "items".\n' +
            'Fix: add the method, or correct httpMethod or resourceId of "mock".',
        },
      ],
    },
    {
      name: "response of a status that the method does not have",
      resources: [api(), method(), mock(), ok(), answer({ ...HEADERS, statusCode: "404" }, "mock")],
      findings: [
        {
          on: "answer",
          text:
            'AWS refuses an integration response without its method response, and REST API "shop" has none for "OPTIONS" of the root with status "404".\n' +
            'Fix: add the method response, or correct httpMethod, resourceId or statusCode of "answer".',
        },
      ],
    },
  ],
});
