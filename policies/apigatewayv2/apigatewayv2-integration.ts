import { protocolOf } from "../../aws/model/http-apis";
import { backendOf, withoutLink } from "../../aws/model/integration-texts";
import { API, INTEGRATION } from "../../aws/model/kinds";
import type { Finding } from "../../kit/finding";
import type { Graph, GraphResource } from "../../kit/graph";
import { textOf } from "../../kit/known";
import { resourcePolicy } from "../../kit/policy";
import { names } from "../../kit/resource";
import { enumerate, quote } from "../../kit/text";

export const apigatewayv2Integration = resourcePolicy({
  name: "apigatewayv2-integration",
  description: "An integration has a type and payload format that its API accepts, and says what it calls, and how.",
  severity: "high",
  level: "mandatory",
  resources: INTEGRATION.types,
  options: {},
  remediationSteps:
    "Set integrationType to AWS_PROXY or HTTP_PROXY on HTTP APIs, payloadFormatVersion to 2.0 for functions behind these alone, and leave out integrationMethod for functions.",
  tags: ["apigatewayv2", "deployment"],
  page: {
    why: 'HTTP APIs pass requests on as they are, so they accept only proxy integrations: AWS refuses the types AWS, HTTP and MOCK in the middle of the update ("an API with a protocol type of HTTP may only be associated with proxy integrations"). Payload format 2.0 is for functions behind HTTP APIs. Functions are called with POST, whatever method the route has ("HttpMethod must be POST for AWS_PROXY IntegrationType"). Through a VPC link an HTTP API calls the listener of a load balancer or a service of Cloud Map, by its ARN.',
    advisory: "An HTTP integration of an HTTP API without integrationMethod.",
    limits: "Where a rule holds for one kind of API only, it checks integrations whose API is in the stack.",
    sources: [
      "https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations.html",
      "https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-private.html",
      "https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-integrations.html",
      "https://github.com/hashicorp/terraform-provider-aws/issues/17289",
      "https://github.com/hashicorp/terraform-provider-aws/issues/25280",
      "https://github.com/hashicorp/terraform-provider-aws/issues/42391",
      "https://github.com/klothoplatform/klotho/pull/347",
    ],
    since: "0.1.0",
  },

  check(integration, _options, report) {
    const { properties, input } = integration;
    const [type, isSet] = [textOf(properties.at("integrationType")), (name: string) => input(name).state !== "absent"];
    const [format, method] = [properties.at("payloadFormatVersion"), properties.at("integrationMethod")];
    // Integrations with other services of AWS have a subtype in place of a URI and a method.
    const isOfFunction = type === "AWS_PROXY" && !isSet("integrationSubtype");
    if (isSet("payloadFormatVersion") && type !== undefined) {
      const formats = isOfFunction ? ["1.0", "2.0"] : ["1.0"];
      const found = textOf(format);
      if (found !== undefined && !formats.includes(found)) report({ at: format, ...noFormat(found, formats) });
    }
    const byOther = isSet("integrationMethod") ? textOf(method) : undefined;
    if (isOfFunction && byOther !== undefined && byOther !== "POST") report({ at: method, ...otherMethod(byOther) });
    if ((isOfFunction || type === "HTTP_PROXY") && !isSet("integrationUri"))
      report({ at: properties.at("integrationUri"), ...nothingCalled(isOfFunction) });
    const link = properties.at("connectionType");
    if (textOf(link) === "VPC_LINK" && !isSet("connectionId"))
      report({ at: link, ...withoutLink("aws.apigatewayv2.VpcLink") });
  },

  checkStack(graph, _options, report) {
    return report.each(graph.ofType(...INTEGRATION.types), (on) => {
      const protocol = protocolOf(graph, on);
      const [type, uri] = [on.properties.at("integrationType"), on.properties.at("integrationUri")];
      const [found, called] = [textOf(type), textOf(uri)];
      const format = on.properties.at("payloadFormatVersion");
      if (protocol === "WEBSOCKET" && found === "AWS_PROXY" && textOf(format) === "2.0")
        report({ on, at: format, ...newFormat(graph, on) });
      if (protocol !== "HTTP") return;
      if (found !== undefined && PROXIES[found] !== undefined)
        report({ on, at: type, ...notProxied(graph, on, found, PROXIES[found]) });
      if (found === "HTTP_PROXY" && on.input("integrationMethod").state === "absent")
        report({ on, at: on.properties.at("integrationMethod"), ...noMethod });
      const isLinked = textOf(on.properties.at("connectionType")) === "VPC_LINK";
      if (isLinked && called !== undefined && !LINKED.test(called)) report({ on, at: uri, ...notLinked(called) });
    });
  },
});

/** The types that HTTP APIs do not accept, each with its alternative. */
const PROXIES: Readonly<Record<string, string>> = {
  AWS: 'set integrationType to "AWS_PROXY"',
  HTTP: 'set integrationType to "HTTP_PROXY"',
  MOCK: "answer by a function, with integrationType AWS_PROXY, or make it a REST API; CORS is corsConfiguration of the API",
};

/** ARNs that an HTTP API can call through a VPC link: listeners of load balancers, services of Cloud Map. */
const LINKED = /^arn:[^:]*:(?:elasticloadbalancing:[^:]*:[^:]*:listener|servicediscovery:[^:]*:[^:]*:service)\//;

type Problem = Omit<Finding, "on" | "at">;

const noFormat = (found: string, formats: readonly string[]): Problem => ({
  problem: `AWS refuses payload format ${quote(found)}: ${formats.length > 1 ? "functions use" : "integrations without a function use"} ${enumerate(formats.map(quote), "or")}`,
  fix:
    formats.length > 1
      ? 'set payloadFormatVersion to "2.0", or to "1.0" where the code reads events of REST APIs'
      : "remove payloadFormatVersion",
});

const otherMethod = (method: string): Problem => ({
  problem: `integrationMethod is ${quote(method)}, but AWS accepts only "POST" for functions`,
  fix: 'remove integrationMethod, or set it to "POST"; clients call the route by the method of its key',
});

const nothingCalled = (isOfFunction: boolean): Problem => ({
  problem: "the integration does not say what it calls, and AWS refuses it",
  fix: `set integrationUri to ${backendOf(isOfFunction)}`,
});

const newFormat = (graph: Graph, integration: GraphResource): Problem => ({
  problem: `${apiOf(graph, integration, "WebSocket API")} has one payload format, and AWS refuses "2.0"`,
  fix: "remove payloadFormatVersion",
});

const notProxied = (graph: Graph, integration: GraphResource, found: string, fix: string): Problem => ({
  problem: `${apiOf(graph, integration, "HTTP API")} accepts only proxy integrations, and AWS refuses type ${quote(found)}`,
  fix,
});

const noMethod: Problem = {
  level: "advisory",
  problem: "an integration with a URL needs a method, and the program sets none",
  fix: 'set integrationMethod to "ANY" for the method of the request, or to the method that the backend accepts',
};

const notLinked = (found: string): Problem => ({
  problem: `through a VPC link, an HTTP API calls only the listener of a load balancer or a Cloud Map service, and AWS refuses ${quote(found)}`,
  fix: "set integrationUri to the arn of an aws.lb.Listener or an aws.servicediscovery.Service",
});

function apiOf(graph: Graph, integration: GraphResource, noun: string): string {
  return `${noun} ${names(graph.referenced(integration, "apiId", API), "or")}`.trimEnd();
}
