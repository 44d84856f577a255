import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

const lambda = new aws.lambda.Function("images", {
  runtime: "python3.13",
  handler: "app.handler",
  code: new pulumi.asset.FileArchive("./app"),
  role: "arn:aws:iam::123456789012:role/images",
  tags: { Owner: "imaging" },
});
const functionUrl = new aws.lambda.FunctionUrl("images-url", {
  functionName: lambda.name,
  authorizationType: "AWS_IAM",
});
export const url = functionUrl.functionUrl;
