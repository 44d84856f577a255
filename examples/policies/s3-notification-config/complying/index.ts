import * as aws from "@pulumi/aws";

const bucket = new aws.s3.Bucket("upload-bucket", { tags: { Owner: "imaging" } });
new aws.s3.BucketNotification("upload-notification", {
  bucket: bucket.id,
  queues: [
    {
      queueArn: "arn:aws:sqs:us-east-1:123456789012:uploads",
      events: ["s3:ObjectCreated:*"],
    },
  ],
});
