import * as aws from "@pulumi/aws";

const api = new aws.apigateway.RestApi("images-api", { tags: { Owner: "imaging" } });
const method = new aws.apigateway.Method("preflight", {
  restApi: api.id,
  resourceId: api.rootResourceId,
  httpMethod: "OPTIONS",
  authorization: "NONE",
});
const integration = new aws.apigateway.Integration("preflight-mock", {
  restApi: api.id,
  resourceId: api.rootResourceId,
  httpMethod: method.httpMethod,
  type: "MOCK",
  requestTemplates: { "application/json": '{"statusCode": 200}' },
});
const response = new aws.apigateway.MethodResponse("preflight-200", {
  restApi: api.id,
  resourceId: api.rootResourceId,
  httpMethod: method.httpMethod,
  statusCode: "200",
  responseParameters: { "method.response.header.Access-Control-Allow-Origin": true },
});
new aws.apigateway.IntegrationResponse(
  "preflight-answer",
  {
    restApi: api.id,
    resourceId: api.rootResourceId,
    httpMethod: method.httpMethod,
    statusCode: response.statusCode,
    responseParameters: { "method.response.header.Access-Control-Allow-Origin": "*" },
  },
  { dependsOn: [integration] },
);
