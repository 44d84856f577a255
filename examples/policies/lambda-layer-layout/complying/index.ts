import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

const helpers = new aws.lambda.LayerVersion("helpers", {
  layerName: "helpers",
  code: new pulumi.asset.AssetArchive({ python: new pulumi.asset.FileArchive("./helpers") }),
  compatibleRuntimes: ["python3.13"],
});
new aws.lambda.Function("convert", {
  runtime: "python3.13",
  handler: "app.handler",
  code: new pulumi.asset.FileArchive("./app"),
  layers: [helpers.arn],
  role: "arn:aws:iam::123456789012:role/convert",
  tags: { Owner: "imaging" },
});
