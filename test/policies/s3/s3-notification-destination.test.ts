import { madeFrom, output } from "../../support/row-program";
import { stackTable } from "../../support/stack-table";
import { unknown } from "../../support/wire";

const QUEUE_ARN = "arn:aws:sqs:eu-west-1:123456789012:uploads";
const policyFor = (principal: unknown, action: string, condition?: object) =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: principal, Action: action, ...(condition && { Condition: condition }) }],
  });
const s3Policy = policyFor({ Service: "s3.amazonaws.com" }, "sqs:SendMessage");

const bucket = { type: "aws:s3/bucket:Bucket", name: "images", inputs: {} };
const queue = (inputs: object = {}) => ({ type: "aws:sqs/queue:Queue", name: "uploads", inputs: { ...inputs } });
const ofQueueAndBucket = madeFrom([output("uploads", "arn"), output("images", "arn")], () => s3Policy);
const queuePolicy = (policy: unknown = ofQueueAndBucket) => ({
  type: "aws:sqs/queuePolicy:QueuePolicy",
  name: "uploads-policy",
  inputs: { queueUrl: output("uploads", "url"), policy },
});
const nativePolicy = (queues: unknown, ...from: readonly string[]) => ({
  type: "aws-native:sqs:QueuePolicy",
  name: "native-policy",
  outputs: { queues },
  madeFrom: { queues: from },
});
const notification = (destinations: object, ...dependsOn: readonly string[]) => ({
  type: "aws:s3/bucketNotification:BucketNotification",
  name: "notification",
  inputs: { bucket: output("images"), ...destinations },
  dependsOn,
});
const toQueue = (...dependsOn: readonly string[]) =>
  notification({ queues: [{ queueArn: output("uploads", "arn"), events: ["s3:ObjectCreated:*"] }] }, ...dependsOn);
const resize = {
  type: "aws:lambda/function:Function",
  name: "resize",
  inputs: { name: "resize-1a2b3c4", role: "arn:aws:iam::123456789012:role/resize" },
};
const permission = (name: string, inputs: object = {}) => ({
  type: "aws:lambda/permission:Permission",
  name,
  inputs: {
    function: "resize-1a2b3c4",
    principal: "s3.amazonaws.com",
    action: "lambda:InvokeFunction",
    ...inputs,
  },
});
const toFunction = (...dependsOn: readonly string[]) =>
  notification({ lambdaFunctions: [{ lambdaFunctionArn: output("resize", "arn"), events: [] }] }, ...dependsOn);
const ofBucket = (name: string, bucket: unknown) => ({
  type: "aws:s3/bucketNotification:BucketNotification",
  name,
  inputs: { bucket, eventbridge: true },
});

