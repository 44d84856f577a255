import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

const bucket = new aws.s3.Bucket("upload-bucket", { tags: { Owner: "imaging" } });
const queue = new aws.sqs.Queue("upload-queue", { tags: { Owner: "imaging" } });
const policy = new aws.sqs.QueuePolicy("upload-queue-policy", {
  queueUrl: queue.id,
  policy: pulumi.jsonStringify({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { Service: "s3.amazonaws.com" },
        Action: "sqs:SendMessage",
        Resource: queue.arn,
        Condition: { ArnEquals: { "aws:SourceArn": bucket.arn } },
      },
    ],
  }),
});
new aws.s3.BucketNotification(
  "upload-notification",
  {
    bucket: bucket.id,
    queues: [{ queueArn: queue.arn, events: ["s3:ObjectCreated:*"] }],
  },
  { dependsOn: [policy] },
);
