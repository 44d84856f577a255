import { madeFrom, output } from "../../support/row-program";
import { stackTable } from "../../support/stack-table";

const policyFor = (service: string, action: string, statement: object = {}) =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { Service: service }, Action: action, ...statement }],
  });
const queue = (inputs: object = {}) => ({ type: "aws:sqs/queue:Queue", name: "shop", inputs: { ...inputs } });
const topic = (name: string, inputs: object = {}) => ({ type: "aws:sns/topic:Topic", name, inputs: { ...inputs } });
const queuePolicy = (policy: unknown) => ({
  type: "aws:sqs/queuePolicy:QueuePolicy",
  name: "shop-policy",
  inputs: { queueUrl: output("shop", "url"), policy },
});
const topicPolicy = (service: string) => ({
  type: "aws:sns/topicPolicy:TopicPolicy",
  name: "alerts-policy",
  inputs: { arn: output("alerts", "arn"), policy: policyFor(service, "sns:Publish") },
});
const subscription = (inputs: object = {}) => ({
  type: "aws:sns/topicSubscription:TopicSubscription",
  name: "orders-to-shop",
  inputs: { topic: output("orders", "arn"), protocol: "sqs", endpoint: output("shop", "arn"), ...inputs },
});
const rule = {
  type: "aws:cloudwatch/eventRule:EventRule",
  name: "sold",
  inputs: { scheduleExpression: "rate(1 day)" },
};
const target = (arn: unknown, inputs: object = {}) => ({
  type: "aws:cloudwatch/eventTarget:EventTarget",
  name: "sold-target",
  inputs: { rule: output("sold", "name"), arn, ...inputs },
});
const alarm = (name: string) => ({
  type: "aws:cloudwatch/metricAlarm:MetricAlarm",
  name,
  inputs: {
    comparisonOperator: "GreaterThanThreshold",
    evaluationPeriods: 1,
    alarmActions: [output("alerts", "arn")],
  },
});
const fromOrders = madeFrom([output("orders", "arn")], (arn) =>
  policyFor("sns.amazonaws.com", "sqs:*", { Condition: { ArnEquals: { "aws:SourceArn": arn } } }),
);
const deadLetters = madeFrom([output("shop", "arn")], (arn) => JSON.stringify({ deadLetterTargetArn: arn }));
const logFilter = (destinationArn: unknown) => ({
  type: "aws:cloudwatch/logSubscriptionFilter:LogSubscriptionFilter",
  name: "all-logs",
  inputs: { logGroup: "/aws/lambda/shop", filterPattern: "", destinationArn },
});
const toFirehose = {
  protocol: "firehose",
  endpoint: "arn:aws:firehose:eu-west-1:123456789012:deliverystream/orders",
};
const logGroup = { type: "aws:cloudwatch/logGroup:LogGroup", name: "audit", inputs: { name: "/aws/events/audit" } };

