import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

new aws.lambda.Function("resize", {
  runtime: "python3.13",
  handler: "app.handler",
  code: new pulumi.asset.AssetArchive({}),
  role: "arn:aws:iam::123456789012:role/resize",
  tags: { Owner: "imaging" },
});
