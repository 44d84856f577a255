import { apiName, httpApis } from "../../aws/model/http-apis";
import { API, API_AUTHORIZER, ROUTE } from "../../aws/model/kinds";
import type { Finding } from "../../kit/finding";
import type { Graph, GraphResource } from "../../kit/graph";
import { textOf } from "../../kit/known";
import { resourcePolicy } from "../../kit/policy";
import { quote } from "../../kit/text";

export const apigatewayv2Cors = resourcePolicy({
  name: "apigatewayv2-cors",
  description: "An HTTP API answers the CORS preflight of browsers, without asking them for credentials.",
  severity: "medium",
  level: "mandatory",
  resources: [...API.types, ...ROUTE.types],
  options: {},
  remediationSteps:
    "Name the origins that may send credentials, and add a route OPTIONS /{proxy+} without authorization beside routes that catch all methods.",
  tags: ["apigatewayv2", "cors", "deployment"],
  page: {
    why: "AWS refuses corsConfiguration that allows credentials from any origin, in the middle of the update. With corsConfiguration the API answers preflights itself, unless a route catches them: `$default` and `ANY` take OPTIONS too, and their authorizer refuses each preflight, since browsers send it without credentials. Pages then cannot call the API at all.",
    advisory: "A route whose authorizer refuses preflights.",
    limits:
      "It leaves alone APIs outside of the stack, APIs with an OPTIONS route without authorization, APIs with a route whose key is unknown, and authorizers by a function that ask for no identity source, since they may let preflights pass. It assumes that no browser calls an API without corsConfiguration.",
    sources: [
      "https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html",
      "https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid.html",
      "https://github.com/aws/aws-cdk/issues/9076",
    ],
    since: "0.1.0",
  },

  check(api, _options, report) {
    const cors = api.properties.at("corsConfiguration");
    const [credentials, origins] = [cors.at("allowCredentials").boolean(), cors.at("allowOrigins")];
    const items = origins.items();
    const isAny = items.state === "known" && items.value.some((origin) => textOf(origin) === "*");
    if (isAny && credentials.state === "known" && credentials.value) report({ at: origins, ...anyOrigin });
  },

  checkStack(graph, _options, report) {
    return report.each(httpApis(graph), (api) => {
      for (const route of catchingPreflights(graph, api)) report({ on: route, ...caught(route, api) });
    });
  },
});

const anyOrigin = {
  problem: 'AWS refuses allowCredentials when "*" allows every origin, since no browser accepts the two together',
  fix: 'name the origins in allowOrigins, such as "https://example.com", or remove allowCredentials',
};

const caught = (route: GraphResource, api: GraphResource): Omit<Finding, "on"> => {
  const key = textOf(route.properties.at("routeKey")) ?? "";
  return {
    level: "advisory",
    at: route.properties.at("authorizationType"),
    problem: `${quote(key)} also receives the preflights of browsers, which carry no credentials, so its authorizer refuses them, although ${apiName(api)} has corsConfiguration`,
    fix: key.startsWith("OPTIONS ")
      ? `remove route ${quote(route.name)}, since the API answers preflights itself, or its authorizationType`
      : 'add a route "OPTIONS /{proxy+}" to the API, with an integration and without authorizationType',
  };
};

/** The routes of an API with CORS that certainly refuse preflights. */
function catchingPreflights(graph: Graph, api: GraphResource): readonly GraphResource[] {
  const { state } = api.input("corsConfiguration");
  const { certain, complete } = graph.referrers(api, ROUTE.types, "apiId", API);
  if (state !== "known" || !complete) return [];
  if (["body", "target"].some((name) => api.input(name).state !== "absent")) return [];
  const routes = certain.map((route) => ({ route, key: textOf(route.properties.at("routeKey")) }));
  const refusing = new Set(routes.map(({ route }) => route).filter((route) => refusesAll(graph, route)));
  const mayAnswer = routes.some(
    ({ route, key }) => key === undefined || (key.startsWith("OPTIONS ") && !refusing.has(route)),
  );
  if (mayAnswer) return [];
  return routes.flatMap(({ route, key = "" }) =>
    /^(?:\$default$|ANY |OPTIONS )/.test(key) && refusing.has(route) ? [route] : [],
  );
}

/** Whether a route refuses every request without credentials. An authorizer function that is asked about all may allow some. */
function refusesAll(graph: Graph, route: GraphResource): boolean {
  const type = textOf(route.properties.at("authorizationType"));
  if (type !== "CUSTOM") return type === "JWT" || type === "AWS_IAM";
  const [authorizer, ...others] = graph.referenced(route, "authorizerId", API_AUTHORIZER);
  const sources = authorizer?.properties.at("identitySources").items();
  return others.length === 0 && sources?.state === "known" && sources.value.length > 0;
}