/** What the graph cannot tell apart, and what a state of another version may hold. */
const stored = {
  bucket: { type: "aws:s3/bucket:Bucket", name: "images", outputs: { id: unknown, arn: unknown } },
  queue: (outputs: Readonly<Record<string, unknown>> = {}) => ({
    type: "aws:sqs/queue:Queue",
    name: "uploads",
    inputs: outputs,
    outputs: { arn: unknown, url: unknown, ...outputs },
  }),
  queuePolicy: (policy: unknown = unknown) => ({
    type: "aws:sqs/queuePolicy:QueuePolicy",
    name: "uploads-policy",
    outputs: { queueUrl: unknown, policy },
    madeFrom: { queueUrl: ["uploads"], policy: ["uploads", "images"] } as Record<string, readonly string[]>,
  }),
  toQueue: (...dependsOn: readonly string[]) => ({
    type: "aws:s3/bucketNotification:BucketNotification",
    name: "notification",
    outputs: { bucket: unknown, queues: [{ queueArn: unknown, events: ["s3:ObjectCreated:*"] }] },
    madeFrom: { bucket: ["images"], queues: ["uploads"] },
    dependsOn,
  }),
  resize: {
    type: "aws:lambda/function:Function",
    name: "resize",
    inputs: {},
    outputs: { name: "resize-1a2b3c4", arn: unknown },
  },
  permission: (name: string) => ({
    type: "aws:lambda/permission:Permission",
    name,
    outputs: { function: "resize-1a2b3c4", principal: "s3.amazonaws.com", action: "lambda:InvokeFunction" },
  }),
  toFunction: (...dependsOn: readonly string[]) => ({
    type: "aws:s3/bucketNotification:BucketNotification",
    name: "notification",
    outputs: { lambdaFunctions: [{ lambdaFunctionArn: unknown }] },
    madeFrom: { lambdaFunctions: ["resize"] },
    dependsOn,
  }),
};
const archive = (outputs: Readonly<Record<string, unknown>> = {}) => ({ ...stored.queue(outputs), name: "archive" });
const toOneOfTwoQueues = { ...stored.toQueue(), madeFrom: { bucket: ["images"], queues: ["archive", "uploads"] } };
const archivePolicy = { ...stored.queuePolicy(), name: "archive-policy", madeFrom: { queueUrl: ["archive"] } };
const toTwoQueues = (...dependsOn: readonly string[]) => ({
  ...stored.toQueue(...dependsOn),
  outputs: { bucket: unknown, queues: [{ queueArn: unknown }, { queueArn: unknown }] },
  madeFrom: { bucket: ["images"], queues: ["archive", "uploads"] },
});
const noGrant =
  'queues[0].queueArn: nothing lets S3 send to queue "uploads".\n' +
  'Fix: add an aws.sqs.QueuePolicy for "uploads" that allows sqs:SendMessage to s3.amazonaws.com, and name it in the notification\'s dependsOn.';

