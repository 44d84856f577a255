import { partsOf, protocolOf } from "../../aws/model/http-apis";
import { API, ROUTE, STAGE } from "../../aws/model/kinds";
import type { Finding } from "../../kit/finding";
import type { Graph, GraphResource } from "../../kit/graph";
import type { Property } from "../../kit/known";
import { stackPolicy } from "../../kit/policy";
import { didYouMean, quote } from "../../kit/text";

export const apigatewayv2StageSettings = stackPolicy({
  name: "apigatewayv2-stage-settings",
  description: "A stage has settings only for routes of its API, logs that its API writes, and something to serve.",
  severity: "medium",
  level: "mandatory",
  resources: STAGE.types,
  options: {},
  remediationSteps:
    "Correct routeKey of the route settings, use access logs on HTTP APIs, and give WebSocket stages a deployment or autoDeploy.",
  tags: ["apigatewayv2", "deployment"],
  page: {
    why: "AWS refuses settings of a route that the API does not have, in the middle of the update. HTTP APIs write no execution logs and no data traces, so the provider leaves these settings out and nothing is ever logged. A WebSocket stage without a deployment refuses every connection.",
    advisory:
      "Logs that an HTTP API does not write, and a WebSocket stage without a deployment, which something else may make.",
    limits:
      "It leaves alone APIs outside of the stack, and settings where a route of the API has a key that is unknown, or where an OpenAPI document or a quick-create target makes routes. apigatewayv2-stage-routes checks whether routes are made in time.",
    sources: [
      "https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-logging.html",
      "https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-set-up-websocket-deployment.html",
      "https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-stages.html",
      "https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/service/apigatewayv2/stage.go",
    ],
    since: "0.1.0",
  },

  check(graph, _options, report) {
    return report.each(graph.ofType(...STAGE.types), (stage) => {
      const protocol = protocolOf(graph, stage);
      const [settings, ofRoutes] = [
        stage.properties.at("defaultRouteSettings"),
        stage.properties.at("routeSettings").items(),
      ];
      const routes = ofRoutes.state === "known" ? ofRoutes.value : [];
      if (protocol === "HTTP")
        for (const at of [settings, ...routes].flatMap(unwritten)) report({ on: stage, at, ...noLogs(at) });
      if (protocol === "WEBSOCKET" && isIdle(stage)) report({ on: stage, ...idle(stage) });
      const keys = routeKeys(graph, stage);
      for (const at of routes.map((route) => route.at("routeKey"))) {
        const key = at.string();
        if (keys !== undefined && key.state === "known" && !keys.has(key.value))
          report({ on: stage, at, ...unknownRoute(key.value, [...keys]) });
      }
    });
  },
});

type Problem = Omit<Finding, "on" | "at">;

const noLogs = (at: Property): Problem => ({
  level: "advisory",
  problem: `HTTP APIs have no execution logs, so the provider ignores ${at.path.at(-1)}: nothing is logged`,
  fix: `remove ${at.path.at(-1)}, and log requests with accessLogSettings`,
});

const idle = ({ name }: GraphResource): Problem => ({
  level: "advisory",
  problem: "the stage of a WebSocket API has no deployment and no autoDeploy, so it refuses every connection",
  fix: `set deploymentId of stage ${quote(name)} to the id of an aws.apigatewayv2.Deployment after all routes, or autoDeploy to true`,
});

const unknownRoute = (found: string, keys: readonly string[]): Problem => {
  const meant = didYouMean(found, keys);
  return {
    problem: `AWS refuses settings of a route that does not exist, and no route of the API has the key ${quote(found)}`,
    fix: `set routeKey to ${meant === undefined ? "the key of a route" : quote(meant)}, or remove the settings`,
  };
};

/** Settings of logs that HTTP APIs do not write. */
function unwritten(settings: Property): readonly Property[] {
  const [level, trace] = [settings.at("loggingLevel"), settings.at("dataTraceEnabled")];
  const [text, isOn] = [level.string(), trace.boolean()];
  const isLogged = text.state === "known" && ["ERROR", "INFO"].includes(text.value);
  return [...(isLogged ? [level] : []), ...(isOn.state === "known" && isOn.value ? [trace] : [])];
}

/** Whether a stage certainly has no deployment. One that was made by hand is in its outputs. */
function isIdle(stage: GraphResource): boolean {
  const [automatic, deployment] = [
    stage.properties.at("autoDeploy").boolean(),
    stage.properties.at("deploymentId").string(),
  ];
  const isAutomatic = automatic.state === "unknown" || (automatic.state === "known" && automatic.value);
  const isDeployed = deployment.state === "known" && deployment.value !== "";
  return !isAutomatic && !isDeployed && stage.input("deploymentId").state === "absent";
}

/** The keys of all routes of the stage's API; undefined if there may be others. */
function routeKeys(graph: Graph, stage: GraphResource): ReadonlySet<string> | undefined {
  const [api, ...others] = graph.referenced(stage, "apiId", API);
  if (api === undefined || others.length > 0) return undefined;
  if (["body", "target"].some((name) => api.input(name).state !== "absent")) return undefined;
  if (!graph.referrers(api, ROUTE.types, "apiId", API).complete) return undefined;
  const keys = partsOf(graph, api, ROUTE).map(({ properties }) => properties.at("routeKey").string());
  return keys.every(({ state }) => state === "known")
    ? new Set(keys.flatMap((key) => (key.state === "known" ? [key.value] : [])))
    : undefined;
}
