import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

class Step extends pulumi.ComponentResource {
  constructor(name: string) {
    super("imaging:index:Step", name);
    const opts = { parent: this };
    const deadLetters = new aws.sqs.Queue(`${name}-dlq`, { tags: { Owner: "imaging" } }, opts);
    const queue = new aws.sqs.Queue(
      name,
      {
        redrivePolicy: pulumi.jsonStringify({ deadLetterTargetArn: deadLetters.arn, maxReceiveCount: 5 }),
        tags: { Owner: "imaging" },
      },
      opts,
    );
    this.registerOutputs({ queueUrl: queue.url });
  }
}

for (const name of ["upload", "resize", "classify"]) new Step(name);
