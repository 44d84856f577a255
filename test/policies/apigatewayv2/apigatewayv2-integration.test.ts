import { resourceTable } from "../../support/resource-table";
import { output } from "../../support/row-program";
import { stackTable } from "../../support/stack-table";
import { unknown } from "../../support/wire";

const INVOKE = "arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/f/invocations";
const LISTENER = "arn:aws:elasticloadbalancing:eu-west-1:123456789012:listener/app/shop/1a2b/3c4d";
const inputs = (others: object) => ({
  apiId: "a1b2c3",
  integrationType: "AWS_PROXY",
  integrationUri: INVOKE,
  ...others,
});
const WEB = { integrationType: "HTTP_PROXY", integrationUri: "https://example.com", integrationMethod: "ANY" };

resourceTable({
  policy: "apigatewayv2-integration",
  type: "aws:apigatewayv2/integration:Integration",
  passes: [
    { name: "function in the new format", inputs: inputs({ payloadFormatVersion: "2.0" }) },
    { name: "URL in the old format", inputs: inputs({ ...WEB, payloadFormatVersion: "1.0" }) },
    { name: "values that are unknown", inputs: inputs({ integrationUri: unknown, payloadFormatVersion: unknown }) },
    {
      name: "another service by its subtype",
      inputs: {
        apiId: "a1b2c3",
        integrationType: "AWS_PROXY",
        integrationSubtype: "SQS-SendMessage",
        integrationMethod: "GET",
      },
    },
    {
      name: "listener through a VPC link",
      inputs: inputs({ ...WEB, integrationUri: LISTENER, connectionType: "VPC_LINK", connectionId: unknown }),
    },
    { name: "answer of a WebSocket API's own", inputs: { apiId: "a1b2c3", integrationType: "MOCK" } },
  ],
  violates: [
    {
      name: "function by GET",
      inputs: inputs({ integrationMethod: "GET" }),
      findings: [
        'integrationMethod: integrationMethod is "GET", but AWS accepts only "POST" for functions.\nFix: remove integrationMethod, or set it to "POST"; clients call the route by the method of its key.',
      ],
    },
    {
      name: "format that does not exist",
      inputs: inputs({ payloadFormatVersion: "3.0" }),
      findings: [
        'payloadFormatVersion: AWS refuses payload format "3.0": functions use "1.0" or "2.0".\nFix: set payloadFormatVersion to "2.0", or to "1.0" where the code reads events of REST APIs.',
      ],
    },
    {
      name: "format of functions for a URL",
      inputs: inputs({ ...WEB, payloadFormatVersion: "2.0" }),
      findings: [
        'payloadFormatVersion: AWS refuses payload format "2.0": integrations without a function use "1.0".\nFix: remove payloadFormatVersion.',
      ],
    },
    {
      name: "nothing that is called",
      inputs: { apiId: "a1b2c3", integrationType: "AWS_PROXY" },
      findings: [
        "integrationUri: the integration does not say what it calls, and AWS refuses it.\nFix: set integrationUri to invokeArn of the function (invoke_arn in Python).",
      ],
    },
    {
      name: "VPC link that is not named",
      inputs: inputs({ ...WEB, integrationUri: LISTENER, connectionType: "VPC_LINK" }),
      findings: [
        "connectionType: the integration goes through a VPC link and does not say which, and AWS refuses it.\nFix: set connectionId to the id of an aws.apigatewayv2.VpcLink.",
      ],
    },
  ],
});

const api = (protocolType = "HTTP") => ({
  type: "aws:apigatewayv2/api:Api",
  name: "notes",
  inputs: { protocolType },
});
const integration = (inputs: object) => ({
  type: "aws:apigatewayv2/integration:Integration",
  name: "call",
  inputs: { apiId: output("notes"), integrationType: "AWS_PROXY", integrationUri: INVOKE, ...inputs },
});
const LINK = { connectionType: "VPC_LINK", connectionId: "v1w2x3" };
const refused = (type: string, fix: string) => ({
  name: `type ${type} on an HTTP API`,
  resources: [api(), integration({ integrationType: type })],
  findings: [
    {
      on: "call",
      text: `integrationType: HTTP API "notes" accepts only proxy integrations, and AWS refuses type "${type}".\nFix: ${fix}.`,
    },
  ],
});

stackTable({
  policy: "apigatewayv2-integration",
  passes: [
    {
      name: "proxies on an HTTP API",
      resources: [
        api(),
        integration({ payloadFormatVersion: "2.0" }),
        { ...integration({ ...WEB, ...LINK, integrationUri: LISTENER }), name: "web" },
      ],
    },
    { name: "any type on a WebSocket API", resources: [api("WEBSOCKET"), integration({ integrationType: "MOCK" })] },
    {
      name: "API outside of the stack",
      resources: [integration({ apiId: "a1b2c3", integrationType: "AWS", payloadFormatVersion: "2.0" })],
    },
  ],
  violates: [
    {
      name: "URL without a method, and through a VPC link",
      resources: [
        api(),
        integration({ integrationType: "HTTP_PROXY", integrationUri: "https://example.com" }),
        { ...integration({ ...WEB, ...LINK }), name: "web" },
      ],
      findings: [
        {
          on: "call",
          level: "advisory",
          text: 'integrationMethod: an integration with a URL needs a method, and the program sets none.\nFix: set integrationMethod to "ANY" for the method of the request, or to the method that the backend accepts.',
        },
        {
          on: "web",
          text: 'integrationUri: through a VPC link, an HTTP API calls only the listener of a load balancer or a Cloud Map service, and AWS refuses "https://example.com".\nFix: set integrationUri to the arn of an aws.lb.Listener or an aws.servicediscovery.Service.',
        },
      ],
    },
    refused("AWS", 'set integrationType to "AWS_PROXY"'),
    refused(
      "MOCK",
      "answer by a function, with integrationType AWS_PROXY, or make it a REST API; CORS is corsConfiguration of the API",
    ),
    {
      name: "format 2.0 on a WebSocket API",
      resources: [api("WEBSOCKET"), integration({ payloadFormatVersion: "2.0" })],
      findings: [
        {
          on: "call",
          text: 'payloadFormatVersion: WebSocket API "notes" has one payload format, and AWS refuses "2.0".\nFix: remove payloadFormatVersion.',
        },
      ],
    },
  ],
});
