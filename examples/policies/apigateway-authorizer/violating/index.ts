import * as aws from "@pulumi/aws";

const tags = { Owner: "library" };
const members = new aws.cognito.UserPool("members", { tags });
const api = new aws.apigateway.RestApi("shelf", { tags });
new aws.apigateway.Authorizer("door", {
  restApi: api.id,
  type: "COGNITO_USER_POOLS",
  providerArns: [members.arn],
});
const get = new aws.apigateway.Method("get-shelf", {
  restApi: api.id,
  resourceId: api.rootResourceId,
  httpMethod: "GET",
  authorization: "COGNITO_USER_POOLS",
});
new aws.apigateway.Integration("shelf-site", {
  restApi: api.id,
  resourceId: api.rootResourceId,
  httpMethod: get.httpMethod,
  type: "HTTP_PROXY",
  integrationHttpMethod: "GET",
  uri: "https://library.example.com/shelf",
});
