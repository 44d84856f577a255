import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

const api = new aws.apigatewayv2.Api("images-api", { protocolType: "HTTP", tags: { Owner: "imaging" } });
const integration = new aws.apigatewayv2.Integration("images-integration", {
  apiId: api.id,
  integrationType: "HTTP_PROXY",
  integrationMethod: "GET",
  integrationUri: "https://images.example.com",
});
const route = new aws.apigatewayv2.Route("get-images", {
  apiId: api.id,
  routeKey: "GET /images",
  target: pulumi.interpolate`integrations/${integration.id}`,
});
new aws.apigatewayv2.Stage(
  "images-stage",
  {
    apiId: api.id,
    name: "$default",
    autoDeploy: true,
    routeSettings: [{ routeKey: "GET /image", throttlingBurstLimit: 50, throttlingRateLimit: 20 }],
    tags: { Owner: "imaging" },
  },
  { dependsOn: [route] },
);