stackTable({
  policy: "s3-notification-destination",
  passes: [
    {
      name: "queue policy that is awaited",
      resources: [bucket, queue(), queuePolicy(), toQueue("uploads-policy")],
    },
    {
      name: "queue policy that lets S3 in",
      resources: [bucket, queue(), queuePolicy(s3Policy), toQueue("uploads-policy")],
    },
    {
      name: "queue policy that lets everybody in, by wildcards",
      resources: [bucket, queue(), queuePolicy(policyFor("*", "SQS:Send*")), toQueue("uploads-policy")],
    },
    {
      name: "indirect dependency on the queue policy",
      resources: [
        bucket,
        queue(),
        queuePolicy(),
        { type: "acme:web:Grants", name: "grants", component: true, dependsOn: ["uploads-policy"] },
        toQueue("grants"),
      ],
    },
    { name: "policy of the queue itself", resources: [bucket, queue({ policy: s3Policy }), toQueue()] },
    {
      name: "policy of the queue itself, made by aws.iam.getPolicyDocument from unknown values",
      resources: [
        stored.bucket,
        { ...stored.queue({ policy: unknown }), inputs: { policy: unknown } },
        stored.toQueue(),
      ],
    },
    {
      name: "queue elsewhere, known by its ARN",
      resources: [bucket, notification({ queues: [{ queueArn: QUEUE_ARN, events: [] }] })],
    },
    {
      name: "topic elsewhere, from a stack reference",
      resources: [
        bucket,
        {
          type: "pulumi:pulumi:StackReference",
          name: "network",
          inputs: { name: "network" },
          outputs: { topicArn: "arn:aws:sns:eu-west-1:123456789012:uploads" },
        },
        {
          ...notification({ topics: [{ topicArn: output("network", "topicArn"), events: [] }] }),
        },
      ],
    },
    {
      name: "a queue policy of which cannot be known for which queue it is",
      resources: [stored.bucket, stored.queue(), { ...stored.queuePolicy(), madeFrom: {} }, stored.toQueue()],
    },
    {
      name: "one of two queues, which the graph cannot tell apart, lets S3 in",
      resources: [stored.bucket, stored.queue({ policy: s3Policy }), archive(), toOneOfTwoQueues],
    },
    {
      name: "one of two queues, which the graph cannot tell apart, has a queue policy that is not awaited",
      resources: [
        stored.bucket,
        archive(),
        stored.queue(),
        { ...stored.queuePolicy(), madeFrom: { queueUrl: ["archive"] } },
        toOneOfTwoQueues,
      ],
    },
    {
      name: "two of three queues, which the graph cannot tell apart, and a queue policy of one of them is awaited",
      resources: [
        stored.bucket,
        archive(),
        stored.queue(),
        { ...stored.queue(), name: "third" },
        archivePolicy,
        stored.queuePolicy(),
        {
          ...toTwoQueues("archive-policy"),
          madeFrom: { bucket: ["images"], queues: ["archive", "third", "uploads"] },
        },
      ],
    },
    {
      name: "queue whose policy the native provider makes",
      resources: [stored.bucket, stored.queue(), nativePolicy([unknown], "uploads"), stored.toQueue("native-policy")],
    },
    {
      name: "policy of the native provider for queues of which nothing is known",
      resources: [stored.bucket, stored.queue(), nativePolicy([unknown]), stored.toQueue()],
    },
    {
      name: "policy of the native provider that names no queue",
      resources: [stored.bucket, stored.queue(), nativePolicy(null), stored.toQueue()],
    },
    {
      name: "function that is only read, whose permissions are elsewhere",
      resources: [stored.bucket, { ...stored.resize, inputs: {}, onlyRead: true }, stored.toFunction()],
    },
    {
      name: "one of two queues, which the graph cannot tell apart, is FIFO",
      resources: [stored.bucket, stored.queue({ policy: s3Policy }), archive({ fifoQueue: true }), toOneOfTwoQueues],
    },
    {
      name: "state in which everything is known",
      resources: [
        { ...stored.bucket, outputs: { id: "images" } },
        stored.queue({
          arn: QUEUE_ARN,
          url: "https://sqs.eu-west-1.amazonaws.com/123456789012/uploads",
          policy: "",
          fifoQueue: false,
        }),
        {
          ...stored.queuePolicy(s3Policy),
          outputs: { queueUrl: "https://sqs.eu-west-1.amazonaws.com/123456789012/uploads", policy: s3Policy },
          madeFrom: {},
        },
        {
          ...stored.toQueue("uploads-policy"),
          outputs: { bucket: "images", queues: [{ queueArn: QUEUE_ARN }] },
          madeFrom: {},
        },
      ],
    },
    {
      name: "function with a permission for S3, by its name",
      resources: [bucket, resize, permission("allow-s3"), toFunction("allow-s3")],
    },
    {
      name: "function that is looked up, whose permissions are elsewhere",
      resources: [
        bucket,
        { ...resize, inputs: { ...resize.inputs, region: "eu-west-1" }, onlyRead: true },
        toFunction(),
      ],
    },
    {
      name: "permission for the bucket among others by its name",
      resources: [
        { ...bucket, inputs: { bucket: "images-eu" } },
        resize,
        permission("allow-s3", { sourceArn: "arn:aws:s3:::images-*" }),
        toFunction("allow-s3"),
      ],
    },
    {
      name: "queue under a key that lets S3 use it",
      resources: [
        bucket,
        {
          type: "aws:kms/key:Key",
          name: "key",
          inputs: { policy: policyFor({ Service: "s3.amazonaws.com" }, "kms:*") },
        },
        queue({ kmsMasterKeyId: output("key", "keyId") }),
        queuePolicy(),
        toQueue("uploads-policy"),
      ],
    },
    {
      name: "function with two permissions for S3, of which one is awaited",
      resources: [bucket, resize, permission("allow-s3"), permission("allow-s3-too"), toFunction("allow-s3-too")],
    },
    {
      name: "notifications of two buckets",
      resources: [
        bucket,
        { ...bucket, name: "archive" },
        ofBucket("a", output("images")),
        ofBucket("b", output("archive")),
      ],
    },
  ],
  violates: [
    {
      name: "policy of the native provider for another queue",
      resources: [
        stored.bucket,
        stored.queue(),
        { type: "aws-native:sqs:Queue", name: "native" },
        nativePolicy([unknown], "native"),
        stored.toQueue("native-policy"),
      ],
      findings: [{ on: "notification", text: noGrant }],
    },
    {
      name: "policy of the native provider for the queue of another stack",
      resources: [
        stored.bucket,
        stored.queue(),
        nativePolicy(["https://sqs.eu-west-1.amazonaws.com/123456789012/other"]),
        stored.toQueue("native-policy"),
      ],
      findings: [{ on: "notification", text: noGrant }],
    },
    {
      name: "queue without policy",
      resources: [bucket, queue(), toQueue()],
      findings: [{ on: "notification", text: noGrant }],
    },
    {
      name: "queue whose policy the provider only reports",
      resources: [stored.bucket, { ...stored.queue({ policy: unknown }), inputs: {} }, stored.toQueue()],
      findings: [{ on: "notification", text: noGrant }],
    },
    {
      name: "queue policy for another service",
      resources: [
        bucket,
        queue(),
        queuePolicy(policyFor({ Service: "sns.amazonaws.com" }, "sqs:*")),
        toQueue("uploads-policy"),
      ],
      findings: [
        {
          on: "notification",
          text:
            'queues[0].queueArn: nothing lets S3 send to queue "uploads".\n' +
            'Fix: allow sqs:SendMessage to s3.amazonaws.com in "uploads-policy", and name it in the notification\'s dependsOn.',
        },
      ],
    },
    {
      name: "queue policy that is not awaited",
      resources: [bucket, queue(), queuePolicy(), toQueue()],
      findings: [
        {
          on: "notification",
          text:
            'queues[0].queueArn: the notification does not depend on "uploads-policy", which lets S3 send to "uploads", and may be created before it.\n' +
            'Fix: add "uploads-policy" to the notification\'s dependsOn.',
        },
      ],
    },
    {
      name: "one of two queues, which the graph cannot tell apart, without policies",
      resources: [stored.bucket, archive(), stored.queue(), toOneOfTwoQueues],
      findings: [
        {
          on: "notification",
          text:
            'queues[0].queueArn: nothing lets S3 send to queue "archive" or "uploads".\n' +
            'Fix: add an aws.sqs.QueuePolicy for "archive" and "uploads" that allows sqs:SendMessage to s3.amazonaws.com, and name it in the notification\'s dependsOn.',
        },
      ],
    },
    {
      name: "two queues, which the graph cannot tell apart, and neither queue policy is awaited",
      resources: [stored.bucket, archive(), stored.queue(), archivePolicy, stored.queuePolicy(), toTwoQueues()],
      findings: [0, 1].map((index) => ({
        on: "notification",
        text:
          `queues[${index}].queueArn: the notification does not depend on "archive-policy" or "uploads-policy", which lets S3 send to "archive" or "uploads", and may be created before it.\n` +
          'Fix: add "archive-policy" and "uploads-policy" to the notification\'s dependsOn.',
      })),
    },
    {
      name: "two queues, which the graph cannot tell apart, and a queue policy of one of them is awaited",
      resources: [
        stored.bucket,
        archive(),
        stored.queue(),
        archivePolicy,
        stored.queuePolicy(),
        toTwoQueues("archive-policy"),
      ],
      findings: [
        {
          on: "notification",
          text:
            'queues: the notification does not depend on "uploads-policy", which lets S3 send to "uploads", and may be created before it.\n' +
            'Fix: add "uploads-policy" to the notification\'s dependsOn.',
        },
      ],
    },
    {
      name: "two functions, of which one has no permission, before their ARNs are known",
      resources: [
        bucket,
        resize,
        { ...resize, name: "crop", inputs: { ...resize.inputs, name: "crop-1a2b3c4" } },
        permission("allow-s3"),
        notification(
          {
            lambdaFunctions: ["resize", "crop"].map((name) => ({
              lambdaFunctionArn: output(name, "arn"),
              events: ["s3:ObjectCreated:*"],
              filterPrefix: name,
            })),
          },
          "allow-s3",
        ),
      ],
      at: ["preview"],
      findings: [
        {
          on: "notification",
          text:
            'lambdaFunctions: nothing lets S3 call function "crop".\n' +
            'Fix: add an aws.lambda.Permission for "crop" that allows lambda:InvokeFunction to s3.amazonaws.com, and name it in the notification\'s dependsOn.',
        },
      ],
    },
    {
      name: "functions of one name in two regions, of which one lacks a permission",
      resources: [
        stored.bucket,
        { ...stored.resize, name: "resize-us" },
        stored.resize,
        { ...stored.permission("allow-s3"), madeFrom: { function: ["resize-us"] } },
        stored.toFunction("allow-s3"),
      ],
      findings: [
        {
          on: "notification",
          text:
            'lambdaFunctions[0].lambdaFunctionArn: nothing lets S3 call function "resize".\n' +
            'Fix: add an aws.lambda.Permission for "resize" that allows lambda:InvokeFunction to s3.amazonaws.com, and name it in the notification\'s dependsOn.',
        },
      ],
    },
    {
      name: "function with two permissions for S3, neither awaited",
      resources: [bucket, resize, permission("allow-s3"), permission("allow-s3-too"), toFunction()],
      findings: [
        {
          on: "notification",
          text:
            'lambdaFunctions[0].lambdaFunctionArn: the notification does not depend on "allow-s3" or "allow-s3-too", which lets S3 send to "resize", and may be created before it.\n' +
            'Fix: add "allow-s3" and "allow-s3-too" to the notification\'s dependsOn.',
        },
      ],
    },
    {
      name: "function with a permission for API Gateway only",
      resources: [
        bucket,
        resize,
        permission("allow-api", { function: output("resize", "name"), principal: "apigateway.amazonaws.com" }),
        toFunction("allow-api"),
      ],
      findings: [
        {
          on: "notification",
          text:
            'lambdaFunctions[0].lambdaFunctionArn: nothing lets S3 call function "resize".\n' +
            'Fix: add an aws.lambda.Permission for "resize" that allows lambda:InvokeFunction to s3.amazonaws.com, and name it in the notification\'s dependsOn.',
        },
      ],
    },
    {
      name: "action of many wildcards, which is another one",
      resources: [
        bucket,
        queue({ policy: policyFor({ Service: "s3.amazonaws.com" }, `${"*".repeat(60)}DeleteMessage`) }),
        toQueue(),
      ],
      findings: [
        {
          on: "notification",
          text:
            'queues[0].queueArn: nothing lets S3 send to queue "uploads": its policy does not allow sqs:SendMessage.\n' +
            "Fix: allow sqs:SendMessage in its policy.",
        },
      ],
    },
    {
      name: "permission for another bucket",
      resources: [
        bucket,
        { ...bucket, name: "archive" },
        resize,
        permission("allow-s3", { sourceArn: output("archive", "arn") }),
        toFunction("allow-s3"),
      ],
      at: ["preview"],
      findings: [
        {
          on: "notification",
          text:
            'lambdaFunctions[0].lambdaFunctionArn: nothing lets S3 call function "resize": "allow-s3" is for bucket "archive".\n' +
            'Fix: add a permission with the ARN of bucket "images" as sourceArn, or correct the sourceArn of "allow-s3".',
        },
      ],
    },
    {
      name: "permission for other buckets by the beginning of their names",
      resources: [
        { ...bucket, inputs: { bucket: "images-eu" } },
        resize,
        permission("allow-s3", { sourceArn: "arn:aws:s3:::invoices-*" }),
        toFunction("allow-s3"),
      ],
      findings: [
        {
          on: "notification",
          text:
            'lambdaFunctions[0].lambdaFunctionArn: nothing lets S3 call function "resize": "allow-s3" is for "arn:aws:s3:::invoices-*".\n' +
            'Fix: add a permission with the ARN of bucket "images" as sourceArn, or correct the sourceArn of "allow-s3".',
        },
      ],
    },
    {
      name: "permission for a function elsewhere that is not awaited",
      resources: [
        bucket,
        permission("allow-s3", { function: "arn:aws:lambda:eu-west-1:123456789012:function:thumbnail" }),
        notification({
          lambdaFunctions: [
            { lambdaFunctionArn: "arn:aws:lambda:eu-west-1:123456789012:function:thumbnail", events: [] },
          ],
        }),
      ],
      findings: [
        {
          on: "notification",
          text:
            'lambdaFunctions[0].lambdaFunctionArn: the notification does not depend on "allow-s3", which lets S3 send to "thumbnail", and may be created before it.\n' +
            'Fix: add "allow-s3" to the notification\'s dependsOn.',
        },
      ],
    },
    {
      name: "permission for a function that is looked up, and policy of a queue elsewhere, that are not awaited",
      resources: [
        bucket,
        { ...resize, inputs: { ...resize.inputs, name: "resize", region: "eu-west-1" }, onlyRead: true },
        permission("allow-s3", { function: output("resize", "arn") }),
        {
          type: "aws:sqs/queuePolicy:QueuePolicy",
          name: "uploads-policy",
          inputs: { queueUrl: "https://sqs.eu-west-1.amazonaws.com/123456789012/uploads", policy: s3Policy },
        },
        notification({
          lambdaFunctions: [{ lambdaFunctionArn: output("resize", "arn"), events: [] }],
          queues: [{ queueArn: QUEUE_ARN, events: [] }],
        }),
      ],
      findings: [
        {
          on: "notification",
          text:
            'queues[0].queueArn: the notification does not depend on "uploads-policy", which lets S3 send to "uploads", and may be created before it.\n' +
            'Fix: add "uploads-policy" to the notification\'s dependsOn.',
        },
        {
          on: "notification",
          text:
            'lambdaFunctions[0].lambdaFunctionArn: the notification does not depend on "allow-s3", which lets S3 send to "resize", and may be created before it.\n' +
            'Fix: add "allow-s3" to the notification\'s dependsOn.',
        },
      ],
    },
    {
      name: "queue policy with StringEquals, which takes no wildcard, for another bucket",
      resources: [
        { ...bucket, inputs: { bucket: "images" } },
        queue(),
        queuePolicy(
          policyFor({ Service: "s3.amazonaws.com" }, "sqs:SendMessage", {
            StringEquals: { "aws:SourceArn": "arn:aws:s3:::image" },
          }),
        ),
        toQueue("uploads-policy"),
      ],
      findings: [
        {
          on: "notification",
          text:
            'queues[0].queueArn: nothing lets S3 send to queue "uploads": "uploads-policy" is for "arn:aws:s3:::image".\n' +
            'Fix: allow the ARN of bucket "images" in aws:SourceArn of "uploads-policy".',
        },
      ],
    },
    {
      name: "queue under the key of AWS",
      resources: [bucket, queue({ kmsMasterKeyId: "alias/aws/sqs" }), queuePolicy(), toQueue("uploads-policy")],
      findings: [
        {
          on: "notification",
          text:
            'queues[0].queueArn: queue "uploads" is encrypted with "alias/aws/sqs", an AWS key that S3 cannot use and whose policy cannot be changed.\n' +
            'Fix: set sqsManagedSseEnabled instead of kmsMasterKeyId, or encrypt "uploads" with a key of your own whose policy allows kms:GenerateDataKey* and kms:Decrypt to s3.amazonaws.com.',
        },
      ],
    },
    {
      name: "queue under a key without a policy of its own",
      resources: [
        bucket,
        { type: "aws:kms/key:Key", name: "key", inputs: {} },
        queue({ kmsMasterKeyId: output("key", "keyId") }),
        queuePolicy(),
        toQueue("uploads-policy"),
      ],
      findings: [
        {
          on: "notification",
          text:
            'queues[0].queueArn: queue "uploads" is encrypted with key "key", whose policy does not let s3.amazonaws.com use it, so that S3 cannot send to it.\n' +
            'Fix: allow kms:GenerateDataKey* and kms:Decrypt to s3.amazonaws.com in the policy of "key".',
        },
      ],
    },
    {
      name: "queue in another region",
      resources: [
        bucket,
        notification({ queues: [{ queueArn: QUEUE_ARN.replace("eu-west-1", "us-west-2"), events: [] }] }),
      ],
      at: ["preview"],
      findings: [
        {
          on: "notification",
          text:
            'queues[0].queueArn: queue "uploads" is in "us-west-2", but S3 notifies only destinations in the region of the bucket, "eu-west-1".\n' +
            'Fix: notify a queue in "eu-west-1", or send the events through Amazon EventBridge to "us-west-2".',
        },
      ],
    },
    {
      name: "FIFO queue",
      resources: [bucket, queue({ fifoQueue: true }), toQueue()],
      findings: [
        {
          on: "notification",
          text:
            'queues[0].queueArn: "uploads" is a FIFO queue, but S3 notifies only standard queues.\n' +
            "Fix: notify a standard queue, or send the events through Amazon EventBridge to the FIFO queue.",
        },
      ],
    },
    {
      name: "one of two FIFO queues, which the graph cannot tell apart",
      resources: [stored.bucket, archive({ fifoQueue: true }), stored.queue({ fifoQueue: true }), toOneOfTwoQueues],
      findings: [
        {
          on: "notification",
          text:
            'queues[0].queueArn: "archive" or "uploads" is a FIFO queue, but S3 notifies only standard queues.\n' +
            "Fix: notify a standard queue, or send the events through Amazon EventBridge to the FIFO queue.",
        },
      ],
    },
    {
      name: "FIFO topic",
      resources: [
        bucket,
        { type: "aws:sns/topic:Topic", name: "uploads", inputs: { fifoTopic: true } },
        notification({ topics: [{ topicArn: output("uploads", "arn"), events: [] }] }),
      ],
      findings: [
        {
          on: "notification",
          text:
            'topics[0].topicArn: "uploads" is a FIFO topic, but S3 notifies only standard topics.\n' +
            "Fix: notify a standard topic, or send the events through Amazon EventBridge to the FIFO topic.",
        },
      ],
    },
    {
      name: "FIFO topic elsewhere, known by its ARN",
      resources: [
        bucket,
        {
          ...notification({ topics: [{ topicArn: "arn:aws:sns:eu-west-1:123456789012:uploads.fifo", events: [] }] }),
        },
      ],
      findings: [
        {
          on: "notification",
          text:
            'topics[0].topicArn: "uploads.fifo" is a FIFO topic, but S3 notifies only standard topics.\n' +
            "Fix: notify a standard topic, or send the events through Amazon EventBridge to the FIFO topic.",
        },
      ],
    },
    {
      name: "two notifications of one bucket",
      resources: [bucket, ofBucket("a", output("images")), ofBucket("b", output("images"))],
      findings: [
        {
          on: "b",
          text:
            'bucket: bucket "images" has notification "a" too, and the one that is deployed last overwrites the other.\n' +
            'Fix: move all destinations of the bucket to "a".',
        },
      ],
    },
    {
      name: "two notifications of one bucket elsewhere, known by its name",
      resources: [ofBucket("a", "images"), ofBucket("b", "images")],
      findings: [
        {
          on: "b",
          text:
            'bucket: bucket "images" has notification "a" too, and the one that is deployed last overwrites the other.\n' +
            'Fix: move all destinations of the bucket to "a".',
        },
      ],
    },
  ],
});
