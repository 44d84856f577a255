import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

const convert = new aws.lambda.Function("convert", {
  runtime: "python3.13",
  handler: "app.handler",
  code: new pulumi.asset.FileArchive("./app"),
  role: "arn:aws:iam::123456789012:role/convert",
  tags: { Owner: "imaging" },
});
const images = new aws.sqs.Queue("images", { tags: { Owner: "imaging" } });
new aws.lambda.EventSourceMapping("images", {
  eventSourceArn: images.arn,
  functionName: convert.arn,
  functionResponseTypes: ["ReportBatchItemFailures"],
  tags: { Owner: "imaging" },
});
