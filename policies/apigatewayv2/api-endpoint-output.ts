import { type StagedApi, stagedApis } from "../../aws/model/api-stages";
import {
  defaultStagesByUrl,
  outputsOfStages,
  type StageOutput,
  withWrongHost,
  withWrongStage,
} from "../../aws/model/api-urls";
import { API, REST_API, REST_STAGE, STAGE } from "../../aws/model/kinds";
import { ownComponents, packagesOption } from "../../kit/components";
import type { Graph, GraphResource } from "../../kit/graph";
import { stackPolicy } from "../../kit/policy";
import { enumerate, quote } from "../../kit/text";

export const apiEndpointOutput = stackPolicy({
  name: "api-endpoint-output",
  description:
    "An output with the URL of an API works: it is apiEndpoint of an HTTP API or the URL of a stage, with a slash before the path.",
  severity: "low",
  level: "advisory",
  resources: [...STAGE.types, ...API.types, ...REST_STAGE.types, ...REST_API.types],
  silent: { at: ["preview"], because: "the URLs are unknown until the API is deployed." },
  options: packagesOption,
  remediationSteps:
    "Export apiEndpoint of the API in place of invokeUrl of the stage, with a slash before what is appended.",
  tags: ["apigateway", "apigatewayv2", "outputs"],
  page: {
    why: "A $default stage is served from the base of the API's URL, so its invokeUrl is the endpoint with a slash at its end: users who append a path get two slashes, which no route matches. The output also changes or waits when the stage is replaced, although the API stays. apiEndpoint has no slash at its end: what is appended without one becomes part of a host that does not exist. A REST API has only stages: it refuses a URL without the name of one.",
    limits:
      "It leaves alone APIs without stages in the stack, and their URLs without a path, since users may append one. It also leaves alone stages with a name, which is in their invokeUrl, WebSocket APIs, values that merely contain the URL, and outputs of components of packages. It does not report an output of a component again where the stack, or a component around it, exports the same URL.",
    sources: [
      "https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-stages.html",
      "https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-call-api.html",
      "https://www.pulumi.com/registry/packages/aws/api-docs/apigatewayv2/api/#outputs",
      "https://www.pulumi.com/registry/packages/aws/api-docs/apigatewayv2/stage/#outputs",
    ],
    since: "0.1.0",
  },

  check(graph, { packages }, report) {
    const givingOut = [...(graph.root === undefined ? [] : [graph.root]), ...ownComponents(graph, packages)];
    const seen = new Set<string>();
    for (const { on, at, text, host } of givingOut.flatMap(withWrongHost)) {
      if (!seen.has(text)) report({ on, at, ...noSlash(host) });
      seen.add(text);
    }
    const apis = stagedApis(graph);
    for (const { on, at, text, ...found } of givingOut.flatMap((on) => withWrongStage(on, apis))) {
      if (!seen.has(text)) report({ on, at, ...noStage(found) });
      seen.add(text);
    }
    const stages = defaultStagesByUrl(graph);
    if (stages.size === 0) return;
    const exported = graph.root === undefined ? [] : outputsOfStages(graph.root, stages);
    const registered = ownComponents(graph, packages).flatMap((component) => outputsOfStages(component, stages));
    const givers = new Map<GraphResource, Set<GraphResource>>();
    for (const { on, stage } of [...exported, ...registered]) {
      givers.set(stage, (givers.get(stage) ?? new Set()).add(on));
    }
    for (const found of exported) report({ ...found, ...invokeUrl(graph, found, "export") });
    for (const found of registered) {
      const outer = [graph.root, ...graph.ancestors(found.on)];
      const repeated = outer.some((resource) => resource && givers.get(found.stage)?.has(resource));
      if (!repeated) report({ ...found, ...invokeUrl(graph, found, "register") });
    }
  },
});

const noStage = ({ first, staged }: { readonly first: string; readonly staged: StagedApi | undefined }) => {
  const before = staged?.stages.find((stage) => first.startsWith(stage));
  const fix = 'write pulumi.concat(stage.invokeUrl, "/…") (pulumi.Output.concat(stage.invoke_url, "/…") in Python)';
  if (staged === undefined) return { problem: "the URL has an ARN in place of a host, and leads nowhere", fix };
  const none = `${quote(first)} is not a stage of API ${quote(staged.api.name)}, which has ${enumerate(staged.stages.map(quote))}, so the URL leads nowhere`;
  return { problem: before === undefined ? none : `${none}: a slash is missing after the stage`, fix };
};

const noSlash = (host: string) => ({
  problem: `the URL has the host ${quote(host)}, which does not exist: a slash is missing before what is appended to the endpoint of the API`,
  fix: 'write pulumi.concat(api.apiEndpoint, "/…") (pulumi.Output.concat(api.api_endpoint, "/…") in Python)',
});

const invokeUrl = (graph: Graph, { stage }: StageOutput, verb: string) => {
  const [api] = graph.referenced(stage, "apiId", API);
  return {
    problem: `the output is invokeUrl of $default stage ${quote(stage.name)}, which is the endpoint of its API with a slash added`,
    fix: `${verb} apiEndpoint of ${api ? `API ${quote(api.name)}` : "the API"} instead`,
  };
};
