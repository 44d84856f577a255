import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

const lost = new aws.sqs.Queue("orders-lost", { tags: { Owner: "imaging" } });
new aws.sqs.Queue("orders-queue", {
  fifoQueue: true,
  redrivePolicy: pulumi.jsonStringify({ deadLetterTargetArn: lost.arn, maxReceiveCount: 5 }),
  tags: { Owner: "imaging" },
});
