import { output } from "../../support/row-program";
import { stackTable } from "../../support/stack-table";

const api = (protocolType = "HTTP") => ({
  type: "aws:apigatewayv2/api:Api",
  name: "notes",
  inputs: { protocolType },
});
const integration = (inputs: object) => ({
  type: "aws:apigatewayv2/integration:Integration",
  name: "call",
  inputs: { apiId: output("notes"), integrationType: "AWS_PROXY", ...inputs },
});
const refused = (type: string, fix: string) => ({
  name: `type ${type} on an HTTP API`,
  resources: [api(), integration({ integrationType: type })],
  findings: [
    {
      on: "call",
      text: `integrationType: HTTP API "notes" takes proxy integrations only, and AWS refuses type "${type}".\nFix: ${fix}.`,
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
        { ...integration({ integrationType: "HTTP_PROXY" }), name: "web" },
      ],
    },
    {
      name: "functions by POST, and another service by its subtype",
      resources: [
        api(),
        integration({ integrationMethod: "POST" }),
        { ...integration({ integrationSubtype: "SQS-SendMessage", integrationMethod: "GET" }), name: "send" },
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
      name: "function by GET",
      resources: [api(), integration({ integrationMethod: "GET" })],
      findings: [
        {
          on: "call",
          text: 'integrationMethod: AWS takes "POST" alone for integrations with functions, and integrationMethod is "GET".\nFix: remove integrationMethod, or set it to "POST"; clients call the route by the method of its key.',
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
