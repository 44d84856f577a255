import { protocolOf } from "../../aws/model/http-apis";
import { API, API_AUTHORIZER, INTEGRATION, ROUTE } from "../../aws/model/kinds";
import type { Finding } from "../../kit/finding";
import type { Graph, GraphResource } from "../../kit/graph";
import { textOf } from "../../kit/known";
import { resourcePolicy } from "../../kit/policy";
import { quote } from "../../kit/text";

export const apigatewayv2Route = resourcePolicy({
  name: "apigatewayv2-route",
  description: "A route has a key and a target in AWS's form, and an authorizer of the kind that it asks for.",
  severity: "high",
  level: "mandatory",
  resources: ROUTE.types,
  options: {},
  remediationSteps:
    'Set target to "integrations/" and the id of an integration of the same API, routeKey to "METHOD /path".',
  tags: ["apigatewayv2", "deployment"],
  page: {
    why: 'AWS refuses a route in the middle of the update when its target is the bare id of an integration, or an integration of another API; when its key is not "$default" or a method, a space and a path, in an HTTP API; and when it asks for a JWT authorizer and names one that calls a function, or none.',
    advisory: "An authorizer that the route names and does not ask for.",
    limits:
      "It checks a target once it is known: where the integration is new, that is during the update. It leaves alone APIs and authorizers outside of the stack, and the keys of WebSocket APIs, which can be any text.",
    sources: [
      "https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-routes.html",
      "https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html",
      "https://www.pulumi.com/registry/packages/aws/api-docs/apigatewayv2/route/",
      "https://github.com/hashicorp/terraform-provider-aws/issues/17497",
    ],
    since: "0.1.0",
  },

  check(route, _options, report) {
    const [target, type] = [route.properties.at("target"), textOf(route.properties.at("authorizationType"))];
    const text = textOf(target);
    if (text !== undefined && !/^integrations\/[^/]+$/.test(text)) report({ at: target, ...bareTarget(text) });
    const isNamed = route.input("authorizerId").state !== "absent";
    const at = route.properties.at("authorizerId");
    if (type !== undefined && KINDS[type] !== undefined && !isNamed) report({ at, ...noAuthorizer(type) });
    if ((type === undefined ? route.input("authorizationType").state === "absent" : type === "NONE") && isNamed)
      report({ at, ...idleAuthorizer });
  },

  checkStack(graph, _options, report) {
    return report.each(graph.ofType(...ROUTE.types), (route) => {
      const [key, type] = [route.properties.at("routeKey"), route.properties.at("authorizationType")];
      const text = textOf(key);
      if (text !== undefined && protocolOf(graph, route) === "HTTP" && !HTTP_KEY.test(text))
        report({ on: route, at: key, ...wrongKey(text) });
      for (const integration of ofOtherApis(graph, route))
        report({ on: route, at: route.properties.at("target"), ...otherApi(integration) });
      const [asked, authorizers] = [textOf(type), graph.referenced(route, "authorizerId", API_AUTHORIZER)];
      for (const authorizer of authorizers) {
        const kind = textOf(authorizer.properties.at("authorizerType"));
        const wanted = asked === undefined ? undefined : KINDS[asked];
        if (asked !== undefined && kind !== undefined && wanted !== undefined && kind !== wanted)
          report({ on: route, at: type, ...otherKind(asked, authorizer, kind) });
      }
    });
  },
});

const HTTP_KEY = /^(?:\$default|(?:ANY|DELETE|GET|HEAD|OPTIONS|PATCH|POST|PUT) \/\S*)$/;

/** The kind of authorizer that each type of authorization asks for. */
const KINDS: Readonly<Record<string, string>> = { JWT: "JWT", CUSTOM: "REQUEST" };

type Problem = Omit<Finding, "on" | "at">;

const bareTarget = (found: string): Problem => ({
  problem: `${quote(found)} does not begin with "integrations/", and AWS refuses such a target`,
  fix: `set target to "integrations/" and the id: pulumi.interpolate\`integrations/\${integration.id}\` (pulumi.Output.concat("integrations/", integration.id) in Python)`,
});

const wrongKey = (found: string): Problem => ({
  problem: `AWS refuses ${quote(found)} as a route key: it must be "$default", or a method in capitals, a space and a path`,
  fix: 'write routeKey as "GET /path", with ANY for all methods',
});

const otherApi = ({ name }: GraphResource): Problem => ({
  problem: `integration ${quote(name)} belongs to another API than the route, and AWS refuses it as the target`,
  fix: "give the route an integration with the same apiId",
});

const noAuthorizer = (type: string): Problem => ({
  problem: `AWS refuses authorizationType ${quote(type)} without an authorizer`,
  fix: `set authorizerId to the id of an aws.apigatewayv2.Authorizer of authorizerType ${quote(KINDS[type] ?? "")}`,
});

const otherKind = (asked: string, { name }: GraphResource, kind: string): Problem => ({
  problem: `${quote(asked)} asks for an authorizer of type ${quote(KINDS[asked] ?? "")}, and AWS refuses ${quote(name)}, which is of type ${quote(kind)}`,
  fix: `set authorizationType to ${quote(kind === "JWT" ? "JWT" : "CUSTOM")}, or name another authorizer`,
});

const idleAuthorizer: Problem = {
  level: "advisory",
  problem: "the route names an authorizer, but its authorizationType is NONE, so anyone can call it",
  fix: 'set authorizationType to "JWT", or to "CUSTOM" for an authorizer that calls a function',
};

/** The integrations of the route's target that certainly belong to another API. */
function ofOtherApis(graph: Graph, route: GraphResource): readonly GraphResource[] {
  const own = graph.referenced(route, "apiId", API);
  return graph.referenced(route, "target", INTEGRATION).filter((integration) => {
    const apis = graph.referenced(integration, "apiId", API);
    return own.length === 1 && apis.length === 1 && own[0] !== apis[0];
  });
}
