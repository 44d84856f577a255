import { output } from "../../support/row-program";
import { stackTable } from "../../support/stack-table";

const role = (service: string, action = "*") => ({
  type: "aws:iam/role:Role",
  name: "caller",
  inputs: {
    assumeRolePolicy: JSON.stringify({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: service } }],
    }),
    inlinePolicies: [
      {
        name: "calls",
        policy: JSON.stringify({
          Version: "2012-10-17",
          Statement: [{ Effect: "Allow", Action: action, Resource: "*" }],
        }),
      },
    ],
  },
});
const queue = (inputs: object = {}) => ({ type: "aws:sqs/queue:Queue", name: "jobs", inputs: { ...inputs } });
const schedule = (target: object = {}) => ({
  type: "aws:scheduler/schedule:Schedule",
  name: "nightly",
  inputs: {
    scheduleExpression: "rate(1 day)",
    flexibleTimeWindow: { mode: "OFF" },
    target: { arn: output("jobs", "arn"), roleArn: output("caller", "arn"), ...target },
  },
});
const pipe = (inputs: object = {}) => ({
  type: "aws:pipes/pipe:Pipe",
  name: "copy",
  inputs: {
    roleArn: output("caller", "arn"),
    source: "arn:aws:sqs:eu-west-1:123456789012:orders",
    target: output("jobs", "arn"),
    ...inputs,
  },
});
const rule = {
  type: "aws:cloudwatch/eventRule:EventRule",
  name: "sold",
  inputs: { scheduleExpression: "rate(1 day)" },
};
const machine = {
  type: "aws:sfn/stateMachine:StateMachine",
  name: "orders",
  inputs: { definition: "{}", roleArn: "arn:aws:iam::123456789012:role/orders" },
};
const target = (arn: unknown) => ({
  type: "aws:cloudwatch/eventTarget:EventTarget",
  name: "sold-orders",
  inputs: { rule: output("sold", "name"), arn, roleArn: output("caller", "arn") },
});

const roleless = (arn: unknown) => ({
  type: "aws:cloudwatch/eventTarget:EventTarget",
  name: "sold-orders",
  inputs: { rule: output("sold", "name"), arn },
});

stackTable({
  policy: "eventbridge-target",
  passes: [
    {
      name: "pipe to a FIFO queue with a group",
      resources: [
        role("pipes.amazonaws.com"),
        queue({ fifoQueue: true }),
        pipe({ targetParameters: { sqsQueueParameters: { messageGroupId: "all" } } }),
      ],
    },
    {
      name: "schedule and rule whose roles allow the call",
      resources: [
        role("scheduler.amazonaws.com", "sqs:Send*"),
        queue({ fifoQueue: true }),
        schedule({ sqsParameters: { messageGroupId: "jobs" } }),
        { ...role("events.amazonaws.com", "states:StartExecution"), name: "starter" },
        rule,
        machine,
        {
          ...target(output("orders", "arn")),
          inputs: { ...target(output("orders", "arn")).inputs, roleArn: output("starter", "arn") },
        },
      ],
    },
    {
      name: "rule whose role may send to the queue",
      resources: [role("events.amazonaws.com", "sqs:SendMessage"), queue(), rule, target(output("jobs", "arn"))],
    },
    {
      name: "role and target outside of the stack, and a rule that calls by the policy of its queue",
      resources: [
        schedule({
          arn: "arn:aws:scheduler:::aws-sdk:sqs:purgeQueue",
          roleArn: "arn:aws:iam::123456789012:role/caller",
        }),
        role("lambda.amazonaws.com"),
        queue(),
        rule,
        roleless(output("jobs", "arn")),
        { ...roleless("arn:aws:events:eu-west-1:123456789012:event-bus/audit"), name: "to-bus" },
      ],
    },
  ],
  violates: [
    {
      name: "pipe to a FIFO queue without a group",
      resources: [role("pipes.amazonaws.com"), queue({ fifoQueue: true }), pipe({ targetParameters: {} })],
      findings: [
        {
          on: "copy",
          text:
            'target: queue "jobs" is FIFO and needs a message group.\n' +
            'Fix: set targetParameters.sqsQueueParameters.messageGroupId of "copy".',
        },
      ],
    },
    {
      name: "schedule with a role for rules, and a FIFO queue without a group",
      resources: [role("events.amazonaws.com"), queue({ fifoQueue: true }), schedule()],
      findings: [
        {
          on: "nightly",
          text:
            'target: queue "jobs" is FIFO and needs a message group.\n' +
            'Fix: set target.sqsParameters.messageGroupId of "nightly".',
        },
        {
          on: "nightly",
          text:
            'target.roleArn: EventBridge Scheduler cannot assume role "caller", whose trust policy names "events.amazonaws.com" only: AWS refuses the schedule.\n' +
            'Fix: allow sts:AssumeRole to { "Service": "scheduler.amazonaws.com" } in the assumeRolePolicy of "caller".',
        },
      ],
    },
    {
      name: "rule whose role may not start the state machine",
      resources: [
        role("events.amazonaws.com", "lambda:InvokeFunction"),
        rule,
        machine,
        target(output("orders", "arn")),
      ],
      findings: [
        {
          on: "sold-orders",
          level: "advisory",
          text:
            'roleArn: role "caller" does not allow states:StartExecution on state machine "orders", so EventBridge cannot call it.\n' +
            'Fix: add an aws.iam.RolePolicy for "caller" that allows states:StartExecution.',
        },
      ],
    },
    {
      name: "rule whose role may not send to the queue, and one whose role is for functions",
      resources: [
        role("events.amazonaws.com", "sns:Publish"),
        { ...role("lambda.amazonaws.com"), name: "worker" },
        queue(),
        rule,
        target(output("jobs", "arn")),
        {
          ...target(output("jobs", "arn")),
          name: "sold-jobs",
          inputs: { ...target(output("jobs", "arn")).inputs, roleArn: output("worker", "arn") },
        },
      ],
      findings: [
        {
          on: "sold-jobs",
          level: "advisory",
          text:
            'roleArn: EventBridge cannot assume role "worker", whose trust policy names "lambda.amazonaws.com" only: no event reaches the target.\n' +
            'Fix: allow sts:AssumeRole to { "Service": "events.amazonaws.com" } in the assumeRolePolicy of "worker".',
        },
        {
          on: "sold-orders",
          level: "advisory",
          text:
            'roleArn: role "caller" does not allow sqs:SendMessage on queue "jobs", so EventBridge cannot call it.\n' +
            'Fix: add an aws.iam.RolePolicy for "caller" that allows sqs:SendMessage.',
        },
      ],
    },
    {
      name: "rule for a state machine, and for a stream elsewhere, without a role",
      resources: [
        rule,
        machine,
        roleless(output("orders", "arn")),
        { ...roleless("arn:aws:kinesis:eu-west-1:123456789012:stream/clicks"), name: "sold-clicks" },
      ],
      findings: [
        {
          on: "sold-clicks",
          text:
            "arn: EventBridge reaches a Kinesis stream only through a role, and AWS refuses this without one.\n" +
            "Fix: set roleArn to the arn of a role that events.amazonaws.com can assume and that allows the call.",
        },
        {
          on: "sold-orders",
          text:
            "arn: EventBridge reaches a state machine only through a role, and AWS refuses this without one.\n" +
            "Fix: set roleArn to the arn of a role that events.amazonaws.com can assume and that allows the call.",
        },
      ],
    },
  ],
});
