import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

const queue = new aws.sqs.Queue("orders-queue", { tags: { Owner: "imaging" } });
const worker = new aws.lambda.Function("orders-worker", {
  runtime: "python3.13",
  handler: "app.handler",
  role: "arn:aws:iam::123456789012:role/orders-worker",
  timeout: 120,
  code: new pulumi.asset.AssetArchive({
    "app.py": new pulumi.asset.StringAsset("def handler(event, context):\n    return None\n"),
  }),
  tags: { Owner: "imaging" },
});
new aws.lambda.EventSourceMapping("orders-mapping", {
  eventSourceArn: queue.arn,
  functionName: worker.arn,
  tags: { Owner: "imaging" },
});
