import { later, madeFrom, output } from "../../support/row-program";
import { stackTable } from "../../support/stack-table";

const statement = (action: unknown, resource: unknown = "*", more: object = {}) => ({
  Effect: "Allow",
  Action: action,
  Resource: resource,
  ...more,
});
const document = (...statements: object[]) => JSON.stringify({ Version: "2012-10-17", Statement: statements });
const trust = (service: unknown) =>
  document({ Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: service } });

const role = (inputs: object = {}) => ({
  type: "aws:iam/role:Role",
  name: "worker-role",
  inputs: { assumeRolePolicy: trust("lambda.amazonaws.com"), ...inputs },
});
const attachment = (name: string, policy: string, inputs: object = {}) => ({
  type: "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
  name,
  inputs: { role: output("worker-role", "name"), policyArn: `arn:aws:iam::aws:policy/${policy}`, ...inputs },
});
const logs = attachment("logs", "service-role/AWSLambdaBasicExecutionRole");
const rights = (policy: unknown, inputs: object = {}) => ({
  type: "aws:iam/rolePolicy:RolePolicy",
  name: "rights",
  inputs: { role: output("worker-role"), policy, ...inputs },
});
const worker = (inputs: object = {}) => ({
  type: "aws:lambda/function:Function",
  name: "worker",
  inputs: { runtime: "python3.13", handler: "app.handler", role: output("worker-role", "arn"), ...inputs },
});
const inNetwork = worker({ vpcConfig: { subnetIds: ["subnet-0a1b2c3d"], securityGroupIds: ["sg-0a1b2c3d"] } });
const queue = (name = "jobs") => ({ type: "aws:sqs/queue:Queue", name, inputs: {} });
const mapping = (eventSourceArn: unknown = output("jobs", "arn"), inputs: object = {}) => ({
  type: "aws:lambda/eventSourceMapping:EventSourceMapping",
  name: "jobs-to-worker",
  inputs: { eventSourceArn, functionName: output("worker", "arn"), ...inputs },
});
const deadLetters = worker({ deadLetterConfig: { targetArn: output("lost", "arn") } });
const lost = { type: "aws:sns/topic:Topic", name: "lost", inputs: {} };
const SQS = ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"];
const onQueue = (name: string) => madeFrom([output(name, "arn")], (arn) => document(statement(SQS, arn)));

const attach = (policy: string) => `attach "arn:aws:iam::aws:policy/${policy}" to role "worker-role"`;
const noReceive = {
  on: "jobs-to-worker",
  text:
    'eventSourceArn: role "worker-role" of function "worker" does not allow sqs:ReceiveMessage, sqs:DeleteMessage and sqs:GetQueueAttributes on queue "jobs", and Lambda refuses this until it does.\n' +
    `Fix: ${attach("service-role/AWSLambdaSQSQueueExecutionRole")}, or allow these actions in a policy of the role.`,
};

