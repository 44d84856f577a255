import * as aws from "@pulumi/aws";

const api = new aws.apigatewayv2.Api("images-api", { protocolType: "HTTP", tags: { Owner: "imaging" } });
new aws.apigatewayv2.Stage("images-stage", {
  apiId: api.id,
  name: "$default",
  autoDeploy: true,
  tags: { Owner: "imaging" },
});
export const url = api.apiEndpoint;
