import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

const api = new aws.apigateway.RestApi("images-api", { tags: { Owner: "imaging" } });
const method = new aws.apigateway.Method("get-images", {
  restApi: api.id,
  resourceId: api.rootResourceId,
  httpMethod: "GET",
  authorization: "NONE",
});
new aws.apigateway.Integration("get-images-backend", {
  restApi: api.id,
  resourceId: api.rootResourceId,
  httpMethod: method.httpMethod,
  type: "HTTP_PROXY",
  integrationHttpMethod: "GET",
  uri: "https://images.example.com",
});
const deployment = new aws.apigateway.Deployment("images-release", {
  restApi: api.id,
  triggers: { api: pulumi.jsonStringify([method.id, method.authorization]) },
});
new aws.apigateway.Stage("images-stage", {
  restApi: api.id,
  deployment: deployment.id,
  stageName: "v1",
  tags: { Owner: "imaging" },
});
