import { resourceTable } from "../../support/resource-table";
import { unknown } from "../../support/wire";

const QUEUE = "arn:aws:sqs:eu-west-1:123456789012:uploads";
const TOPIC = "arn:aws-cn:sns:cn-north-1:123456789012:uploads";
const FUNCTION = "arn:aws:lambda:eu-west-1:123456789012:function:resize";
const created = ["s3:ObjectCreated:*"];
const queue = (more: object = {}) => ({ queueArn: QUEUE, events: created, ...more });

resourceTable({
  policy: "s3-notification-config",
  type: "aws:s3/bucketNotification:BucketNotification",
  passes: [
    {
      name: "queue, topic and function",
      inputs: {
        bucket: "b",
        queues: [queue({ filterPrefix: "a/" })],
        topics: [{ topicArn: TOPIC, events: created, filterPrefix: "b/" }],
        lambdaFunctions: [{ lambdaFunctionArn: FUNCTION, events: ["s3:ObjectRemoved:Delete"] }],
      },
    },
    {
      name: "unknown ARN of a queue of the same program",
      inputs: { bucket: unknown, queues: [queue({ queueArn: unknown, id: "uploads" })] },
    },
    { name: "EventBridge only", inputs: { bucket: "b", eventbridge: true } },
    { name: "unknown EventBridge", inputs: { bucket: "b", eventbridge: unknown } },
    { name: "unknown list", inputs: { bucket: "b", queues: unknown } },
    { name: "unknown entry", inputs: { bucket: "b", queues: [unknown] } },
    {
      name: "same event, prefixes apart",
      inputs: { queues: [queue({ filterPrefix: "uploads/" }), queue({ filterPrefix: "images/" })] },
    },
    {
      name: "same event, prefixes overlap but suffixes are apart",
      inputs: {
        queues: [
          queue({ filterPrefix: "a", filterSuffix: ".jpg" }),
          queue({ filterPrefix: "ab", filterSuffix: ".png" }),
        ],
      },
    },
    {
      name: "same filter, events apart",
      inputs: { queues: [queue(), queue({ events: ["s3:ObjectRemoved:*", "s3:ObjectTagging:Put"] })] },
    },
    {
      name: "unknown prefix, which may keep them apart",
      inputs: { queues: [queue({ filterPrefix: unknown }), queue()] },
    },
    {
      name: "unknown events, which may keep them apart",
      inputs: { queues: [queue({ events: unknown }), queue({ events: unknown })] },
    },
    {
      name: "unknown event in each list, which may keep them apart",
      inputs: { queues: [queue({ events: [unknown] }), queue({ events: [unknown] })] },
    },
    { name: "text where a list belongs", inputs: { queues: "uploads" } },
    { name: "entry that is null", inputs: { queues: [null] } },
    {
      name: "property that a newer provider may have",
      inputs: { queues: [queue({ filterTags: {} })], region: "eu-west-1", skipDestinationValidation: true },
    },
  ],
  violates: [
    {
      name: "CloudFormation's name of the property",
      inputs: { bucket: "b", queueConfigurations: [queue()] },
      findings: ['queueConfigurations: the provider has no property "queueConfigurations".\nFix: rename it to queues.'],
    },
    {
      name: "names in the style of other tools",
      inputs: {
        queue_configurations: [queue()],
        TopicConfigurations: [],
        LambdaFunctionConfigurations: [],
        lambda_functions: [],
        Queues: [],
      },
      findings: [
        'LambdaFunctionConfigurations: the provider has no property "LambdaFunctionConfigurations".\nFix: rename it to lambdaFunctions.',
        'Queues: the provider has no property "Queues".\nFix: rename it to queues.',
        'TopicConfigurations: the provider has no property "TopicConfigurations".\nFix: rename it to topics.',
        'lambda_functions: the provider has no property "lambda_functions".\nFix: rename it to lambdaFunctions.',
        'queue_configurations: the provider has no property "queue_configurations".\nFix: rename it to queues.',
      ],
    },
    {
      name: "CloudFormation's names in an entry",
      inputs: { queues: [{ Queue: QUEUE, Event: "s3:ObjectCreated:*" }] },
      findings: [
        'queues[0].Event: the provider has no property "Event".\nFix: rename it to events.',
        'queues[0].Queue: the provider has no property "Queue".\nFix: rename it to queueArn.',
      ],
    },
    {
      name: "notification of nothing",
      inputs: { bucket: "b", queues: [], eventbridge: false },
      findings: [
        "the notification has no queues, topics or lambdaFunctions, and eventbridge is off, so it notifies nothing.\n" +
          "Fix: add a destination to queues, topics or lambdaFunctions, or remove the resource.",
      ],
    },
    {
      name: "event names that AWS does not have, beside unknown ones",
      inputs: {
        queues: [queue({ events: ["ObjectCreated:*", unknown, "s3:ObjectCreated", "s3:TestEvent", "nonsense"] })],
      },
      findings: [
        'queues[0].events[0]: "ObjectCreated:*" is not an S3 event type.\nFix: use "s3:ObjectCreated:*".',
        'queues[0].events[2]: "s3:ObjectCreated" is not an S3 event type.\nFix: use "s3:ObjectCreated:*".',
        'queues[0].events[3]: "s3:TestEvent" is not an S3 event type.\nFix: use one of AWS\'s, such as "s3:ObjectCreated:*".',
        'queues[0].events[4]: "nonsense" is not an S3 event type.\nFix: use one of AWS\'s, such as "s3:ObjectCreated:*".',
      ],
    },
    {
      name: "entry without events and destination",
      inputs: { lambdaFunctions: [{ filterPrefix: "uploads/" }], topics: [{ topicArn: TOPIC, events: [] }] },
      findings: [
        'topics[0].events: the entry lists no events.\nFix: list the events, such as "s3:ObjectCreated:*".',
        'lambdaFunctions[0].events: the entry lists no events.\nFix: list the events, such as "s3:ObjectCreated:*".',
        "lambdaFunctions[0].lambdaFunctionArn: the entry names no destination.\n" +
          "Fix: set lambdaFunctionArn to the ARN of the Lambda function.",
      ],
    },
    {
      name: "URL where an ARN belongs",
      inputs: { queues: [queue({ queueArn: "https://sqs.eu-west-1.amazonaws.com/123456789012/uploads" })] },
      findings: [
        'queues[0].queueArn: "https://sqs.eu-west-1.amazonaws.com/123456789012/uploads" is not an ARN.\n' +
          "Fix: set queueArn to the ARN of the SQS queue, not to its URL or name.",
      ],
    },
    {
      name: "ARN of another service",
      inputs: {
        queues: [queue({ queueArn: TOPIC, filterPrefix: "a" })],
        lambdaFunctions: [
          {
            lambdaFunctionArn: "arn:aws:states:eu-west-1:123456789012:stateMachine:resize",
            events: created,
            filterPrefix: "b",
          },
        ],
      },
      findings: [
        'queues[0].queueArn: "arn:aws-cn:sns:cn-north-1:123456789012:uploads" is not the ARN of an SQS queue.\n' +
          "Fix: move the entry to topics, with topicArn.",
        'lambdaFunctions[0].lambdaFunctionArn: "arn:aws:states:eu-west-1:123456789012:stateMachine:resize" is not the ARN of a Lambda function.\n' +
          'Fix: name a Lambda function; S3 cannot notify "states".',
      ],
    },
    {
      name: "every event of every key to two destinations",
      inputs: { queues: [queue()], topics: [{ topicArn: TOPIC, events: created }] },
      findings: [
        'topics[0]: queues[0] also takes "s3:ObjectCreated:*" for keys with prefix "" and suffix "", and S3 refuses a second destination.\n' +
          "Fix: give the two a filterPrefix or filterSuffix so that no key matches both, or fan out from one destination.",
      ],
    },
    {
      name: "one event of a key to two destinations",
      inputs: {
        queues: [queue({ filterPrefix: "uploads/", filterSuffix: ".jpg" })],
        lambdaFunctions: [
          {
            lambdaFunctionArn: FUNCTION,
            events: ["s3:ObjectRemoved:*", "s3:ObjectCreated:Put"],
            filterPrefix: "uploads/raw/",
          },
        ],
      },
      findings: [
        'lambdaFunctions[0]: queues[0] also takes "s3:ObjectCreated:Put" for keys with prefix "uploads/raw/" and suffix ".jpg", and S3 refuses a second destination.\n' +
          "Fix: give the two a filterPrefix or filterSuffix so that no key matches both, or fan out from one destination.",
      ],
    },
  ],
});
