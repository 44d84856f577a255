import { later, madeFrom, output } from "../../support/row-program";
import { stackTable } from "../../support/stack-table";
import { unknown } from "../../support/wire";

const api = (protocolType: unknown = "HTTP") => ({
  type: "aws:apigatewayv2/api:Api",
  name: "images",
  inputs: { protocolType },
});
const route = (name: string, inputs: object = {}) => ({
  type: "aws:apigatewayv2/route:Route",
  name,
  inputs: { apiId: output("images"), routeKey: `GET /${name}`, ...inputs },
});
const stage = (...dependsOn: readonly string[]) => ({
  type: "aws:apigatewayv2/stage:Stage",
  name: "live",
  inputs: { apiId: output("images"), name: "$default", autoDeploy: true } as Record<string, unknown>,
  dependsOn,
});
/** In a state that does not say what properties were made from. */
const stored = {
  api: (name: string) => ({ type: "aws:apigatewayv2/api:Api", name, outputs: { id: "a1b2c3", protocolType: "HTTP" } }),
  route: {
    type: "aws:apigatewayv2/route:Route",
    name: "get",
    outputs: { id: "r1", apiId: "a1b2c3", routeKey: "GET /" },
  },
  stage: { type: "aws:apigatewayv2/stage:Stage", name: "live", outputs: { apiId: "a1b2c3", name: "$default" } },
};

stackTable({
  policy: "apigatewayv2-stage-routes",
  passes: [
    { name: "stage that depends on every route", resources: [api(), route("get"), route("put"), stage("get", "put")] },
    { name: "API without routes", resources: [api(), stage()] },
    {
      name: "stage that depends on the routes through its deployment",
      resources: [
        api(),
        route("get"),
        {
          type: "aws:apigatewayv2/deployment:Deployment",
          name: "snapshot",
          inputs: { apiId: output("images") },
          dependsOn: ["get"],
        },
        { ...stage(), inputs: { apiId: output("images"), name: "$default", deploymentId: output("snapshot") } },
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
            integrationMethod: "GET",
            integrationUri: output("live", "invokeUrl"),
          },
        },
        route("get", { target: madeFrom([output("self")], (id) => `integrations/${id}`) }),
      ],
    },
    { name: "WebSocket API", resources: [api("WEBSOCKET"), route("get"), stage()] },
    { name: "API of a protocol that is known later", resources: [api(later("WEBSOCKET")), route("get"), stage()] },
    {
      name: "API outside of the stack",
      resources: [
        route("get", { apiId: "a1b2c3" }),
        { ...stage(), inputs: { apiId: "a1b2c3", name: "$default", autoDeploy: true } },
      ],
    },
    {
      name: "routes of another API",
      resources: [api(), { ...api(), name: "videos" }, route("get", { apiId: output("videos") }), stage()],
    },
    {
      name: "route of one of two APIs, which cannot be told apart",
      resources: [
        stored.api("images"),
        { ...stored.api("videos"), outputs: { id: "d4e5f6", protocolType: "HTTP" } },
        {
          ...stored.route,
          outputs: { id: unknown, apiId: unknown, routeKey: "GET /" },
          madeFrom: { apiId: ["images", "videos"] },
        },
        stored.stage,
      ],
    },
    {
      name: "routes of a REST API",
      resources: [
        { type: "aws:apigateway/restApi:RestApi", name: "rest" },
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
      name: "stage that depends on no route, beside them, as documented",
      resources: [api(), route("put"), route("get"), stage()],
      findings: [
        {
          on: "live",
          text:
            'the stage does not depend on 2 of the 2 routes of HTTP API "images", and may be made before them.\n' +
            'Fix: add "get" and "put" to dependsOn of stage "live".',
        },
      ],
    },
    {
      name: "stage that depends on one of three routes",
      resources: [api(), route("get"), route("put"), route("delete"), stage("put")],
      findings: [
        {
          on: "live",
          text:
            'the stage does not depend on 2 of the 3 routes of HTTP API "images", and may be made before them.\n' +
            'Fix: add "delete" and "get" to dependsOn of stage "live".',
        },
      ],
    },
    {
      name: "stage that lacks one of two routes",
      resources: [api(), route("get"), route("put"), stage("put")],
      findings: [
        {
          on: "live",
          text:
            'the stage does not depend on 1 of the 2 routes of HTTP API "images", and may be made before it.\n' +
            'Fix: add "get" to dependsOn of stage "live".',
        },
      ],
    },
    {
      name: "recorded state, known by ids alone",
      resources: [stored.api("images"), stored.route, stored.stage],
      findings: [
        {
          on: "live",
          text:
            'the stage does not depend on the route of HTTP API "images", and may be made before it.\n' +
            'Fix: add "get" to dependsOn of stage "live".',
        },
      ],
    },
    {
      name: "more than five routes, and two stages, each by itself",
      resources: [
        api(),
        route("a"),
        route("b"),
        route("c"),
        route("d"),
        route("e"),
        route("f"),
        route("g"),
        stage(),
        { ...stage("a"), name: "test" },
      ],
      findings: [
        {
          on: "live",
          text:
            'the stage does not depend on 7 of the 7 routes of HTTP API "images", and may be made before them.\n' +
            'Fix: add "a", "b", "c", "d", "e" and 2 more to dependsOn of stage "live".',
        },
        {
          on: "test",
          text:
            'the stage does not depend on 6 of the 7 routes of HTTP API "images", and may be made before them.\n' +
            'Fix: add "b", "c", "d", "e", "f" and 1 more to dependsOn of stage "test".',
        },
      ],
    },
  ],
});
