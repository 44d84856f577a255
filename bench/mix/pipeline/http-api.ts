import type { Declared } from "../declared";
import { type Scope, TAGS } from "./scope";

const tags = TAGS.ofResources;

/** The HTTP API in front of a function. */
export function httpApi(scope: Scope): readonly Declared[] {
  const apiId = scope.output("image-api", "id");
  return [
    scope.resource("aws:apigatewayv2/api:Api", "image-api", { protocolType: "HTTP", tags }),
    scope.resource("aws:apigatewayv2/integration:Integration", "api-integration", {
      apiId,
      integrationType: "AWS_PROXY",
      integrationUri: scope.output("api-function", "invokeArn"),
      payloadFormatVersion: "2.0",
    }),
    route(scope, "post-images-route", "POST /images"),
    route(scope, "get-image-route", "GET /images/{image_id}"),
    scope.resource(
      "aws:apigatewayv2/stage:Stage",
      "api-stage",
      {
        apiId,
        name: "$default",
        autoDeploy: true,
        defaultRouteSettings: { throttlingBurstLimit: 50, throttlingRateLimit: 20 },
        tags,
      },
      scope.after("post-images-route", "get-image-route"),
    ),
    scope.resource("aws:lambda/permission:Permission", "api-permission", {
      action: "lambda:InvokeFunction",
      function: scope.output("api-function", "name"),
      principal: "apigateway.amazonaws.com",
      sourceArn: `${scope.output("image-api", "executionArn")}/*/*`,
    }),
  ];
}

function route(scope: Scope, key: string, routeKey: string): Declared {
  return scope.resource("aws:apigatewayv2/route:Route", key, {
    apiId: scope.output("image-api", "id"),
    routeKey,
    target: `integrations/${scope.output("api-integration", "id")}`,
  });
}
