import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

const lambda = new aws.lambda.Function("images", {
  runtime: "python3.13",
  handler: "app.handler",
  code: new pulumi.asset.FileArchive("./app"),
  role: "arn:aws:iam::123456789012:role/images",
  tags: { Owner: "imaging" },
});
const api = new aws.apigatewayv2.Api("images-api", { protocolType: "HTTP", tags: { Owner: "imaging" } });
new aws.lambda.Permission("images-api-calls", {
  action: "lambda:InvokeFunction",
  function: lambda.name,
  principal: "apigateway.amazonaws.com",
  sourceArn: pulumi.interpolate`${api.executionArn}/*`,
});
new aws.apigatewayv2.Integration("images-call", {
  apiId: api.id,
  integrationType: "AWS_PROXY",
  integrationUri: lambda.invokeArn,
  payloadFormatVersion: "1.0",
});
