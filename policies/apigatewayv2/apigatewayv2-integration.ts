import { protocolOf } from "../../aws/model/http-apis";
import { API, INTEGRATION } from "../../aws/model/kinds";
import type { Graph, GraphResource } from "../../kit/graph";
import type { Property } from "../../kit/known";
import { stackPolicy } from "../../kit/policy";
import { names } from "../../kit/resource";
import { quote } from "../../kit/text";

export const apigatewayv2Integration = stackPolicy({
  name: "apigatewayv2-integration",
  description: "An integration is of a type and a payload format that its API takes, and calls functions by POST.",
  severity: "high",
  level: "mandatory",
  resources: INTEGRATION.types,
  options: {},
  remediationSteps:
    "Set integrationType to AWS_PROXY or HTTP_PROXY on HTTP APIs, payloadFormatVersion to 1.0 on others, and leave out integrationMethod for functions.",
  tags: ["apigatewayv2", "deployment"],
  page: {
    why: 'HTTP APIs pass requests on as they are, so they take proxy integrations only: AWS refuses the types AWS, HTTP and MOCK in the middle of the update ("an API with a protocol type of HTTP may only be associated with proxy integrations"). WebSocket APIs take all types, and refuse payload format 2.0. Functions are called by POST, whatever method the route has ("HttpMethod must be POST for AWS_PROXY IntegrationType").',
    limits: "APIs outside of the stack are left alone, as are APIs that an OpenAPI document defines.",
    sources: [
      "https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations.html",
      "https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-integrations.html",
      "https://github.com/hashicorp/terraform-provider-aws/issues/17289",
      "https://github.com/hashicorp/terraform-provider-aws/issues/25280",
      "https://github.com/hashicorp/terraform-provider-aws/issues/42391",
    ],
    since: "0.1.0",
  },

  check(graph, _options, report) {
    return report.each(graph.ofType(...INTEGRATION.types), (integration) => {
      const protocol = protocolOf(graph, integration);
      const type = integration.properties.at("integrationType");
      const format = integration.properties.at("payloadFormatVersion");
      if (protocol === "HTTP" && isOneOf(type, Object.keys(PROXIES)))
        report({ on: integration, at: type, ...notProxied(graph, integration, type) });
      if (protocol === "WEBSOCKET" && isOneOf(format, ["2.0"]))
        report({ on: integration, at: format, ...newFormat(graph, integration) });
      const method = integration.properties.at("integrationMethod");
      if (isOneOf(type, ["AWS_PROXY"]) && isOtherThanPost(integration, method))
        report({ on: integration, at: method, ...otherMethod(method) });
    });
  },
});

/** The types that HTTP APIs do not take, each with what may be meant. */
const PROXIES: Readonly<Record<string, string>> = {
  AWS: 'set integrationType to "AWS_PROXY"',
  HTTP: 'set integrationType to "HTTP_PROXY"',
  MOCK: "answer by a function, with integrationType AWS_PROXY, or make it a REST API; CORS is corsConfiguration of the API",
};

const notProxied = (graph: Graph, integration: GraphResource, type: Property) => {
  const text = type.string();
  const found = text.state === "known" ? text.value : "";
  return {
    problem: `${apiOf(graph, integration, "HTTP API")} takes proxy integrations only, and AWS refuses type ${quote(found)}`,
    fix: PROXIES[found] ?? "",
  };
};

const newFormat = (graph: Graph, integration: GraphResource) => ({
  problem: `${apiOf(graph, integration, "WebSocket API")} has one payload format, and AWS refuses "2.0"`,
  fix: "remove payloadFormatVersion",
});

const otherMethod = (method: Property) => {
  const text = method.string();
  return {
    problem: `AWS takes "POST" alone for integrations with functions, and integrationMethod is ${quote(text.state === "known" ? text.value : "")}`,
    fix: 'remove integrationMethod, or set it to "POST"; clients call the route by the method of its key',
  };
};

/** Integrations with other services of AWS have a subtype in place of a method. */
function isOtherThanPost(integration: GraphResource, method: Property): boolean {
  const text = method.string();
  if (integration.input("integrationSubtype").state !== "absent") return false;
  return integration.input("integrationMethod").state !== "absent" && text.state === "known" && text.value !== "POST";
}

function apiOf(graph: Graph, integration: GraphResource, noun: string): string {
  return `${noun} ${names(graph.referenced(integration, "apiId", API), "or")}`.trimEnd();
}

function isOneOf(property: Property, values: readonly string[]): boolean {
  const text = property.string();
  return text.state === "known" && values.includes(text.value);
}
