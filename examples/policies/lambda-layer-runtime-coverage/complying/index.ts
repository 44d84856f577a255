import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

new aws.lambda.LayerVersion("image-formats", {
  layerName: "image-formats",
  code: new pulumi.asset.FileArchive("./layer"),
  compatibleRuntimes: ["python3.12", "python3.13"],
});
