import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

const bucket = new aws.s3.Bucket("images-bucket", { tags: { Owner: "imaging" } });
new aws.ssm.Parameter("images-url", {
  type: "String",
  value: pulumi.interpolate`s3://${bucket.id}/images`,
  tags: { Owner: "imaging" },
});
