import * as aws from "@pulumi/aws";

new aws.apigatewayv2.Api("images-api", {
  protocolType: "HTTP",
  corsConfiguration: { allowOrigins: ["*"], allowMethods: ["GET"], allowCredentials: true },
  tags: { Owner: "imaging" },
});
