import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

const layer = new aws.lambda.LayerVersion("image-formats", {
  layerName: "image-formats",
  code: new pulumi.asset.FileArchive("./layer"),
  compatibleArchitectures: ["arm64"],
});
new aws.lambda.Function("resize", {
  runtime: "python3.13",
  architectures: ["arm64"],
  handler: "app.handler",
  code: new pulumi.asset.FileArchive("./app"),
  layers: [layer.arn],
  role: "arn:aws:iam::123456789012:role/resize",
  tags: { Owner: "imaging" },
});
