import { protocolOf } from "../../aws/model/http-apis";
import { API_AUTHORIZER, REST_METHOD } from "../../aws/model/kinds";
import type { Finding } from "../../kit/finding";
import { textOf } from "../../kit/known";
import { resourcePolicy } from "../../kit/policy";
import { quote } from "../../kit/text";

export const apigatewayAuthorizer = resourcePolicy({
  name: "apigateway-authorizer",
  description: "A method that asks for an authorizer names one, and one that names it asks for it.",
  severity: "high",
  level: "mandatory",
  resources: [...REST_METHOD.types, ...API_AUTHORIZER.types],
  options: {},
  remediationSteps:
    "Set authorizerId of the method, and authorizerPayloadFormatVersion of an authorizer of an HTTP API.",
  tags: ["apigateway", "apigatewayv2", "deployment"],
  page: {
    why: 'AWS refuses a method of a REST API whose authorization is "CUSTOM" or "COGNITO_USER_POOLS" and that has no authorizer ("Invalid authorizer ID specified"), and an authorizer of an HTTP API that calls a function and does not say in which format. A method with an authorizer and the authorization "NONE" is open to anybody.',
    advisory: "An authorizer that a method names and does not ask for.",
    limits:
      "It does not read methods that an OpenAPI document defines. apigatewayv2-route checks the routes of HTTP and WebSocket APIs.",
    sources: [
      "https://docs.aws.amazon.com/apigateway/latest/api/API_PutMethod.html",
      "https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-authorizers.html",
      "https://github.com/aws/aws-cdk/issues/5618",
    ],
    since: "0.1.0",
  },

  check(method, _options, report) {
    const [asked, at] = [textOf(method.properties.at("authorization")), method.properties.at("authorizerId")];
    const isNamed = method.input("authorizerId").state !== "absent";
    if ((asked === "CUSTOM" || asked === "COGNITO_USER_POOLS") && !isNamed) report({ at, ...noAuthorizer(asked) });
    if (asked === "NONE" && isNamed) report({ at, ...notAskedFor });
  },

  checkStack(graph, _options, report) {
    return report.each(graph.ofType(...API_AUTHORIZER.types), (authorizer) => {
      const at = authorizer.properties.at("authorizerPayloadFormatVersion");
      const isMissing = authorizer.input("authorizerPayloadFormatVersion").state === "absent";
      const callsFunction = textOf(authorizer.properties.at("authorizerType")) === "REQUEST";
      if (isMissing && callsFunction && protocolOf(graph, authorizer) === "HTTP")
        report({ on: authorizer, at, ...noFormat });
    });
  },
});

type Problem = Omit<Finding, "on" | "at">;

const noAuthorizer = (asked: string): Problem => ({
  problem: `AWS refuses authorization ${quote(asked)} without an authorizer`,
  fix: `set authorizerId to the id of an aws.apigateway.Authorizer of type ${asked === "CUSTOM" ? '"TOKEN" or "REQUEST"' : quote(asked)}`,
});

const notAskedFor: Problem = {
  level: "advisory",
  problem: 'the method names an authorizer, but its authorization is "NONE", so anyone can call it',
  fix: 'set authorization to "CUSTOM", or to "COGNITO_USER_POOLS" for an authorizer of that type',
};

const noFormat: Problem = {
  problem: "AWS refuses an authorizer of an HTTP API that calls a function and has no payload format",
  fix: 'set authorizerPayloadFormatVersion to "2.0", and enableSimpleResponses to true if the function returns { isAuthorized: … }',
};
