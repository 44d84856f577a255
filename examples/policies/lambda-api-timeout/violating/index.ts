import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

const code = "export const handler = async () => ({ statusCode: 200, body: 'lent' });\n";
const desk = new aws.lambda.Function("desk", {
  role: "arn:aws:iam::123456789012:role/desk",
  runtime: "nodejs22.x",
  handler: "index.handler",
  code: new pulumi.asset.AssetArchive({ "index.mjs": new pulumi.asset.StringAsset(code) }),
  timeout: 60,
  tags: { Owner: "library" },
});
const api = new aws.apigatewayv2.Api("loans", { protocolType: "HTTP", tags: { Owner: "library" } });
const integration = new aws.apigatewayv2.Integration("lend", {
  apiId: api.id,
  integrationType: "AWS_PROXY",
  integrationUri: desk.invokeArn,
  payloadFormatVersion: "2.0",
});
new aws.apigatewayv2.Route("post-loans", {
  apiId: api.id,
  routeKey: "POST /loans",
  target: pulumi.interpolate`integrations/${integration.id}`,
});
new aws.lambda.Permission("loans-call-desk", {
  function: desk.name,
  action: "lambda:InvokeFunction",
  principal: "apigateway.amazonaws.com",
  sourceArn: pulumi.interpolate`${api.executionArn}/*/*`,
});
