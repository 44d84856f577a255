import { output } from "../../support/row-program";
import { stackTable } from "../../support/stack-table";

const api = (inputs: object = {}) => ({
  type: "aws:apigatewayv2/api:Api",
  name: "notes",
  inputs: { protocolType: "HTTP", ...inputs },
});
const socket = api({ protocolType: "WEBSOCKET", routeSelectionExpression: "$request.body.action" });
const route = (routeKey = "GET /notes") => ({
  type: "aws:apigatewayv2/route:Route",
  name: "list",
  inputs: { apiId: output("notes"), routeKey },
});
const stage = (inputs: object = {}, ...dependsOn: readonly string[]) => ({
  type: "aws:apigatewayv2/stage:Stage",
  name: "live",
  inputs: { apiId: output("notes"), name: "v1", ...inputs },
  dependsOn,
});
const settings = (routeKey: string) => ({ routeSettings: [{ routeKey, throttlingBurstLimit: 5 }] });
const deployment = {
  type: "aws:apigatewayv2/deployment:Deployment",
  name: "release",
  inputs: { apiId: output("notes") },
};

stackTable({
  policy: "apigatewayv2-stage-settings",
  passes: [
    {
      name: "settings of a route, and no logs",
      resources: [
        api(),
        route(),
        stage(
          { ...settings("GET /notes"), defaultRouteSettings: { loggingLevel: "OFF", dataTraceEnabled: false } },
          "list",
        ),
      ],
    },
    {
      name: "route that an OpenAPI document may have",
      resources: [api({ body: "{}" }), stage(settings("GET /users"))],
    },
    { name: "route of quick create", resources: [api({ target: "https://example.com" }), stage(settings("$default"))] },
    { name: "API outside of the stack", resources: [stage({ apiId: "a1b2c3", ...settings("GET /users") })] },
    {
      name: "WebSocket stages with a deployment and with autoDeploy, and logs",
      resources: [
        socket,
        deployment,
        stage({ deploymentId: output("release"), defaultRouteSettings: { loggingLevel: "INFO" } }),
        { ...stage({ name: "v2", autoDeploy: true }), name: "next" },
      ],
    },
  ],
  violates: [
    {
      name: "settings of a route that the API does not have",
      resources: [api(), route(), stage(settings("GET /note"), "list")],
      findings: [
        {
          on: "live",
          text:
            'routeSettings[0].routeKey: AWS refuses settings of a route that does not exist, and no route of the API has the key "GET /note".\n' +
            'Fix: set routeKey to "GET /notes", or remove the settings.',
        },
      ],
    },
    {
      name: "logs of an HTTP API",
      resources: [api(), stage({ defaultRouteSettings: { loggingLevel: "INFO", dataTraceEnabled: true } })],
      findings: ["loggingLevel", "dataTraceEnabled"].map((name) => ({
        on: "live",
        level: "advisory",
        text:
          `defaultRouteSettings.${name}: HTTP APIs have no execution logs, so the provider ignores ${name}: nothing is logged.\n` +
          `Fix: remove ${name}, and log requests with accessLogSettings.`,
      })),
    },
    {
      name: "WebSocket stage without a deployment",
      resources: [socket, deployment, stage()],
      findings: [
        {
          on: "live",
          level: "advisory",
          text:
            "the stage of a WebSocket API has no deployment and no autoDeploy, so it refuses every connection.\n" +
            'Fix: set deploymentId of stage "live" to the id of an aws.apigatewayv2.Deployment after all routes, or autoDeploy to true.',
        },
      ],
    },
  ],
});
