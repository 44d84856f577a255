import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

for (const name of ["upload", "resize", "classify"]) {
  const deadLetters = new aws.sqs.Queue(`${name}-dlq`, { tags: { Owner: "imaging" } });
  new aws.sqs.Queue(name, {
    redrivePolicy: pulumi.jsonStringify({ deadLetterTargetArn: deadLetters.arn, maxReceiveCount: 5 }),
    tags: { Owner: "imaging" },
  });
}