stackTable({
  policy: "lambda-role",
  passes: [
    {
      name: "managed policy for the queue",
      resources: [
        role(),
        logs,
        attachment("sqs", "service-role/AWSLambdaSQSQueueExecutionRole"),
        worker(),
        queue(),
        mapping(),
      ],
    },
    {
      name: "policies of the role itself",
      resources: [
        role({
          managedPolicyArns: ["arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"],
          inlinePolicies: [{ name: "queue", policy: document(statement("SQS:*")) }],
        }),
        worker(),
        queue(),
        mapping(),
      ],
    },
    {
      name: "rights on the queue alone, by a policy of the stack",
      resources: [
        role(),
        logs,
        queue(),
        { type: "aws:iam/policy:Policy", name: "read", inputs: { policy: onQueue("jobs") } },
        attachment("read-jobs", "", { policyArn: output("read", "arn") }),
        worker(),
        mapping(),
      ],
    },
    {
      name: "everything but some actions, and rights on a pattern of queues",
      resources: [
        role(),
        rights(
          document({ Effect: "Allow", NotAction: "sqs:*", Resource: "*" }, statement(SQS, "arn:aws:sqs:*:*:job?-*")),
        ),
        worker(),
        queue(),
        mapping(),
      ],
    },
    {
      name: "unknown document",
      resources: [role(), logs, rights(later(document(statement("sqs:*")))), worker(), queue(), mapping()],
    },
    {
      name: "policy of the account, which may allow anything",
      resources: [
        role(),
        attachment("own", "", { policyArn: "arn:aws:iam::123456789012:policy/queues" }),
        worker(),
        queue(),
        mapping(),
      ],
    },
    {
      name: "policy that another provider gives the role",
      resources: [
        role(),
        { type: "aws-native:iam:RolePolicy", name: "native", outputs: {}, dependsOn: ["worker-role"] },
        worker(),
        queue(),
        mapping(),
      ],
    },
    {
      name: "attachment to a role that cannot be told",
      resources: [
        role(),
        logs,
        attachment("sqs", "service-role/AWSLambdaSQSQueueExecutionRole", { role: later("worker-role-1a2b3c4") }),
        worker(),
        queue(),
        mapping(),
      ],
      at: ["preview"],
    },
    {
      name: "queue that lets the role in by its own policy",
      resources: [
        role({ name: "worker" }),
        logs,
        worker(),
        queue(),
        {
          type: "aws:sqs/queuePolicy:QueuePolicy",
          name: "readers",
          inputs: {
            queueUrl: output("jobs", "url"),
            policy: document(statement("sqs:*", "*", { Principal: { AWS: "arn:aws:iam::123456789012:role/worker" } })),
          },
        },
        mapping(),
      ],
    },
    {
      name: "role of another stack",
      resources: [worker({ role: "arn:aws:iam::123456789012:role/service/worker" }), queue(), mapping()],
    },
    {
      name: "network rights that are neither before nor after the function",
      resources: [role(), attachment("network", "service-role/AWSLambdaVPCAccessExecutionRole"), inNetwork],
    },
    {
      name: "no subnets, and tracing that is passed through",
      resources: [
        role(),
        logs,
        worker({ vpcConfig: { subnetIds: [], securityGroupIds: [] }, tracingConfig: { mode: "PassThrough" } }),
      ],
    },
    {
      name: "trust in several services, one by another spelling",
      resources: [
        role({ assumeRolePolicy: trust(["states.amazonaws.com", "lambda.eu-west-1.amazonaws.com"]) }),
        logs,
        worker(),
      ],
    },
  ],
  violates: [
    {
      name: "trust in another service",
      resources: [role({ assumeRolePolicy: trust("states.amazonaws.com") }), logs, worker()],
      findings: [
        {
          on: "worker-role",
          text:
            'assumeRolePolicy: "worker" runs with this role, and Lambda cannot assume it: its trust policy names "states.amazonaws.com" only.\n' +
            'Fix: allow sts:AssumeRole to { "Service": "lambda.amazonaws.com" } in the assumeRolePolicy of "worker-role".',
        },
      ],
    },
    {
      name: "the name of a role",
      resources: [role({ name: "worker-role" }), logs, worker({ role: "worker-role" })],
      findings: [
        { on: "worker", text: 'role: "worker-role" is not the ARN of a role.\nFix: set role to the arn of the role.' },
      ],
    },
    {
      name: "no right to read the queue",
      resources: [role(), logs, worker(), queue(), mapping()],
      findings: [noReceive],
    },
    {
      name: "rights on another queue, with one action for all",
      resources: [role(), logs, queue(), queue("others"), rights(onQueue("others")), worker(), mapping()],
      at: ["up", "state"],
      findings: [noReceive],
    },
    {
      name: "no right to delete from a queue elsewhere, by an alias of the function",
      resources: [
        role(),
        logs,
        rights(
          document(statement(["sqs:Receive*", "sqs:GetQueueAttributes"]), { ...statement("sqs:*"), Effect: "Deny" }),
        ),
        worker(),
        {
          type: "aws:lambda/alias:Alias",
          name: "live",
          inputs: { functionName: output("worker", "name"), functionVersion: "$LATEST" },
        },
        mapping("arn:aws:sqs:eu-west-1:123456789012:orders", { functionName: output("live", "arn") }),
      ],
      findings: [
        {
          on: "jobs-to-worker",
          text:
            'eventSourceArn: role "worker-role" of function "worker" does not allow sqs:DeleteMessage on queue "orders", and Lambda refuses this until it does.\n' +
            `Fix: ${attach("service-role/AWSLambdaSQSQueueExecutionRole")}, or allow these actions in a policy of the role.`,
        },
      ],
    },
    {
      name: "network rights that the role gets after the function",
      resources: [
        role(),
        logs,
        inNetwork,
        attachment("network", "service-role/AWSLambdaVPCAccessExecutionRole", {
          role: madeFrom([output("worker", "role")], (arn) => String(arn).split("/").at(-1)),
        }),
      ],
      findings: [
        {
          on: "worker",
          text:
            'vpcConfig: "network", which gives role "worker-role" its rights, is created after the function, and Lambda refuses the function until then.\n' +
            'Fix: create "network" from role "worker-role" instead of function "worker", and name it in the dependsOn of "worker".',
        },
      ],
    },
    {
      name: "no right to send dead letters, and the topic has a policy for S3 alone",
      resources: [
        role(),
        logs,
        lost,
        {
          type: "aws:sns/topicPolicy:TopicPolicy",
          name: "lost-policy",
          inputs: {
            arn: output("lost", "arn"),
            policy: document(statement("sns:Publish", "*", { Principal: { Service: "s3.amazonaws.com" } })),
          },
        },
        deadLetters,
      ],
      findings: [
        {
          on: "worker",
          text:
            'deadLetterConfig.targetArn: role "worker-role" of function "worker" does not allow sns:Publish on topic "lost", and Lambda refuses the function until it does.\n' +
            'Fix: add an aws.iam.RolePolicy for role "worker-role" that allows sns:Publish.',
        },
      ],
    },
    {
      name: "no right to send to a destination, nor to trace",
      resources: [
        role(),
        logs,
        worker({ tracingConfig: { mode: "Active" } }),
        queue("failed"),
        {
          type: "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig",
          name: "outcomes",
          inputs: {
            functionName: output("worker", "name"),
            destinationConfig: { onFailure: { destination: output("failed", "arn") } },
          },
        },
      ],
      findings: [
        {
          on: "worker",
          text:
            'tracingConfig.mode: role "worker-role" of function "worker" does not allow xray:PutTraceSegments, and Lambda refuses the function until it does.\n' +
            `Fix: ${attach("AWSXRayDaemonWriteAccess")}, or allow these actions in a policy of the role.`,
        },
        {
          on: "outcomes",
          text:
            'destinationConfig.onFailure.destination: role "worker-role" of function "worker" does not allow sqs:SendMessage on queue "failed", and Lambda refuses this until it does.\n' +
            'Fix: add an aws.iam.RolePolicy for role "worker-role" that allows sqs:SendMessage.',
        },
      ],
    },
    {
      name: "no right to read the stream of a table",
      resources: [
        role(),
        attachment("logs", "AmazonDynamoDBReadOnlyAccess"),
        rights(document(statement("logs:*"))),
        worker(),
        {
          type: "aws:dynamodb/table:Table",
          name: "orders",
          inputs: {
            hashKey: "id",
            attributes: [{ name: "id", type: "S" }],
            streamEnabled: true,
            streamViewType: "NEW_IMAGE",
          },
        },
        mapping(output("orders", "streamArn"), { startingPosition: "LATEST" }),
      ],
      findings: [
        {
          on: "jobs-to-worker",
          text:
            'eventSourceArn: role "worker-role" of function "worker" does not allow dynamodb:GetRecords and dynamodb:GetShardIterator on the stream of table "orders", and Lambda refuses this until it does.\n' +
            `Fix: ${attach("service-role/AWSLambdaDynamoDBExecutionRole")}, or allow these actions in a policy of the role.`,
        },
      ],
    },
    {
      name: "no right to write logs",
      resources: [role(), rights(document(statement("s3:GetObject"))), worker()],
      findings: [
        {
          on: "worker-role",
          level: "advisory",
          text:
            'no policy of the role allows logs:CreateLogStream and logs:PutLogEvents, so "worker" writes no logs.\n' +
            `Fix: ${attach("service-role/AWSLambdaBasicExecutionRole")}.`,
        },
      ],
    },
  ],
});
