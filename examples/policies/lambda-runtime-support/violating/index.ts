import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

new aws.lambda.Function("resize", {
  runtime: "nodejs12.x",
  handler: "index.handler",
  code: new pulumi.asset.AssetArchive({
    "index.js": new pulumi.asset.StringAsset("exports.handler = async () => undefined;\n"),
  }),
  role: "arn:aws:iam::123456789012:role/resize",
  tags: { Owner: "imaging" },
});
