import { REST_API, REST_INTEGRATION, REST_INTEGRATION_RESPONSE, REST_METHOD_RESPONSE } from "../../aws/model/kinds";
import { hasSameStatus, mayHaveSameStatus, ofMethodIn, ordersOf } from "../../aws/model/method-order";
import { methodOf, type RestApi, type RestMethod, restApi, restApiName } from "../../aws/model/rest-apis";
import type { Finding } from "../../kit/finding";
import type { GraphResource } from "../../kit/graph";
import { stackPolicy } from "../../kit/policy";
import { names } from "../../kit/resource";
import { enumerate, quote } from "../../kit/text";

export const apigatewayMethodOrder = stackPolicy({
  name: "apigateway-method-order",
  description:
    "Integrations and responses of a REST API are created after what they belong to, and map only declared headers.",
  severity: "high",
  level: "mandatory",
  resources: [...REST_INTEGRATION.types, ...REST_METHOD_RESPONSE.types, ...REST_INTEGRATION_RESPONSE.types],
  options: {},
  remediationSteps:
    "Take httpMethod and statusCode from the method and its response, add integrations to dependsOn of their responses, and declare mapped headers.",
  tags: ["apigateway", "deployment"],
  page: {
    why: 'AWS refuses an integration or a method response whose method is not there yet ("Invalid Method identifier specified"), and an integration response without its integration ("No integration defined for method"), or, where it maps headers, without its method response ("No method response exists for method"). A method that is named by a text, such as "GET", makes no dependency, so Pulumi makes both at the same time. An integration response never refers to its integration. Headers that it maps have to be declared by the method response ("Invalid mapping expression parameter specified").',
    limits:
      "It leaves alone APIs outside of the stack, APIs that an OpenAPI document defines, and methods of resources that were looked up. A dependency on a component counts as one on all its resources. Where a resource depends on more than 2,000 others, it does not follow indirect dependencies.",
    sources: [
      "https://docs.aws.amazon.com/apigateway/latest/api/API_PutIntegrationResponse.html",
      "https://docs.aws.amazon.com/apigateway/latest/api/API_PutIntegration.html",
      "https://www.pulumi.com/registry/packages/aws/api-docs/apigateway/integrationresponse/",
      "https://www.pulumi.com/docs/iac/concepts/options/dependson/",
    ],
    since: "0.1.0",
  },

  check(graph, _options, report) {
    return report.each(graph.ofType(...REST_API.types), (resource) => {
      const api = restApi(graph, resource);
      if (api.hasDocument) return;
      const responses = ofMethodIn(graph, "method response", api.methodResponses, mayHaveSameStatus);
      const responsesOf = (method: RestMethod, part: GraphResource) => responses.of(method, part).candidates;
      for (const { noun, parts, needs } of ordersOf(graph, api)) {
        for (const part of parts) {
          const method = methodOf(graph, part);
          if (method === undefined) continue;
          const found = needs
            .filter(({ isFor }) => isFor?.(part) ?? true)
            .map((need) => ({ noun: need.noun, ...need.of(method, part) }));
          const absent = found.filter(({ candidates, certain }) => candidates.length === 0 && certain && api.complete);
          if (absent.length > 0) report({ on: part, ...notThere({ noun, part }, method, api, absent) });
          // If several are for one method, a dependency on one of them is enough.
          const early = found.flatMap(({ candidates }) =>
            candidates.every((other) => graph.dependsOn(part, other) === false) ? candidates : [],
          );
          if (early.length > 0) report({ on: part, ...notAwaited(noun, part, early) });
          if (noun === "integration response")
            for (const problem of undeclared(part, responsesOf(method, part))) report({ on: part, ...problem });
        }
      }
    });
  },
});

type Problem = Omit<Finding, "on">;

/** Headers that an integration response maps and its method response does not declare. */
function undeclared(part: GraphResource, [response, ...others]: readonly GraphResource[]): readonly Problem[] {
  const mapped = part.properties.at("responseParameters").entries();
  const isUnset = response?.input("responseParameters").state === "absent";
  const declared = response?.properties.at("responseParameters").entries();
  if (response === undefined || others.length > 0 || mapped.state !== "known") return [];
  if (!hasSameStatus(part, response)) return [];
  if (!isUnset && declared?.state !== "known") return [];
  const names = new Set(declared?.state === "known" && !isUnset ? declared.value.map(([name]) => name) : []);
  return mapped.value
    .filter(([name]) => name.startsWith("method.response.header.") && !names.has(name))
    .map(([name, at]) => ({ at, ...notDeclared(name, response) }));
}

const notThere = (
  { noun, part }: { readonly noun: string; readonly part: GraphResource },
  { name }: RestMethod,
  api: RestApi,
  absent: readonly { readonly noun: string }[],
) => {
  const nouns = enumerate(absent.map((each) => each.noun));
  const status = part.properties.at("statusCode").string();
  const of =
    status.state === "known" && noun !== "method response" ? `${name} with status ${quote(status.value)}` : name;
  return {
    problem: `AWS refuses ${noun.startsWith("i") ? "an" : "a"} ${noun} without its ${nouns}, and ${restApiName(api)} has none for ${of}`,
    fix: `add the ${nouns}, or correct ${enumerate(["httpMethod", "resourceId", ...(of === name ? [] : ["statusCode"])], "or")} of ${quote(part.name)}`,
  };
};

const notDeclared = (name: string, response: GraphResource) => ({
  problem: `AWS refuses to map ${quote(name)}, which method response ${quote(response.name)} does not declare`,
  fix: `add ${quote(name)} with the value true to responseParameters of ${quote(response.name)}`,
});

const notAwaited = (noun: string, part: GraphResource, early: readonly GraphResource[]) => {
  const all = [part, ...early];
  return {
    problem: `the ${noun} does not depend on ${names(early, "or", all)}, and AWS refuses it until ${early.length === 1 ? "that exists" : "these exist"}`,
    fix: `add ${names(early, "and", all)} to dependsOn of ${noun} ${quote(part.name)}`,
  };
};
