// States of stacks whose arrows are of all three kinds, as `pulumi stack export` writes them.

const NAMED = "urn:pulumi:dev::shop::";
const ROOT = `${NAMED}pulumi:pulumi:Stack::shop-dev`;
const PROVIDER = `${NAMED}pulumi:providers:aws::default`;

export const urnOf = (type: string, name: string) => `${NAMED}${type}::${name}`;

const arnOf = (service: string, name: string) => `arn:aws:${service}:eu-west-1:123456789012:${name}`;

type Values = Readonly<Record<string, unknown>>;

export function resource(type: string, name: string, inputs: Values, outputs: Values = {}): object {
  return {
    urn: urnOf(type, name),
    type,
    custom: true,
    id: name,
    parent: ROOT,
    provider: `${PROVIDER}::p`,
    inputs: { __defaults: [], ...inputs },
    outputs: { id: name, name, ...inputs, ...outputs },
    dependencies: [],
    propertyDependencies: {},
  };
}

export interface Names {
  readonly topic: string;
  readonly queue: string;
  readonly worker: string;
  readonly table: string;
  readonly bucket: string;
}

export const namesOf = (index: number): Names => ({
  topic: `placed-${index}`,
  queue: `orders-${index}`,
  worker: `process-orders-${index}`,
  table: `orders-table-${index}`,
  bucket: `archive-of-all-orders-${index}`,
});

/**
 * A topic that sends to a queue, which calls a function, whose environment names a table; and a bucket without arrows.
 * @param isAllowed whether the policy of the queue allows the topic to send
 */
export function pipeline({ topic, queue, worker, table, bucket }: Names, isAllowed = false, values: Values = {}) {
  const queueUrl = `https://sqs.eu-west-1.amazonaws.com/123456789012/${queue}`;
  const allow = {
    Statement: [
      { Effect: "Allow", Principal: { Service: "sns.amazonaws.com" }, Action: "sqs:SendMessage", Resource: "*" },
    ],
  };
  return [
    resource("aws:sns/topic:Topic", topic, { name: topic }, { arn: arnOf("sns", topic) }),
    resource("aws:sqs/queue:Queue", queue, { name: queue, ...values }, { arn: arnOf("sqs", queue), url: queueUrl }),
    resource("aws:sns/topicSubscription:TopicSubscription", `${topic}-${queue}`, {
      topic: arnOf("sns", topic),
      protocol: "sqs",
      endpoint: arnOf("sqs", queue),
    }),
    ...(isAllowed
      ? [resource("aws:sqs/queuePolicy:QueuePolicy", queue, { queueUrl, policy: JSON.stringify(allow) })]
      : []),
    resource(
      "aws:lambda/function:Function",
      worker,
      {
        name: worker,
        role: "arn:aws:iam::123456789012:role/worker",
        runtime: "python3.13",
        handler: "main.handler",
        environment: { variables: { TABLE: table } },
      },
      { arn: arnOf("lambda", `function:${worker}`) },
    ),
    resource("aws:lambda/eventSourceMapping:EventSourceMapping", worker, {
      eventSourceArn: arnOf("sqs", queue),
      functionName: arnOf("lambda", `function:${worker}`),
    }),
    resource(
      "aws:dynamodb/table:Table",
      table,
      { name: table, billingMode: "PAY_PER_REQUEST", hashKey: "id", attributes: [{ name: "id", type: "S" }] },
      { arn: arnOf("dynamodb", `table/${table}`) },
    ),
    resource("aws:s3/bucket:Bucket", bucket, { bucket }, { arn: `arn:aws:s3:::${bucket}` }),
  ];
}

/** The role of the functions, which allows what SQS needs. */
const roleFor = (service: string) => [
  resource(
    "aws:iam/role:Role",
    "worker",
    {
      name: "worker",
      assumeRolePolicy: JSON.stringify({
        Statement: [{ Effect: "Allow", Principal: { Service: service }, Action: "sts:AssumeRole" }],
      }),
    },
    { arn: "arn:aws:iam::123456789012:role/worker" },
  ),
  resource("aws:iam/rolePolicyAttachment:RolePolicyAttachment", "worker", {
    role: "worker",
    policyArn: "arn:aws:iam::aws:policy/service-role/AWSLambdaSQSQueueExecutionRole",
  }),
];

/**
 * A state of a stack with some resources.
 * @param service who can assume the role of the functions
 */
export function stateOf(resources: readonly object[], service = "lambda.amazonaws.com"): string {
  const root = { urn: ROOT, custom: false, type: "pulumi:pulumi:Stack" };
  const provider = {
    urn: PROVIDER,
    custom: true,
    type: "pulumi:providers:aws",
    id: "p",
    inputs: { region: "eu-west-1" },
  };
  const manifest = { time: "2026-01-01T00:00:00Z", magic: "", version: "" };
  return JSON.stringify({
    version: 3,
    deployment: { manifest, resources: [root, provider, ...roleFor(service), ...resources] },
  });
}

/** A state with so many parts in the picture, of which every other queue is let in. */
export function wiringState(parts: number): string {
  const all = Array.from({ length: parts / 5 }, (_, index) => pipeline(namesOf(index), index % 2 === 1));
  return stateOf(all.flat());
}
