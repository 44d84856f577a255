import * as aws from "@pulumi/aws";

const RESIZE = "arn:aws:lambda:eu-west-1:123456789012:function:resize";

const api = new aws.apigateway.RestApi("images-api", { tags: { Owner: "imaging" } });
const method = new aws.apigateway.Method("get-images", {
  restApi: api.id,
  resourceId: api.rootResourceId,
  httpMethod: "GET",
  authorization: "NONE",
});
new aws.apigateway.Integration("get-images-resize", {
  restApi: api.id,
  resourceId: api.rootResourceId,
  httpMethod: method.httpMethod,
  type: "AWS_PROXY",
  integrationHttpMethod: "POST",
  uri: `arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/${RESIZE}/invocations`,
});
