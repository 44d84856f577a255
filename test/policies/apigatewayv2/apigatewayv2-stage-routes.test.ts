import { later, madeFrom, output } from "../../support/row-program";
import { stackTable } from "../../support/stack-table";

const api = (protocolType: unknown = "HTTP") => ({
  type: "aws:apigatewayv2/api:Api",
  name: "images",
  inputs: { protocolType },
});
const route = (name: string, inputs: Record<string, unknown> = {}) => ({
  type: "aws:apigatewayv2/route:Route",
  name,
  inputs: { apiId: output("images"), routeKey: `GET /${name}`, ...inputs },
});
const SETTINGS = [..."abcdefg", "get", "put", "delete"].map((name) => ({
  routeKey: `GET /${name}`,
  throttlingBurstLimit: 5,
}));
const withSettings = (routeSettings: unknown, ...dependsOn: readonly string[]) => ({
  type: "aws:apigatewayv2/stage:Stage",
  name: "live",
  inputs: { apiId: output("images"), name: "$default", autoDeploy: true, routeSettings },
  dependsOn,
});
/** A stage with settings for every route. */
const stage = (...dependsOn: readonly string[]) => withSettings(SETTINGS, ...dependsOn);
const deploying = () => withSettings([]);
const deployment = (...dependsOn: readonly string[]) => ({
  type: "aws:apigatewayv2/deployment:Deployment",
  name: "snapshot",
  inputs: { apiId: output("images") },
  dependsOn,
});
/** A stage that serves the deployment. */
const serving = (routeSettings: unknown) => {
  const { dependsOn: _, inputs, ...stage } = withSettings(routeSettings);
  return { ...stage, inputs: { ...inputs, autoDeploy: false, deploymentId: output("snapshot") } };
};
const refused = (on: string, missing: string, all: string) => ({
  on,
  text:
    `routeSettings: AWS refuses settings of a route that does not exist yet, and the stage does not depend on ${missing}.\n` +
    `Fix: add ${all} to dependsOn of stage "${on}".`,
});
const NO_ROUTES = "AWS refuses a deployment of an API without routes, and the deployment does not depend on";

