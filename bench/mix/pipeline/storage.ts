import type { Properties } from "../../../testing/aws/values";
import type { Declared } from "../declared";
import { allow, document, type Scope, TAGS } from "./scope";

const tags = TAGS.ofResources;
const QUEUE = "aws:sqs/queue:Queue";

export const ATTRIBUTES = [
  { name: "image_id", type: "S" },
  { name: "status", type: "S" },
  { name: "created_at", type: "N" },
];
export const INDEX = {
  name: "status-created-index",
  hashKey: "status",
  rangeKey: "created_at",
  projectionType: "ALL",
};

/** The bucket that images are uploaded to, and the table of what became of them. */
export function storage(scope: Scope): readonly Declared[] {
  return [
    scope.resource("aws:s3/bucket:Bucket", "image-bucket", { tags }),
    scope.resource("aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock", "image-bucket-access", {
      bucket: scope.output("image-bucket", "id"),
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    }),
    scope.resource("aws:dynamodb/table:Table", "images-table", {
      billingMode: "PAY_PER_REQUEST",
      hashKey: "image_id",
      attributes: ATTRIBUTES,
      globalSecondaryIndexes: [INDEX],
      pointInTimeRecovery: { enabled: true },
      tags,
    }),
  ];
}

/** The queues between the functions, the first of them fed by the bucket. */
export function queues(scope: Scope): readonly Declared[] {
  return [
    ...queueWithDeadLetters(scope, "preprocessing", 180),
    ...queueWithDeadLetters(scope, "inference", 360),
    scope.resource("aws:sqs/queuePolicy:QueuePolicy", "preprocessing-queue-policy", {
      queueUrl: scope.output("preprocessing-queue", "id"),
      policy: document({
        ...allow(["sqs:SendMessage"], scope.output("preprocessing-queue", "arn")),
        Principal: { Service: "s3.amazonaws.com" },
        Condition: { ArnEquals: { "aws:SourceArn": scope.output("image-bucket", "arn") } },
      }),
    }),
    scope.resource(
      "aws:s3/bucketNotification:BucketNotification",
      "upload-notification",
      {
        bucket: scope.output("image-bucket", "id"),
        queues: uploadsTo(scope.output("preprocessing-queue", "arn")),
      },
      scope.after("preprocessing-queue-policy"),
    ),
  ];
}

export function uploadsTo(queueArn: string): Properties[] {
  return [{ queueArn, events: ["s3:ObjectCreated:*"], filterPrefix: "uploads/" }];
}

/** A queue that nothing else needs. */
export function spareQueue(scope: Scope, number: number): Declared {
  return scope.resource(QUEUE, `spare-${number}-queue`, { sqsManagedSseEnabled: true, tags });
}

function queueWithDeadLetters(scope: Scope, key: string, visibilityTimeoutSeconds: number): readonly Declared[] {
  const redrive = { deadLetterTargetArn: scope.output(`${key}-dlq`, "arn"), maxReceiveCount: 5 };
  return [
    scope.resource(QUEUE, `${key}-dlq`, { messageRetentionSeconds: 1209600, sqsManagedSseEnabled: true, tags }),
    scope.resource(QUEUE, `${key}-queue`, {
      visibilityTimeoutSeconds,
      redrivePolicy: JSON.stringify(redrive),
      sqsManagedSseEnabled: true,
      tags,
    }),
  ];
}
