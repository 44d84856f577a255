import { REST_API, REST_DEPLOYMENT } from "../../aws/model/kinds";
import { byMethod, methodOf, type RestApi, restApi, restApiName } from "../../aws/model/rest-apis";
import { madeByPackages } from "../../kit/components";
import type { Finding } from "../../kit/finding";
import type { Graph, GraphResource } from "../../kit/graph";
import { textOf } from "../../kit/known";
import { stackPolicy } from "../../kit/policy";
import { names } from "../../kit/resource";
import { quote } from "../../kit/text";

export const apigatewayDeployment = stackPolicy({
  name: "apigateway-deployment",
  description: "A deployment of a REST API is created after everything that it deploys, and again when that changes.",
  severity: "high",
  level: "mandatory",
  resources: REST_DEPLOYMENT.types,
  options: {},
  remediationSteps:
    "Add integrations and responses to dependsOn of the deployment, and what they are made of to its triggers.",
  tags: ["apigateway", "deployment"],
  page: {
    why: "A deployment is a snapshot of a REST API, and refers to nothing but the API, so Pulumi creates it at the same time as the methods. AWS refuses to deploy an API without methods, or with a method that has no integration yet, in the middle of the update. It does not serve what is created after it, and stays as it is when the API changes, unless its `triggers` change too.",
    advisory:
      "A deployment without `triggers`, and one with `deleteBeforeReplace` under a stage, which works only with `retainOnDelete`.",
    limits:
      "It leaves alone APIs outside of the stack, the order where an OpenAPI document defines the API, and the order of responses of proxy integrations. It does not check whether `triggers` name everything that may change. It takes a deployment for one that is replaced where `variables` or `stageDescription` are set, or where its name has a hash or a time in it. It asks for no triggers of deployments that components of packages make. Where a resource depends on more than 2,000 others, it does not follow indirect dependencies. It does not see the option `retainOnDelete`, and an exported state has no options at all.",
    sources: [
      "https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-deploy-api.html",
      "https://www.pulumi.com/registry/packages/aws/api-docs/apigateway/deployment/",
      "https://github.com/pulumi/pulumi/issues/10662",
      "https://github.com/pulumi/pulumi-aws/issues/471",
    ],
    since: "0.1.0",
  },

  check(graph, _options, report) {
    const ofPackage = madeByPackages(graph);
    return report.each(graph.ofType(...REST_API.types), (resource) => {
      const api = restApi(graph, resource);
      for (const deployment of api.deployments) {
        const missing = api.hasDocument ? [] : missingIn(graph, deployment, api);
        if (missing.length > 0) report({ on: deployment, ...early(deployment, api, missing) });
        if (!ofPackage(deployment) && !isRenewed(deployment)) report({ on: deployment, ...stale(deployment, api) });
        for (const stage of api.stages.filter(({ dependencies }) => dependencies.includes(deployment))) {
          if (deployment.deleteBeforeReplace) report({ on: deployment, ...deletedFirst(deployment, stage) });
          const [name, own] = [deployment, stage].map(({ properties }) => properties.at("stageName").string());
          if (name?.state === "known" && own?.state === "known" && name.value === own.value)
            report({ on: deployment, at: deployment.properties.at("stageName"), ...stageTwice(deployment, stage) });
        }
      }
      for (const method of idleMethods(graph, api)) report({ on: method, ...idle(method, api) });
    });
  },
});

type Problem = Omit<Finding, "on">;

/** Resources of the API that the deployment does not depend on, except those that depend on the deployment. */
function missingIn(graph: Graph, deployment: GraphResource, api: RestApi): readonly GraphResource[] {
  return [...api.methods, ...api.integrations, ...shapedResponses(graph, api)]
    .filter((part) => graph.dependsOn(deployment, part) === false)
    .filter((part) => graph.dependsOn(part, deployment) === false);
}

