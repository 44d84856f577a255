import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

new aws.lambda.Function("convert", {
  runtime: "python3.13",
  handler: "app.handler",
  code: new pulumi.asset.FileArchive("./fixed"),
  role: "arn:aws:iam::123456789012:role/convert",
  tags: { Owner: "imaging" },
});
