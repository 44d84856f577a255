import * as aws from "@pulumi/aws";

const api = new aws.apigatewayv2.Api("images-api", { protocolType: "HTTP", tags: { Owner: "imaging" } });
const stage = new aws.apigatewayv2.Stage("images-stage", {
  apiId: api.id,
  name: "$default",
  autoDeploy: true,
  tags: { Owner: "imaging" },
});
// Found once the stage is deployed: until then its URL is unknown.
export const url = stage.invokeUrl;
