import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

const resize = new aws.lambda.Function("resize", {
  runtime: "python3.13",
  handler: "app.handler",
  code: new pulumi.asset.FileArchive("./app"),
  role: "arn:aws:iam::123456789012:role/resize",
  tags: { Owner: "imaging" },
});
const images = new aws.s3.Bucket("images", { tags: { Owner: "imaging" } });
const allowed = new aws.lambda.Permission("images-call-resize", {
  action: "lambda:InvokeFunction",
  function: resize.name,
  principal: "s3.amazonaws.com",
  sourceArn: images.arn,
});
new aws.s3.BucketNotification(
  "images",
  {
    bucket: images.id,
    lambdaFunctions: [{ lambdaFunctionArn: resize.arn, events: ["s3:ObjectCreated:*"] }],
  },
  { dependsOn: [allowed] },
);
