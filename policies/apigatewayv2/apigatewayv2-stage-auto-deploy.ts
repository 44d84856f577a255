import { httpApis, partsOf, takesAccessLogs } from "../../aws/model/http-apis";
import { DEPLOYMENT, LOG_GROUP, STAGE } from "../../aws/model/kinds";
import type { Report } from "../../kit/finding";
import type { Graph, GraphResource } from "../../kit/graph";
import type { Maybe } from "../../kit/known";
import { stackPolicy } from "../../kit/policy";
import { names } from "../../kit/resource";
import { quote } from "../../kit/text";

export const apigatewayv2StageAutoDeploy = stackPolicy({
  name: "apigatewayv2-stage-auto-deploy",
  description: "A stage of an HTTP API deploys changes automatically, and its access log settings are valid.",
  severity: "medium",
  level: "mandatory",
  resources: [...STAGE.types, ...DEPLOYMENT.types],
  options: {},
  remediationSteps:
    "Set autoDeploy to true on the stage, remove deploymentId and the deployment, and write access logs to a log group, in a format of one line.",
  tags: ["apigatewayv2", "deployment"],
  page: {
    why: "A deployment is a snapshot of the API. A stage that is pinned to one goes on serving the old routes when they change, and AWS refuses a deployment that is created before the first route. AWS also refuses access logs whose format has several lines or no request id, in the middle of the deployment.",
    advisory: "A stage that does not deploy changes automatically, and a deployment that is not needed.",
    limits:
      "It leaves alone WebSocket APIs, which need deployments, REST APIs, and APIs outside of the stack. A deployment with `triggers` is replaced when they change, and the stage gets the new one: it leaves alone such a deployment, and a stage that has it or may have it. It does not check whether the triggers name everything that may change. AWS documents log groups as the only destination of an HTTP API's access logs; it leaves Firehose streams alone too. It does not check whether a log group that is named by a literal ARN exists.",
    sources: [
      "https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-stages.html",
      "https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-logging.html",
      "https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-stages-stagename.html",
      "https://www.pulumi.com/registry/packages/aws/api-docs/apigatewayv2/deployment/",
      "https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-access-logging.html#apigateway-cloudwatch-log-formats",
    ],
    since: "0.1.0",
  },

  check(graph, _options, report) {
    return report.each(httpApis(graph), (api) => {
      const deployments = partsOf(graph, api, DEPLOYMENT);
      const reported = new Set<GraphResource>();
      for (const stage of partsOf(graph, api, STAGE)) {
        for (const deployment of checkDeployment(graph, api, stage, deployments, report)) reported.add(deployment);
        checkAccessLogs(graph, stage, report);
      }
      for (const deployment of deployments) {
        if (reported.has(deployment) || isRenewed(deployment)) continue;
        report({ on: deployment, ...needless(api, deployment) });
      }
    });
  },
});

const stale = (api: GraphResource, pins: readonly GraphResource[]) =>
  `changes to HTTP API ${quote(api.name)} do not reach the stage, ${
    pins.length > 0 ? `which is pinned to deployment ${names(pins, "or")}` : "whose autoDeploy is not true"
  }`;

const deployAutomatically = (stage: GraphResource, deployments: readonly GraphResource[]) =>
  `set autoDeploy to true and no deploymentId on stage ${quote(stage.name)}${
    deployments.length > 0 ? `, and remove deployment ${names(deployments, "and")}` : ""
  }`;

const needless = (api: GraphResource, deployment: GraphResource) => ({
  level: "advisory" as const,
  problem: `the deployment is a fixed snapshot of HTTP API ${quote(api.name)}, and a stage with autoDeploy needs none`,
  fix: `remove deployment ${quote(deployment.name)}, and set autoDeploy to true on the stages of the API`,
});

const wrongDestination = (found: string, stage: GraphResource, group: GraphResource | undefined) => ({
  problem: `${quote(found)} is not the ARN of a log group`,
  fix: `set destinationArn of stage ${quote(stage.name)} to the arn of ${group ? `log group ${quote(group.name)}` : "a log group"}`,
});

const severalLines = (lines: number, stage: GraphResource) => ({
  problem: `the format has ${lines} lines, and AWS allows one`,
  fix: `write the format of stage ${quote(stage.name)} on one line, for example with JSON.stringify (json.dumps in Python)`,
});

const noRequestId = (stage: GraphResource) => ({
  problem: "the format has neither $context.requestId nor $context.extendedRequestId, and AWS requires one of them",
  fix: `add $context.requestId to the format of stage ${quote(stage.name)}`,
});

/** Checks how a stage gets its deployments, and returns those that need no finding of their own. */
function checkDeployment(
  graph: Graph,
  api: GraphResource,
  stage: GraphResource,
  deployments: readonly GraphResource[],
  report: Report,
): readonly GraphResource[] {
  const at = stage.properties.at("autoDeploy");
  const autoDeploy = at.boolean();
  const pins = pinsOf(graph, stage, autoDeploy);
  const automatic = autoDeploy.state === "unknown" || (autoDeploy.state === "known" && autoDeploy.value);
  if (automatic && pins.length === 0) return [];
  const named = pins.length > 0 ? pins : deployments;
  if (named.some(isRenewed)) return named;
  report({
    on: stage,
    level: "advisory",
    at: pins.length > 0 ? stage.properties.at("deploymentId") : at,
    problem: stale(api, pins),
    fix: deployAutomatically(stage, named),
  });
  return named;
}

/** Whether a deployment is replaced when the API changes: whether it has triggers, known or not. */
function isRenewed(deployment: GraphResource): boolean {
  const triggers = deployment.properties.at("triggers").entries();
  return triggers.state === "unknown" || (triggers.state === "known" && triggers.value.length > 0);
}

/** The deployments to one of which a stage is pinned. With autoDeploy, the id of the latest is an output of the stage. */
function pinsOf(graph: Graph, stage: GraphResource, autoDeploy: Maybe<boolean>): readonly GraphResource[] {
  const set = stage.input("deploymentId");
  const isOutput = set.state === "absent" || (set.state === "unknown" && !stage.propertyDependencies.deploymentId);
  if (isOutput && autoDeploy.state === "known" && autoDeploy.value) return [];
  return graph.references(stage, "deploymentId", DEPLOYMENT).flatMap(({ candidates }) => candidates);
}

function checkAccessLogs(graph: Graph, stage: GraphResource, report: Report): void {
  const settings = stage.properties.at("accessLogSettings");
  const destination = settings.at("destinationArn").string();
  if (destination.state === "known" && !takesAccessLogs(destination.value)) {
    const [group] = graph.referenced(stage, "accessLogSettings.destinationArn", LOG_GROUP);
    report({ on: stage, at: settings.at("destinationArn"), ...wrongDestination(destination.value, stage, group) });
  }
  const at = settings.at("format");
  const format = at.string();
  if (format.state !== "known") return;
  const lines = format.value.trimEnd().split("\n").length;
  if (lines > 1) report({ on: stage, at, ...severalLines(lines, stage) });
  if (!/\$context\.(requestId|extendedRequestId)\b/.test(format.value))
    report({ on: stage, at, ...noRequestId(stage) });
}
