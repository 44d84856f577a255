import { apiName, apisOfProtocol, partsOf } from "../../aws/model/http-apis";
import { DEPLOYMENT, ROUTE, STAGE } from "../../aws/model/kinds";
import type { Finding } from "../../kit/finding";
import type { Graph, GraphResource } from "../../kit/graph";
import type { Property } from "../../kit/known";
import { stackPolicy } from "../../kit/policy";
import { names } from "../../kit/resource";
import { quote } from "../../kit/text";

/** A stage or deployment, and the routes that must exist before it. */
interface Later {
  readonly resource: GraphResource;
  readonly routes: readonly GraphResource[];
  /** The finding, if it may be created before some of them. */
  finding(missing: readonly GraphResource[]): Omit<Finding, "on" | "fix">;
}

export const apigatewayv2StageRoutes = stackPolicy({
  name: "apigatewayv2-stage-routes",
  description:
    "A stage of an HTTP or WebSocket API is created after the routes for which it has settings, a deployment after all routes.",
  severity: "medium",
  level: "mandatory",
  resources: [...STAGE.types, ...DEPLOYMENT.types],
  options: {},
  remediationSteps: "Add the routes to the dependsOn option of the stage or deployment.",
  tags: ["apigatewayv2", "deployment"],
  page: {
    why: "A stage refers to its API only, so Pulumi creates it at the same time as the routes. AWS refuses settings of a route that does not exist yet, and a deployment of an API without routes, in the middle of the deployment. A deployment that is created before some of the routes is a snapshot without them.",
    advisory: "A deployment that depends on some of the routes, and not on the others.",
    limits:
      "A stage with autoDeploy gets later routes by itself: it checks only the routeSettings of such a stage. It leaves alone REST APIs, APIs outside of the stack, settings of routes outside of the stack, and routes that depend on the stage or deployment themselves. A dependency on a component counts as one on all its resources. Where a resource depends on more than 2,000 others, it does not follow indirect dependencies.",
    sources: [
      "https://www.pulumi.com/docs/iac/concepts/options/dependson/",
      "https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-stages.html",
      "https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-stages.html",
      "https://www.pulumi.com/registry/packages/aws/api-docs/apigatewayv2/deployment/",
    ],
    since: "0.1.0",
  },

  check(graph, _options, report) {
    return report.each([...apisOfProtocol(graph, "HTTP"), ...apisOfProtocol(graph, "WEBSOCKET")], (api) => {
      const routes = partsOf(graph, api, ROUTE);
      const all = [
        ...partsOf(graph, api, STAGE).map((stage) => withSettings(stage, routes)),
        ...partsOf(graph, api, DEPLOYMENT).map((deployment) => snapshot(api, deployment, routes)),
      ];
      for (const { resource, finding, missing } of mayBeEarly(graph, routes, all))
        report({ on: resource, ...finding(missing), fix: wait(resource, missing) });
    });
  },
});

/** A stage, which needs the routes that it has settings for. */
function withSettings(stage: GraphResource, routes: readonly GraphResource[]): Later {
  const at = stage.properties.at("routeSettings");
  const settings = at.items();
  const keys = new Set(settings.state === "known" ? settings.value.flatMap(routeKey) : []);
  return {
    resource: stage,
    routes: routes.filter(({ properties }) => routeKey(properties).some((key) => keys.has(key))),
    finding: (missing) => ({
      at,
      problem: `AWS refuses settings of a route that does not exist yet, and the stage does not depend on ${names(missing, "or")}`,
    }),
  };
}

/** A deployment, which needs one route to be created, and serves only those that exist. */
function snapshot(api: GraphResource, deployment: GraphResource, routes: readonly GraphResource[]): Later {
  const dependsOn = (which: string) => `the deployment does not depend on ${which} of ${apiName(api)}`;
  return {
    resource: deployment,
    routes,
    finding: ({ length }) =>
      length === routes.length
        ? { problem: `AWS refuses a deployment of an API without routes, and ${dependsOn(anyOf(length))}` }
        : {
            level: "advisory",
            problem: `${dependsOn(`${length} of the ${routes.length} routes`)}, and lacks routes that are created after it`,
          },
  };
}

const wait = ({ type, name }: GraphResource, missing: readonly GraphResource[]) =>
  `add ${names(missing, "and")} to dependsOn of ${DEPLOYMENT.types.includes(type) ? "deployment" : "stage"} ${quote(name)}`;

function anyOf(count: number): string {
  if (count === 1) return "the route";
  return count === 2 ? "either of the 2 routes" : `any of the ${count} routes`;
}

/** The stages and deployments that lack a dependency on some of their routes, except routes that depend on them. */
function mayBeEarly(graph: Graph, routes: readonly GraphResource[], all: readonly Later[]) {
  const needing = all.filter((later) => later.routes.length > 0);
  // All questions about one route in a row, since the graph keeps only its last search.
  const after = new Map(
    routes.map((route) => [
      route,
      new Set(needing.map(({ resource }) => resource).filter((resource) => graph.dependsOn(route, resource) !== false)),
    ]),
  );
  return needing.flatMap((later) => {
    const missing = later.routes
      .filter((route) => graph.dependsOn(later.resource, route) === false)
      .filter((route) => !after.get(route)?.has(later.resource));
    return missing.length > 0 ? [{ ...later, missing }] : [];
  });
}

function routeKey(of: Property): readonly string[] {
  const key = of.at("routeKey").string();
  return key.state === "known" ? [key.value] : [];
}
