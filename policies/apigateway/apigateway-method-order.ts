import { REST_API, REST_INTEGRATION, REST_INTEGRATION_RESPONSE, REST_METHOD_RESPONSE } from "../../aws/model/kinds";
import { byMethod, methodOf, type RestApi, type RestMethod, restApi, restApiName } from "../../aws/model/rest-apis";
import type { Graph, GraphResource } from "../../kit/graph";
import { stackPolicy } from "../../kit/policy";
import { names } from "../../kit/resource";
import { enumerate, quote } from "../../kit/text";

export const apigatewayMethodOrder = stackPolicy({
  name: "apigateway-method-order",
  description:
    "Integrations and responses of a REST API are made after the method, integration and response that they are for.",
  severity: "high",
  level: "mandatory",
  resources: [...REST_INTEGRATION.types, ...REST_METHOD_RESPONSE.types, ...REST_INTEGRATION_RESPONSE.types],
  options: {},
  remediationSteps:
    "Take httpMethod and statusCode from what they name, and add integrations to dependsOn of their responses.",
  tags: ["apigateway", "deployment"],
  page: {
    why: 'AWS refuses an integration or a method response whose method is not there yet ("Invalid Method identifier specified"), and an integration response without its integration ("No integration defined for method"), or, where it maps headers, without its method response ("No method response exists for method"). A method that is named by a text, such as "GET", makes no dependency, so Pulumi makes both at the same time. An integration response never refers to its integration.',
    limits:
      "APIs outside of the stack are left alone, as are those that an OpenAPI document defines, and methods of resources that were looked up. A dependency on a component is one on all its resources. Where a resource depends on more than 2,000 others the indirect dependencies are not judged.",
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
      for (const { noun, parts, needs } of ordersOf(graph, api)) {
        for (const part of parts) {
          const method = methodOf(graph, part);
          if (method === undefined) continue;
          const found = needs
            .filter(({ isFor }) => isFor?.(part) ?? true)
            .map((need) => ({ noun: need.noun, ...need.of(method, part) }));
          const absent = found.filter(({ candidates, certain }) => candidates.length === 0 && certain && api.complete);
          if (absent.length > 0) report({ on: part, ...notThere({ noun, part }, method, api, absent) });
          // Where several are for one method, one that is awaited is enough to be silent.
          const early = found.flatMap(({ candidates }) =>
            candidates.every((other) => graph.dependsOn(part, other) === false) ? candidates : [],
          );
          if (early.length > 0) report({ on: part, ...notAwaited(noun, part, early) });
        }
      }
    });
  },
});

interface Found {
  /** What is of the method, as far as that can be told. */
  readonly candidates: readonly GraphResource[];
  /** Whether that is all of it. */
  readonly certain: boolean;
}

interface Order {
  readonly noun: string;
  readonly parts: readonly GraphResource[];
  readonly needs: readonly {
    readonly noun: string;
    of(method: RestMethod, part: GraphResource): Found;
    /** Whether the part needs it, where not all do. */
    isFor?(part: GraphResource): boolean;
  }[];
}

/** What has to be there before each part of an API. */
function ordersOf(graph: Graph, api: RestApi): readonly Order[] {
  const finder = (
    noun: string,
    resources: readonly GraphResource[],
    isFor = (_: GraphResource, __: GraphResource) => true,
  ) => {
    const groups = byMethod(graph, resources);
    const of = ({ key }: RestMethod, part: GraphResource) => ({
      candidates: (groups.get(key) ?? []).filter((other) => isFor(part, other)),
      certain: !groups.has(undefined),
    });
    return { noun, of };
  };
  const method = finder("method", api.methods);
  return [
    { noun: "integration", parts: api.integrations, needs: [method] },
    { noun: "method response", parts: api.methodResponses, needs: [method] },
    {
      noun: "integration response",
      parts: api.integrationResponses,
      needs: [
        finder("integration", api.integrations),
        { ...finder("method response", api.methodResponses, mayHaveSameStatus), isFor: mapsHeaders },
      ],
    },
  ];
}

/** AWS looks for the method response where headers are mapped. */
function mapsHeaders({ properties }: GraphResource): boolean {
  const mapped = properties.at("responseParameters").entries();
  return mapped.state === "known" && mapped.value.length > 0;
}

function mayHaveSameStatus(a: GraphResource, b: GraphResource): boolean {
  const [one, other] = [a, b].map(({ properties }) => properties.at("statusCode").string());
  return one?.state !== "known" || other?.state !== "known" || one.value === other.value;
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

const notAwaited = (noun: string, part: GraphResource, early: readonly GraphResource[]) => {
  const [all, them] = [[part, ...early], early.length === 1 ? "that is" : "these are"];
  return {
    problem: `the ${noun} does not depend on ${names(early, "or", all)}, and AWS refuses it as long as ${them} not there`,
    fix: `add ${names(early, "and", all)} to dependsOn of ${noun} ${quote(part.name)}`,
  };
};
