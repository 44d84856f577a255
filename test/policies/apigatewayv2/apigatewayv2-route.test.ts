import { resourceTable } from "../../support/resource-table";
import { madeFrom, output } from "../../support/row-program";
import { stackTable } from "../../support/stack-table";
import { unknown } from "../../support/wire";

const inputs = (others: object) => ({ apiId: "a1b2c3", routeKey: "GET /notes", ...others });

resourceTable({
  policy: "apigatewayv2-route",
  type: "aws:apigatewayv2/route:Route",
  passes: [
    { name: "target with its prefix", inputs: inputs({ target: "integrations/i1" }) },
    { name: "no target, and one that is unknown", inputs: inputs({ target: unknown }) },
    { name: "authorizer that is asked for", inputs: inputs({ authorizationType: "JWT", authorizerId: unknown }) },
    { name: "authorization by IAM", inputs: inputs({ authorizationType: "AWS_IAM" }) },
    {
      name: "type of authorization that is unknown",
      inputs: inputs({ authorizationType: unknown, authorizerId: "a1" }),
    },
  ],
  violates: [
    {
      name: "id of the integration alone",
      inputs: inputs({ target: "i1" }),
      findings: [
        'target: "i1" does not begin with "integrations/", and AWS refuses such a target.\n' +
          'Fix: set target to "integrations/" and the id: pulumi.interpolate`integrations/$' +
          '{integration.id}` (pulumi.Output.concat("integrations/", integration.id) in Python).',
      ],
    },
    {
      name: "authorization without an authorizer",
      inputs: inputs({ authorizationType: "CUSTOM" }),
      findings: [
        'authorizerId: AWS refuses authorizationType "CUSTOM" without an authorizer.\n' +
          'Fix: set authorizerId to the id of an aws.apigatewayv2.Authorizer of authorizerType "REQUEST".',
      ],
    },
  ],
  advises: [
    {
      name: "authorizer that is not asked for",
      inputs: inputs({ authorizerId: "a1" }),
      findings: [
        "authorizerId: the route names an authorizer, but its authorizationType is NONE, so anyone can call it.\n" +
          'Fix: set authorizationType to "JWT", or to "CUSTOM" for an authorizer that calls a function.',
      ],
    },
  ],
});

const api = (name = "notes", protocolType = "HTTP") => ({
  type: "aws:apigatewayv2/api:Api",
  name,
  inputs: { protocolType },
});
const integration = (of = "notes") => ({
  type: "aws:apigatewayv2/integration:Integration",
  name: "call",
  inputs: { apiId: output(of), integrationType: "AWS_PROXY" },
});
const route = (others: object) => ({
  type: "aws:apigatewayv2/route:Route",
  name: "list",
  inputs: { apiId: output("notes"), routeKey: "GET /notes", ...others },
});
const TARGET = { target: madeFrom([output("call")], (id) => `integrations/${id}`) };
const authorizer = (authorizerType: string) => ({
  type: "aws:apigatewayv2/authorizer:Authorizer",
  name: "login",
  inputs: { apiId: output("notes"), authorizerType, name: "login" },
});

stackTable({
  policy: "apigatewayv2-route",
  passes: [
    { name: "integration of its API", resources: [api(), integration(), route(TARGET)] },
    {
      name: "key of a WebSocket API",
      resources: [api("notes", "WEBSOCKET"), route({ routeKey: "sendmessage" })],
    },
    {
      name: "all other keys, and the authorizer that is meant",
      resources: [
        api(),
        authorizer("REQUEST"),
        route({ routeKey: "$default" }),
        {
          ...route({ routeKey: "ANY /{proxy+}", authorizationType: "CUSTOM", authorizerId: output("login") }),
          name: "all",
        },
      ],
    },
  ],
  violates: [
    {
      name: "integration of another API",
      resources: [api(), api("users"), integration("users"), route(TARGET)],
      findings: [
        {
          on: "list",
          text:
            'target: integration "call" belongs to another API than the route, and AWS refuses it as the target.\n' +
            "Fix: give the route an integration with the same apiId.",
        },
      ],
    },
    {
      name: "key without a method, and one in small letters",
      resources: [api(), route({ routeKey: "/notes" }), { ...route({ routeKey: "get /notes" }), name: "other" }],
      findings: ["list", "other"].map((on, index) => ({
        on,
        text:
          `routeKey: AWS refuses "${index === 0 ? "/notes" : "get /notes"}" as a route key: it must be "$default", or a method in capitals, a space and a path.\n` +
          'Fix: write routeKey as "GET /path", with ANY for all methods.',
      })),
    },
    {
      name: "authorizer of another kind",
      resources: [api(), authorizer("REQUEST"), route({ authorizationType: "JWT", authorizerId: output("login") })],
      findings: [
        {
          on: "list",
          text:
            'authorizationType: "JWT" asks for an authorizer of type "JWT", and AWS refuses "login", which is of type "REQUEST".\n' +
            'Fix: set authorizationType to "CUSTOM", or name another authorizer.',
        },
      ],
    },
  ],
});
