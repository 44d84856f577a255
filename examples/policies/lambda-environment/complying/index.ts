import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

new aws.lambda.Function("resize", {
  runtime: "python3.13",
  handler: "app.handler",
  code: new pulumi.asset.FileArchive("./app"),
  environment: { variables: { IMAGES_REGION: "eu-west-1" } },
  role: "arn:aws:iam::123456789012:role/resize",
  tags: { Owner: "imaging" },
});
