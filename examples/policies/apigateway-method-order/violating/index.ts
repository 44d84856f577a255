import * as aws from "@pulumi/aws";

const api = new aws.apigateway.RestApi("images-api", { tags: { Owner: "imaging" } });
const method = new aws.apigateway.Method("get-status", {
  restApi: api.id,
  resourceId: api.rootResourceId,
  httpMethod: "GET",
  authorization: "NONE",
});
new aws.apigateway.Integration("status-mock", {
  restApi: api.id,
  resourceId: api.rootResourceId,
  httpMethod: method.httpMethod,
  type: "MOCK",
  requestTemplates: { "application/json": '{"statusCode": 200}' },
});
const response = new aws.apigateway.MethodResponse("status-200", {
  restApi: api.id,
  resourceId: api.rootResourceId,
  httpMethod: method.httpMethod,
  statusCode: "200",
});
new aws.apigateway.IntegrationResponse("status-answer", {
  restApi: api.id,
  resourceId: api.rootResourceId,
  httpMethod: method.httpMethod,
  statusCode: response.statusCode,
});
