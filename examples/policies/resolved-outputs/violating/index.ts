import * as aws from "@pulumi/aws";

const bucket = new aws.s3.Bucket("images-bucket", { tags: { Owner: "imaging" } });
new aws.ssm.Parameter("images-url", {
  type: "String",
  value: `s3://${bucket.id}/images`,
  tags: { Owner: "imaging" },
});