/** The responses that an API certainly uses: not those of proxy integrations. */
function shapedResponses(graph: Graph, { integrations, methodResponses, integrationResponses }: RestApi) {
  const groups = byMethod(graph, integrations);
  if (groups.has(undefined)) return [];
  return [...methodResponses, ...integrationResponses].filter((response) => {
    const types = groups.get(methodOf(graph, response)?.key)?.map(({ properties }) => textOf(properties.at("type")));
    return types?.every((type) => type !== undefined && !type.endsWith("_PROXY")) === true;
  });
}

function early(deployment: GraphResource, api: RestApi, missing: readonly GraphResource[]): Problem {
  const parts = new Set(missing);
  // A resource that another missing one depends on need not be named.
  const behind = new Set(missing.flatMap(({ dependencies }) => dependencies.filter((other) => parts.has(other))));
  const last = missing.filter((part) => !behind.has(part));
  const named = names(last.length > 0 ? last : missing, "or");
  const isRefused = [...api.methods, ...api.integrations].some((part) => parts.has(part));
  const isEmpty = api.methods.every((method) => parts.has(method));
  const what = isEmpty ? "an API without methods" : "a method that has no integration yet";
  const before = `the deployment does not depend on ${named} of ${restApiName(api)}`;
  return {
    problem: isRefused
      ? `AWS refuses to deploy ${what}, and ${before}`
      : `${before}, and does not serve what is created after it`,
    fix: `add ${names(last.length > 0 ? last : missing)} to dependsOn of deployment ${quote(deployment.name)}`,
  };
}

/** Whether a deployment is replaced on changes: by triggers, variables, or a hash or time in its name. */
function isRenewed(deployment: GraphResource): boolean {
  const isSet = ["triggers", "variables", "stageDescription"].some((name) => {
    const [property, entries] = [deployment.input(name), deployment.input(name).entries()];
    return property.state !== "absent" && (entries.state !== "known" || entries.value.length > 0);
  });
  return isSet || /(?=[0-9a-f]*\d)[0-9a-f]{7,}|\d{6,}/i.test(deployment.name);
}

const stale = ({ name }: GraphResource, api: RestApi): Problem => ({
  level: "advisory",
  problem: `changes to ${restApiName(api)} do not go live: the deployment has no triggers, so it stays as it is`,
  fix: `set triggers of deployment ${quote(name)} to ${api.hasDocument ? ofDocument : ofParts}`,
});

const ofDocument = "a text that changes with the OpenAPI document of the API, such as a hash of it";
const ofParts =
  "what the API is made of, such as { api: pulumi.jsonStringify([method.id, method.authorization, integration.id, integration.uri]) } " +
  "with each method and integration (pulumi.Output.json_dumps in Python)";

/** Advisory, since policies do not see retainOnDelete, with which nothing is deleted. */
const deletedFirst = ({ name }: GraphResource, stage: GraphResource): Problem => ({
  level: "advisory",
  problem: `AWS refuses to delete a deployment that a stage uses, and stage ${quote(stage.name)} uses this one until the new one exists, unless retainOnDelete is set`,
  fix: `remove deleteBeforeReplace (delete_before_replace in Python) from the options of deployment ${quote(name)}`,
});

const stageTwice = ({ name }: GraphResource, stage: GraphResource): Problem => ({
  problem: `the deployment creates a stage with the name of stage ${quote(stage.name)}, and AWS refuses the second one`,
  fix: `remove stageName from deployment ${quote(name)}`,
});

/** Methods that certainly have no integration. */
function idleMethods(graph: Graph, api: RestApi): readonly GraphResource[] {
  const integrations = byMethod(graph, api.integrations);
  if (api.deployments.length === 0 || api.hasDocument || !api.complete || integrations.has(undefined)) return [];
  return api.methods.filter((method) => {
    const key = methodOf(graph, method)?.key;
    return key !== undefined && !integrations.has(key);
  });
}

const idle = ({ name }: GraphResource, api: RestApi): Problem => ({
  problem: `AWS refuses to deploy a method without an integration, and ${restApiName(api)} has deployment ${names(api.deployments)}`,
  fix: `add an aws.apigateway.Integration for method ${quote(name)}, of its resource and httpMethod`,
});