stackTable({
  policy: "apigatewayv2-stage-routes",
  passes: [
    { name: "stage that depends on every route", resources: [api(), route("get"), route("put"), stage("get", "put")] },
    { name: "API without routes", resources: [api(), stage(), deployment()] },
    {
      name: "stage with autoDeploy beside its routes, which reach it by themselves",
      resources: [api(), route("get"), deploying()],
    },
    {
      name: "settings that are unknown",
      resources: [api(), route("get"), withSettings(later(SETTINGS))],
      at: ["preview"],
    },
    {
      name: "settings of a route whose key is unknown",
      resources: [api(), route("get"), withSettings([{ routeKey: later("GET /get") }])],
      at: ["preview"],
    },
    {
      name: "settings of another route than those of the stack",
      resources: [api(), route("get"), withSettings([{ routeKey: "GET /put" }])],
    },
    {
      name: "route of which the key is unknown",
      resources: [api(), route("get", { routeKey: later("GET /get") }), stage()],
      at: ["preview"],
    },
    {
      name: "stage that depends on the routes through its deployment",
      resources: [api(), route("get"), deployment("get"), serving(SETTINGS)],
    },
    {
      name: "deployment that depends on every route",
      resources: [api(), route("get"), route("put"), deployment("get", "put")],
    },
    {
      name: "deployment that is triggered by its route",
      resources: [
        api(),
        route("get"),
        { ...deployment(), inputs: { apiId: output("images"), triggers: { routes: output("get") } } },
      ],
    },
    {
      name: "stage that depends on the component of the routes",
      resources: [
        api(),
        { type: "acme:web:Routes", name: "routes", component: true },
        { type: "acme:web:ReadRoutes", name: "read-routes", component: true, parent: "routes" },
        { ...route("get"), parent: "read-routes" },
        { ...route("put"), parent: "routes" },
        stage("routes"),
      ],
    },
    {
      name: "route that needs the URL of the stage first",
      resources: [
        api(),
        stage(),
        {
          type: "aws:apigatewayv2/integration:Integration",
          name: "self",
          inputs: {
            apiId: output("images"),
            integrationType: "HTTP_PROXY",
            integrationUri: output("live", "invokeUrl"),
          },
        },
        route("get", { target: madeFrom([output("self")], (id) => `integrations/${id}`) }),
      ],
    },
    { name: "API of unknown protocol", resources: [api(later("HTTP")), route("get"), stage()], at: ["preview"] },
    {
      name: "API outside of the stack",
      resources: [
        route("get", { apiId: "a1b2c3" }),
        { ...stage(), inputs: { apiId: "a1b2c3", name: "live", routeSettings: SETTINGS } },
      ],
    },
    {
      name: "routes of another API",
      resources: [api(), { ...api(), name: "videos" }, route("get", { apiId: output("videos") }), stage()],
    },
    {
      name: "route of one of two APIs, which cannot be told apart",
      resources: [
        api(),
        { ...api(), name: "videos" },
        route("get", { apiId: madeFrom([output("images"), output("videos")], (images) => images) }),
        stage(),
      ],
      at: ["preview"],
    },
    {
      name: "routes of a REST API",
      resources: [
        { type: "aws:apigateway/restApi:RestApi", name: "rest", inputs: {} },
        {
          type: "aws:apigateway/resource:Resource",
          name: "get",
          inputs: { restApi: output("rest"), parentId: output("rest", "rootResourceId"), pathPart: "get" },
        },
        api(),
        stage(),
      ],
    },
  ],
  violates: [
    {
      name: "settings of a route that may not exist yet",
      resources: [api(), route("put"), route("get"), withSettings([{ routeKey: "GET /get" }])],
      findings: [refused("live", '"get"', '"get"')],
    },
    {
      name: "stage that depends on one of three routes which it has settings for",
      resources: [api(), route("get"), route("put"), route("delete"), stage("put")],
      findings: [refused("live", '"delete" or "get"', '"delete" and "get"')],
    },
    {
      name: "more than five routes, and two stages, each by itself",
      resources: [api(), ...[..."abcdefg"].map((name) => route(name)), stage(), { ...stage("a"), name: "test" }],
      findings: [
        refused("live", '"a", "b", "c", "d", "e" or 2 more', '"a", "b", "c", "d", "e" and 2 more'),
        refused("test", '"b", "c", "d", "e", "f" or 1 more', '"b", "c", "d", "e", "f" and 1 more'),
      ],
    },
    {
      name: "deployment beside the only route, as documented",
      resources: [api(), route("get"), deployment(), serving([])],
      findings: [
        {
          on: "snapshot",
          text: `${NO_ROUTES} the route of HTTP API "images".\nFix: add "get" to dependsOn of deployment "snapshot".`,
        },
      ],
    },
    {
      name: "settings and a deployment of a WebSocket API",
      resources: [api("WEBSOCKET"), route("get"), deployment(), withSettings([{ routeKey: "GET /get" }])],
      findings: [
        refused("live", '"get"', '"get"'),
        {
          on: "snapshot",
          text: `${NO_ROUTES} the route of WebSocket API "images".\nFix: add "get" to dependsOn of deployment "snapshot".`,
        },
      ],
    },
    {
      name: "deployment beside two routes",
      resources: [api(), route("get"), route("put"), deployment()],
      findings: [
        {
          on: "snapshot",
          text: `${NO_ROUTES} either of the 2 routes of HTTP API "images".\nFix: add "get" and "put" to dependsOn of deployment "snapshot".`,
        },
      ],
    },
    {
      name: "deployment beside three routes",
      resources: [api(), ...[..."abc"].map((name) => route(name)), deployment()],
      findings: [
        {
          on: "snapshot",
          text: `${NO_ROUTES} any of the 3 routes of HTTP API "images".\nFix: add "a", "b" and "c" to dependsOn of deployment "snapshot".`,
        },
      ],
    },
    {
      name: "deployment that depends on one of three routes, which AWS allows",
      resources: [api(), ...[..."abc"].map((name) => route(name)), deployment("b")],
      findings: [
        {
          on: "snapshot",
          level: "advisory",
          text:
            'the deployment does not depend on 2 of the 3 routes of HTTP API "images", and lacks routes that are created after it.\n' +
            'Fix: add "a" and "c" to dependsOn of deployment "snapshot".',
        },
      ],
    },
  ],
});
