import { madeFrom, output } from "../../support/row-program";
import { stackTable } from "../../support/stack-table";

const dead = (inputs: object = {}) => ({ type: "aws:sqs/queue:Queue", name: "lost", inputs: { ...inputs } });
const redrive = (more: object = { maxReceiveCount: 5 }) =>
  madeFrom([output("lost", "arn")], (deadLetterTargetArn) => JSON.stringify({ deadLetterTargetArn, ...more }));
const queue = (redrivePolicy: unknown, inputs: object = {}) => ({
  type: "aws:sqs/queue:Queue",
  name: "orders",
  inputs: { redrivePolicy, ...inputs },
});
const known = (policy: object) => queue(JSON.stringify(policy));
const LOST = "arn:aws:sqs:eu-west-1:123456789012:lost";
const allow = (policy: object) => ({ redriveAllowPolicy: JSON.stringify(policy) });
const found = (text: string, on = "orders") => [{ on, text }];

stackTable({
  policy: "sqs-dead-letter-queue",
  passes: [
    { name: "queues of one kind", resources: [dead(), queue(redrive())] },
    {
      name: "FIFO queues, by a resource of its own, and a queue that allows it",
      resources: [
        dead({ fifoQueue: true, ...allow({ redrivePermission: "allowAll" }) }),
        { type: "aws:sqs/queue:Queue", name: "orders", inputs: { fifoQueue: true } },
        {
          type: "aws:sqs/redrivePolicy:RedrivePolicy",
          name: "redrive",
          inputs: { queueUrl: output("orders"), redrivePolicy: redrive() },
        },
      ],
    },
    {
      name: "queue elsewhere, and a count as a text",
      resources: [known({ deadLetterTargetArn: LOST, maxReceiveCount: "5" })],
    },
    {
      name: "standard queue for a function, and a topic",
      resources: [
        dead(),
        {
          type: "aws:lambda/function:Function",
          name: "worker",
          inputs: {
            role: "arn:aws:iam::123456789012:role/worker",
            deadLetterConfig: { targetArn: output("lost", "arn") },
          },
        },
      ],
    },
  ],
  violates: [
    {
      name: "standard queue for a FIFO queue",
      resources: [dead(), queue(redrive(), { fifoQueue: true })],
      findings: found(
        'redrivePolicy: queue "orders" is FIFO, and its dead-letter queue "lost" is standard: SQS needs both to be of the same kind.\n' +
          'Fix: set fifoQueue of "lost" to true.',
      ),
    },
    {
      name: "FIFO queue elsewhere for a standard queue",
      resources: [known({ deadLetterTargetArn: `${LOST}.fifo`, maxReceiveCount: 5 })],
      findings: found(
        'redrivePolicy: queue "orders" is standard, and its dead-letter queue "lost.fifo" is FIFO: SQS needs both to be of the same kind.\n' +
          'Fix: make "lost.fifo" a standard queue, without fifoQueue.',
      ),
    },
    {
      name: "queue in another region",
      resources: [queue(JSON.stringify({ deadLetterTargetArn: LOST, maxReceiveCount: 5 }), { region: "eu-central-1" })],
      findings: found(
        'redrivePolicy: queue "orders" is in region "eu-central-1", and its dead-letter queue "lost" in "eu-west-1".\n' +
          'Fix: name a dead-letter queue in "eu-central-1".',
      ),
    },
    {
      name: "topic and no number, and a policy that says nothing",
      resources: [
        known({ deadLetterTargetArn: "arn:aws:sns:eu-west-1:123456789012:lost", maxReceiveCount: 0 }),
        { ...known({}), name: "returns" },
      ],
      findings: [
        ...found(
          'redrivePolicy: "arn:aws:sns:eu-west-1:123456789012:lost" is not the ARN of a queue.\n' +
            "Fix: set deadLetterTargetArn to the ARN of the dead-letter queue.",
        ),
        ...found(
          "redrivePolicy: SQS does not accept this maxReceiveCount.\nFix: set maxReceiveCount to a number from 1 to 1000.",
        ),
        ...found(
          "redrivePolicy: the policy names no dead-letter queue.\nFix: set deadLetterTargetArn to the ARN of the dead-letter queue.",
          "returns",
        ),
        ...found(
          "redrivePolicy: the policy has no maxReceiveCount.\nFix: set maxReceiveCount to a number from 1 to 1000.",
          "returns",
        ),
      ],
    },
    {
      name: "queue that allows none",
      resources: [dead(allow({ redrivePermission: "denyAll" })), queue(redrive())],
      findings: found(
        'redrivePolicy: dead-letter queue "lost" does not allow queue "orders" to use it: its redriveAllowPolicy says denyAll.\n' +
          'Fix: add "orders" to the sourceQueueArns of "lost", with redrivePermission "byQueue".',
      ),
    },
    {
      name: "FIFO queues for the dead letters and failures of a function",
      resources: [
        dead({ fifoQueue: true }),
        {
          type: "aws:lambda/function:Function",
          name: "worker",
          inputs: {
            role: "arn:aws:iam::123456789012:role/worker",
            deadLetterConfig: { targetArn: output("lost", "arn") },
          },
        },
        {
          type: "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig",
          name: "failures",
          inputs: {
            functionName: output("worker", "name"),
            destinationConfig: { onFailure: { destination: `${LOST}.fifo` } },
          },
        },
        {
          type: "aws:lambda/eventSourceMapping:EventSourceMapping",
          name: "clicks",
          inputs: {
            functionName: output("worker", "name"),
            eventSourceArn: "arn:aws:kinesis:eu-west-1:123456789012:stream/clicks",
            startingPosition: "LATEST",
            destinationConfig: { onFailure: { destinationArn: output("lost", "arn") } },
          },
        },
      ],
      findings: [
        {
          on: "worker",
          text:
            'deadLetterConfig.targetArn: queue "lost" is FIFO, but Lambda sends dead letters only to standard queues.\n' +
            "Fix: name a standard queue.",
        },
        {
          on: "failures",
          text:
            'destinationConfig.onFailure.destination: queue "lost.fifo" is FIFO, but Lambda sends dead letters only to standard queues.\n' +
            "Fix: name a standard queue.",
        },
        {
          on: "clicks",
          text:
            'destinationConfig.onFailure.destinationArn: queue "lost" is FIFO, but Lambda sends dead letters only to standard queues.\n' +
            "Fix: name a standard queue.",
        },
      ],
    },
  ],
});
