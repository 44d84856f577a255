import * as aws from "@pulumi/aws";

const api = new aws.apigatewayv2.Api("images-api", { protocolType: "HTTP", tags: { Owner: "imaging" } });
new aws.apigatewayv2.Integration("images-backend", {
  apiId: api.id,
  integrationType: "HTTP_PROXY",
  integrationMethod: "GET",
  integrationUri: "https://images.example.com",
});
