import * as aws from "@pulumi/aws";

const api = new aws.apigatewayv2.Api("images-api", { protocolType: "HTTP", tags: { Owner: "imaging" } });
const deployment = new aws.apigatewayv2.Deployment("images-deployment", { apiId: api.id });
new aws.apigatewayv2.Stage("images-stage", {
  apiId: api.id,
  name: "$default",
  deploymentId: deployment.id,
  tags: { Owner: "imaging" },
});
