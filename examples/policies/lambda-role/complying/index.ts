import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

const role = new aws.iam.Role("resize-role", {
  assumeRolePolicy: JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: "lambda.amazonaws.com" } }],
  }),
  tags: { Owner: "imaging" },
});
new aws.iam.RolePolicyAttachment("resize-rights", {
  role: role.name,
  policyArn: "arn:aws:iam::aws:policy/service-role/AWSLambdaSQSQueueExecutionRole",
});
const queue = new aws.sqs.Queue("uploads", { tags: { Owner: "imaging" } });
const resize = new aws.lambda.Function("resize", {
  runtime: "python3.13",
  handler: "app.handler",
  role: role.arn,
  code: new pulumi.asset.FileArchive("./app"),
  tags: { Owner: "imaging" },
});
new aws.lambda.EventSourceMapping("uploads-to-resize", {
  eventSourceArn: queue.arn,
  functionName: resize.name,
  tags: { Owner: "imaging" },
});
