import { output } from "../../support/row-program";
import { stackTable } from "../../support/stack-table";

const role = (...actions: readonly string[]) => ({
  type: "aws:iam/role:Role",
  name: "copier",
  inputs: {
    assumeRolePolicy: JSON.stringify({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: "pipes.amazonaws.com" } }],
    }),
    inlinePolicies: [
      {
        name: "reads",
        policy: JSON.stringify({
          Version: "2012-10-17",
          Statement: [{ Effect: "Allow", Action: actions, Resource: "*" }],
        }),
      },
    ],
  },
});
const queue = (name: string) => ({ type: "aws:sqs/queue:Queue", name, inputs: {} });
const table = (inputs: object = {}) => ({
  type: "aws:dynamodb/table:Table",
  name: "orders",
  inputs: {
    billingMode: "PAY_PER_REQUEST",
    hashKey: "id",
    attributes: [{ name: "id", type: "S" }],
    ...inputs,
  },
});
const streamed = table({ streamEnabled: true, streamViewType: "NEW_IMAGE" });
const pipe = (source: unknown, inputs: object = {}, ...dependsOn: readonly string[]) => ({
  type: "aws:pipes/pipe:Pipe",
  name: "copy",
  inputs: { roleArn: output("copier", "arn"), source, target: "arn:aws:sns:eu-west-1:123456789012:all", ...inputs },
  dependsOn,
});
const fromLatest = (more: object = {}) => ({
  sourceParameters: { dynamodbStreamParameters: { startingPosition: "LATEST", ...more } },
});

stackTable({
  policy: "eventbridge-pipe-source",
  passes: [
    {
      name: "pipe from a queue, which needs no position",
      resources: [role("sqs:*"), queue("jobs"), pipe(output("jobs", "arn"))],
    },
    {
      name: "pipe from the stream of a table, with a queue for what fails",
      resources: [
        role("dynamodb:*", "sqs:SendMessage"),
        streamed,
        queue("failed"),
        pipe(output("orders", "streamArn"), fromLatest({ deadLetterConfig: { arn: output("failed", "arn") } })),
      ],
    },
    {
      name: "role and broker outside of the stack",
      resources: [
        pipe("arn:aws:mq:eu-west-1:123456789012:broker:orders:b-1", {
          roleArn: "arn:aws:iam::123456789012:role/copier",
        }),
      ],
    },
  ],
  violates: [
    {
      name: "streams without a position, of a table and elsewhere",
      resources: [
        role("dynamodb:*", "kinesis:*"),
        streamed,
        pipe(output("orders", "streamArn"), { sourceParameters: { filterCriteria: { filters: [] } } }),
        { ...pipe("arn:aws:kinesis:eu-west-1:123456789012:stream/clicks"), name: "count" },
      ],
      findings: [
        {
          on: "copy",
          text:
            "source: the source is a stream of a table, and the pipe does not say where to start reading.\n" +
            'Fix: set sourceParameters.dynamodbStreamParameters.startingPosition to "LATEST" or "TRIM_HORIZON".',
        },
        {
          on: "count",
          text:
            "source: the source is a Kinesis stream, and the pipe does not say where to start reading.\n" +
            'Fix: set sourceParameters.kinesisStreamParameters.startingPosition to "LATEST" or "TRIM_HORIZON".',
        },
      ],
    },
    {
      name: "table without stream, and the table itself",
      resources: [
        role("dynamodb:*"),
        table(),
        pipe(output("orders", "streamArn"), fromLatest()),
        { ...pipe("arn:aws:dynamodb:eu-west-1:123456789012:table/returns", fromLatest()), name: "copy-returns" },
      ],
      findings: [
        {
          on: "copy",
          text:
            'source: table "orders" has no stream, and a pipe reads only the stream of a table.\n' +
            'Fix: set streamEnabled of "orders" to true, and streamViewType for example to "NEW_AND_OLD_IMAGES".',
        },
        {
          on: "copy-returns",
          text:
            'source: "table/returns" is a table, but a pipe reads the stream of a table.\n' +
            "Fix: set source to streamArn of the table.",
        },
      ],
    },
    {
      name: "role that may neither read the stream nor send to the queue for what fails",
      resources: [
        role("dynamodb:GetRecords", "dynamodb:DescribeStream"),
        streamed,
        queue("failed"),
        pipe(output("orders", "streamArn"), fromLatest({ deadLetterConfig: { arn: output("failed", "arn") } })),
      ],
      findings: [
        {
          on: "copy",
          text:
            'source: role "copier" does not allow dynamodb:GetShardIterator on the stream of table "orders", and AWS refuses the pipe until it does.\n' +
            'Fix: add an aws.iam.RolePolicy for role "copier" that allows dynamodb:GetShardIterator, and name it in the dependsOn of the pipe.',
        },
        {
          on: "copy",
          text:
            'sourceParameters.dynamodbStreamParameters.deadLetterConfig.arn: role "copier" does not allow sqs:SendMessage on queue "failed", and AWS refuses the pipe until it does.\n' +
            'Fix: add an aws.iam.RolePolicy for role "copier" that allows sqs:SendMessage, and name it in the dependsOn of the pipe.',
        },
      ],
    },
    {
      name: "right to read that is given after the pipe",
      resources: [
        role("sns:Publish"),
        queue("jobs"),
        pipe(output("jobs", "arn")),
        {
          type: "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
          name: "read",
          inputs: {
            role: output("copier", "name"),
            policyArn: "arn:aws:iam::aws:policy/service-role/AWSLambdaSQSQueueExecutionRole",
          },
          dependsOn: ["copy"],
        },
      ],
      findings: [
        {
          on: "copy",
          text:
            'source: "read", which gives role "copier" its rights on queue "jobs", is created after the pipe, and AWS refuses the pipe until then.\n' +
            'Fix: name "read" in the dependsOn of the pipe.',
        },
      ],
    },
  ],
});