stackTable({
  policy: "message-delivery",
  passes: [
    {
      name: "queue policy for the topic, one of everybody's and Deny",
      resources: [queue(), topic("orders"), subscription(), queuePolicy(fromOrders)],
    },
    {
      name: "FIFO topic to FIFO queue, and FIFO topic to standard queue",
      resources: [
        topic("orders", { fifoTopic: true }),
        queue({ fifoQueue: true, policy: policyFor("sns.amazonaws.com", "sqs:SendMessage") }),
        { ...queue({ policy: policyFor("sns.amazonaws.com", "sqs:SendMessage") }), name: "standard" },
        subscription(),
        { ...subscription({ endpoint: output("standard", "arn") }), name: "orders-to-standard" },
      ],
    },
    {
      name: "alarms to a topic without policy, and to one that lets its account send",
      resources: [
        topic("alerts"),
        alarm("errors"),
        topic("own", {
          policy: JSON.stringify({
            Statement: {
              Effect: "Allow",
              Principal: { AWS: "*" },
              Action: "sns:Publish",
              Condition: { StringEquals: { "AWS:SourceOwner": "123456789012" } },
            },
          }),
        }),
        { ...alarm("throttles"), inputs: { ...alarm("throttles").inputs, okActions: [output("own", "arn")] } },
      ],
    },
    {
      name: "rule to a topic, a FIFO queue with a group, and a log group",
      resources: [
        rule,
        topic("alerts"),
        topicPolicy("events.amazonaws.com"),
        target(output("alerts", "arn")),
        queue({ fifoQueue: true, policy: policyFor("events.amazonaws.com", "sqs:SendMessage") }),
        { ...target(output("shop", "arn"), { sqsTarget: { messageGroupId: "sold" } }), name: "to-queue" },
        logGroup,
        { ...target(output("audit", "arn")), name: "to-logs" },
        {
          type: "aws:cloudwatch/logResourcePolicy:LogResourcePolicy",
          name: "events-to-logs",
          inputs: {
            policyName: "events",
            policyDocument: policyFor("delivery.logs.amazonaws.com", "logs:PutLogEvents", {
              Resource: "arn:aws:logs:eu-west-1:123456789012:log-group:/aws/events/*:*",
            }),
          },
        },
      ],
    },
    {
      name: "logs to a destination of another account, and a topic to a Firehose stream by a role",
      resources: [
        topic("orders"),
        logFilter("arn:aws:logs:eu-west-1:210987654321:destination:all"),
        subscription({ ...toFirehose, subscriptionRoleArn: "arn:aws:iam::123456789012:role/send" }),
      ],
    },
    {
      name: "queue that is looked up, and one elsewhere",
      resources: [
        { ...queue({ region: "eu-west-1" }), onlyRead: true },
        topic("orders"),
        subscription(),
        { ...subscription({ endpoint: "arn:aws:sqs:eu-west-1:123456789012:till" }), name: "orders-to-till" },
      ],
    },
    {
      name: "rule to a queue and a topic by a role, which needs no policy of theirs",
      resources: [
        rule,
        queue(),
        topic("alerts"),
        target(output("shop", "arn"), { roleArn: "arn:aws:iam::123456789012:role/events" }),
        { ...target(output("alerts", "arn"), { roleArn: "arn:aws:iam::123456789012:role/events" }), name: "to-alerts" },
      ],
    },
    {
      name: "dead letters of a FIFO topic in a FIFO queue",
      resources: [
        topic("orders", { fifoTopic: true }),
        queue({ fifoQueue: true }),
        queuePolicy(fromOrders),
        subscription({ redrivePolicy: deadLetters }),
      ],
    },
    {
      name: "endpoint of a function, made from a queue too",
      resources: [
        topic("orders"),
        queue(),
        { type: "aws:lambda/function:Function", name: "desk", inputs: { role: "arn:aws:iam::123456789012:role/desk" } },
        subscription({
          protocol: "lambda",
          endpoint: madeFrom([output("desk", "arn"), output("shop", "arn")], (desk) => `${desk}`),
        }),
      ],
    },
  ],
  violates: [
    {
      name: "queue for a protocol that takes functions",
      resources: [topic("orders"), queue(), queuePolicy(fromOrders), subscription({ protocol: "lambda" })],
      findings: [
        {
          on: "orders-to-shop",
          text:
            'endpoint: the endpoint is a queue, and SNS refuses it for protocol "lambda".\n' +
            'Fix: set protocol to "sqs", or endpoint to the ARN of a function.',
        },
      ],
    },
    {
      name: "FIFO queue for the dead letters of a standard topic",
      resources: [
        topic("orders"),
        queue({ fifoQueue: true }),
        queuePolicy(fromOrders),
        subscription({ protocol: "https", endpoint: "https://shop.example.com", redrivePolicy: deadLetters }),
      ],
      findings: [
        {
          on: "orders-to-shop",
          text:
            'redrivePolicy: queue "shop" is a FIFO queue, and SNS sends dead letters of a standard topic only to standard queues.\n' +
            "Fix: name a standard queue in redrivePolicy.",
        },
      ],
    },
    {
      name: "standard queue for the dead letters of a FIFO topic",
      resources: [
        topic("orders", { fifoTopic: true }),
        queue(),
        queuePolicy(fromOrders),
        subscription({ endpoint: "arn:aws:sqs:eu-west-1:123456789012:far.fifo", redrivePolicy: deadLetters }),
      ],
      findings: [
        {
          on: "orders-to-shop",
          text:
            'redrivePolicy: queue "shop" is a standard queue, and SNS sends dead letters of a FIFO topic only to FIFO queues.\n' +
            "Fix: name a FIFO queue in redrivePolicy.",
        },
      ],
    },
    {
      name: "rule to a topic with the policy that SNS gives to topics",
      resources: [
        rule,
        topic("alerts", {
          policy: JSON.stringify({
            Statement: [
              {
                Effect: "Allow",
                Principal: { AWS: "*" },
                Action: ["SNS:Publish", "SNS:Subscribe"],
                Resource: "*",
                Condition: { StringEquals: { "AWS:SourceOwner": "123456789012" } },
              },
            ],
          }),
        }),
        target(output("alerts", "arn")),
      ],
      findings: [
        {
          on: "sold-target",
          text:
            'arn: nothing lets rule "sold" send to topic "alerts".\n' +
            "Fix: allow sns:Publish to events.amazonaws.com in its policy.",
        },
      ],
    },
    {
      name: "topic to a queue without policy, also for what it cannot deliver",
      resources: [
        queue(),
        { ...queue(), name: "dead" },
        topic("orders"),
        subscription({
          redrivePolicy: madeFrom([output("dead", "arn")], (arn) => JSON.stringify({ deadLetterTargetArn: arn })),
        }),
      ],
      findings: [
        {
          on: "orders-to-shop",
          text:
            'endpoint: nothing lets topic "orders" send to queue "shop".\n' +
            'Fix: add an aws.sqs.QueuePolicy for "shop" that allows sqs:SendMessage to sns.amazonaws.com.',
        },
        {
          on: "orders-to-shop",
          text:
            'redrivePolicy: nothing lets topic "orders" send to queue "dead".\n' +
            'Fix: add an aws.sqs.QueuePolicy for "dead" that allows sqs:SendMessage to sns.amazonaws.com.',
        },
      ],
    },
    {
      name: "star in an operator that compares texts as they are",
      resources: [
        topic("orders"),
        queue({
          policy: policyFor("sns.amazonaws.com", "sqs:SendMessage", {
            Condition: { StringEquals: { "aws:SourceArn": "arn:aws:sns:*:*:*" } },
          }),
        }),
        subscription(),
      ],
      findings: [
        {
          on: "orders-to-shop",
          text:
            'endpoint: nothing lets topic "orders" send to queue "shop": its policy is for "arn:aws:sns:*:*:*".\n' +
            'Fix: allow the ARN of topic "orders" in aws:SourceArn of its policy.',
        },
      ],
    },
    {
      name: "two policies of one queue",
      resources: [
        queue(),
        topic("orders"),
        subscription(),
        queuePolicy(fromOrders),
        { ...queuePolicy(policyFor("events.amazonaws.com", "sqs:SendMessage")), name: "shop-rules" },
      ],
      findings: [
        {
          on: "shop-rules",
          text:
            'queueUrl: queue "shop" has policy "shop-policy" too, and the one that is deployed last overwrites the other.\n' +
            'Fix: move all statements to "shop-policy".',
        },
      ],
    },
    {
      name: "queue policy for another topic",
      resources: [
        queue(),
        topic("orders"),
        topic("returns", { name: "returns" }),
        subscription(),
        queuePolicy(
          madeFrom([output("returns", "arn"), output("shop", "arn")], (arn, own) =>
            policyFor("sns.amazonaws.com", "sqs:SendMessage", {
              Resource: own,
              Condition: { ArnLike: { "AWS:SourceArn": `${arn}` } },
            }),
          ),
        ),
      ],
      at: ["state"],
      findings: [
        {
          on: "orders-to-shop",
          text:
            'endpoint: nothing lets topic "orders" send to queue "shop": "shop-policy" is for "arn:aws:sns:eu-west-1:123456789012:returns".\n' +
            'Fix: allow the ARN of topic "orders" in aws:SourceArn of "shop-policy".',
        },
      ],
    },
    {
      name: "alarms to a topic whose policy is for another service",
      resources: [
        topic("alerts"),
        topicPolicy("events.amazonaws.com"),
        alarm("errors"),
        alarm("throttles"),
        {
          type: "aws:cloudwatch/compositeAlarm:CompositeAlarm",
          name: "unwell",
          inputs: { alarmName: "unwell", alarmRule: "ALARM(errors)", alarmActions: [output("alerts", "arn")] },
        },
      ],
      findings: [
        {
          on: "errors",
          text:
            'alarmActions[0]: nothing lets CloudWatch alarms send to topic "alerts" (also in "throttles" and "unwell").\n' +
            'Fix: allow sns:Publish to cloudwatch.amazonaws.com in "alerts-policy".',
        },
      ],
    },
    {
      name: "budget to a topic without policy",
      resources: [
        topic("alerts"),
        {
          type: "aws:budgets/budget:Budget",
          name: "month",
          inputs: {
            budgetType: "COST",
            timeUnit: "MONTHLY",
            notifications: [
              {
                comparisonOperator: "GREATER_THAN",
                notificationType: "ACTUAL",
                threshold: 80,
                thresholdType: "PERCENTAGE",
                subscriberSnsTopicArns: [output("alerts", "arn")],
              },
            ],
          },
        },
      ],
      findings: [
        {
          on: "month",
          text:
            'notifications[0].subscriberSnsTopicArns[0]: nothing lets AWS Budgets send to topic "alerts".\n' +
            'Fix: add an aws.sns.TopicPolicy for "alerts" that allows sns:Publish to budgets.amazonaws.com.',
        },
      ],
    },
    {
      name: "rule to a topic under the key of AWS",
      resources: [
        rule,
        topic("alerts", { kmsMasterKeyId: "alias/aws/sns" }),
        topicPolicy("events.amazonaws.com"),
        target(output("alerts", "arn")),
      ],
      findings: [
        {
          on: "sold-target",
          text:
            'arn: topic "alerts" is encrypted with "alias/aws/sns", an AWS key that rule "sold" cannot use and whose policy cannot be changed.\n' +
            'Fix: leave out kmsMasterKeyId, or encrypt "alerts" with a key of your own whose policy allows kms:GenerateDataKey* and kms:Decrypt to events.amazonaws.com.',
        },
      ],
    },
    {
      name: "FIFO queue and FIFO topic of senders that take none",
      resources: [
        topic("orders"),
        queue({ fifoQueue: true }),
        subscription(),
        topic("lines", { fifoTopic: true }),
        {
          ...subscription({ topic: output("lines", "arn"), protocol: "lambda", endpoint: "desk" }),
          name: "lines-to-desk",
        },
      ],
      findings: [
        {
          on: "orders-to-shop",
          text:
            'endpoint: "shop" is a FIFO queue, and SNS delivers to it only from a FIFO topic, which "orders" is not.\n' +
            'Fix: make "orders" a FIFO topic with fifoTopic, or subscribe a standard queue.',
        },
        {
          on: "lines-to-desk",
          text:
            'protocol: "lines" is a FIFO topic and delivers only to queues, but the protocol is "lambda".\n' +
            "Fix: subscribe a queue and let the function or endpoint read from it, or use a standard topic.",
        },
      ],
    },
    {
      name: "streams that are reached by a role, and none is given",
      resources: [
        topic("orders"),
        { type: "aws:kinesis/stream:Stream", name: "clicks", inputs: { shardCount: 1 } },
        logFilter(output("clicks", "arn")),
        subscription(toFirehose),
      ],
      findings: [
        {
          on: "orders-to-shop",
          text:
            "endpoint: SNS reaches a Firehose stream only through a role, and AWS refuses this without one.\n" +
            "Fix: set subscriptionRoleArn to the arn of a role that sns.amazonaws.com can assume and that allows the call.",
        },
        {
          on: "all-logs",
          text:
            "destinationArn: CloudWatch Logs reaches a Kinesis stream only through a role, and AWS refuses this without one.\n" +
            "Fix: set roleArn to the arn of a role that logs.amazonaws.com can assume and that allows the call.",
        },
      ],
    },
    {
      name: "rule to a FIFO queue elsewhere without group",
      resources: [rule, target("arn:aws:sqs:eu-west-1:123456789012:shop.fifo")],
      findings: [
        {
          on: "sold-target",
          text:
            'arn: "shop.fifo" is a FIFO queue, and EventBridge needs a message group for it.\n' +
            "Fix: set sqsTarget.messageGroupId.",
        },
      ],
    },
    {
      name: "rule to a FIFO queue without group, and to a FIFO topic",
      resources: [
        rule,
        queue({ fifoQueue: true }),
        topic("lines", { fifoTopic: true }),
        target(output("shop", "arn")),
        { ...target(output("lines", "arn")), name: "to-topic" },
      ],
      findings: [
        {
          on: "sold-target",
          text:
            'arn: queue "shop" is a FIFO queue, and EventBridge needs a message group for it.\n' +
            "Fix: set sqsTarget.messageGroupId.",
        },
        {
          on: "to-topic",
          text:
            'arn: topic "lines" is a FIFO topic, and EventBridge cannot send the message group that it needs.\n' +
            "Fix: use a standard topic.",
        },
      ],
    },
    {
      name: "rule to a log group with and without a role, and to a queue in another region",
      resources: [
        rule,
        queue(),
        { ...queue({ region: "us-west-2" }), name: "far" },
        logGroup,
        target(output("audit", "arn"), { roleArn: "arn:aws:iam::123456789012:role/events" }),
        { ...target(output("far", "arn")), name: "to-far" },
        { ...target(output("audit", "arn")), name: "to-logs" },
      ],
      findings: [
        {
          on: "sold-target",
          level: "advisory",
          text:
            "roleArn: EventBridge writes to log groups by the policy of the account, and AWS advises against a role.\n" +
            "Fix: remove roleArn, and allow events.amazonaws.com to write in an aws.cloudwatch.LogResourcePolicy.",
        },
        {
          on: "to-far",
          text:
            'arn: queue "far" is in "us-west-2", and rule "sold" in "eu-west-1": it sends only within its region.\n' +
            'Fix: use a target in "eu-west-1", or forward through an event bus or a function to "us-west-2".',
        },
        {
          on: "to-logs",
          level: "advisory",
          text:
            'arn: nothing lets rule "sold" send to log group "audit", unless a policy outside this stack does.\n' +
            'Fix: add an aws.cloudwatch.LogResourcePolicy for "audit" that allows logs:PutLogEvents to events.amazonaws.com and delivery.logs.amazonaws.com.',
        },
      ],
    },
  ],
});
