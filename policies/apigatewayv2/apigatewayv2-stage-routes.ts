import { httpApis, partsOf } from "../../aws/model/http-apis";
import { ROUTE, STAGE } from "../../aws/model/kinds";
import type { GraphResource } from "../../kit/graph";
import { stackPolicy } from "../../kit/policy";
import { enumerate, quote } from "../../kit/text";

export const apigatewayv2StageRoutes = stackPolicy({
  name: "apigatewayv2-stage-routes",
  description: "A stage of an HTTP API is made after the routes of the API.",
  severity: "low",
  level: "advisory",
  resources: STAGE.types,
  options: {},
  remediationSteps: "Add the routes of the API to the dependsOn option of the stage.",
  tags: ["apigatewayv2", "deployment"],
  page: {
    why: "A stage refers to its API only, so Pulumi makes it beside the routes. It can be ready first, and then answers 404 to whatever was waiting for the stage: a smoke test, a mapping of a custom domain, a client that was given its URL.",
    limits:
      "WebSocket APIs, REST APIs and APIs outside of the stack are left alone, as are routes that depend on the stage themselves and could not come first. A dependency on a component is one on all its resources. Where a stage depends on more than 2,000 resources the indirect dependencies are not judged.",
    sources: [
      "https://www.pulumi.com/docs/iac/concepts/options/dependson/",
      "https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-stages.html",
      "https://www.pulumi.com/registry/packages/aws/api-docs/apigatewayv2/stage/",
    ],
    since: "0.1.0",
  },

  check(graph, _options, report) {
    return report.each(httpApis(graph), (api) => {
      const [routes, stages] = [partsOf(graph, api, ROUTE), partsOf(graph, api, STAGE)];
      // Route by route first: what a resource depends on is searched once while only that resource is asked about.
      const later = new Map(
        routes.map((route) => [route, stages.filter((stage) => graph.dependsOn(route, stage) !== false)]),
      );
      for (const stage of stages) {
        const missing = routes
          .filter((route) => graph.dependsOn(stage, route) === false)
          .filter((route) => !later.get(route)?.includes(stage));
        if (missing.length > 0) report({ on: stage, ...notAwaited(api, stage, routes, missing) });
      }
    });
  },
});

const notAwaited = (
  api: GraphResource,
  stage: GraphResource,
  routes: readonly GraphResource[],
  missing: readonly GraphResource[],
) => {
  const which = routes.length === 1 ? "the route" : `${missing.length} of the ${routes.length} routes`;
  return {
    problem: `the stage does not depend on ${which} of HTTP API ${quote(api.name)}, and may be made before ${missing.length === 1 ? "it" : "them"}`,
    fix: `add ${enumerate(missing.map(({ name }) => quote(name)))} to dependsOn of stage ${quote(stage.name)}`,
  };
};
