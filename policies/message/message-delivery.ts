import { typeTokens } from "../../aws/facts/type-aliases";
import { DELIVERY_TYPES, type Delivery, deliveriesOf, EVENT_TARGET } from "../../aws/model/deliveries";
import { fifoProblem, kindProblems } from "../../aws/model/delivery-kinds";
import { notGranted, type Problem } from "../../aws/model/grant-texts";
import { TARGETS } from "../../aws/model/grants";
import { overwriting } from "../../aws/model/overwritten";
import { sameRegion } from "../../aws/model/regions";
import { roleDemanded } from "../../aws/model/role-demands";
import type { Finding } from "../../kit/finding";
import type { Graph } from "../../kit/graph";
import { stackPolicy } from "../../kit/policy";
import { names } from "../../kit/resource";
import { SharedFindings } from "../../kit/shared-findings";
import { quote } from "../../kit/text";

const LOG_FILTER = typeTokens("aws:cloudwatch/logSubscriptionFilter:LogSubscriptionFilter");

/** Queues and topics have one policy each. */
const POLICIES = [TARGETS.queue, TARGETS.topic];

export const messageDelivery = stackPolicy({
  name: "message-delivery",
  description:
    "What is sent to a queue, topic, stream or log group arrives: policy, role, key, region and kind allow it.",
  severity: "high",
  level: "mandatory",
  resources: [...DELIVERY_TYPES, ...LOG_FILTER, ...POLICIES.flatMap(({ grant }) => grant.types)],
  options: {},
  remediationSteps:
    "Allow the service to send in the policy of the queue or topic and in that of its key, and send to a queue or topic of a kind and region that the service accepts.",
  tags: ["sqs", "sns", "eventbridge", "deployment"],
  page: {
    why: "AWS creates a subscription or rule whether or not it may deliver. Where the policy of the queue or topic does not allow the service to send, or its key does not allow it to encrypt, messages are lost without a visible error. A queue or topic has one policy, and a second one takes the place of the first. No other service may use the keys alias/aws/sqs and alias/aws/sns, and their policies cannot be changed. Streams need a role: AWS refuses a subscription of logs or topics that names none.",
    limits:
      "It does not check queues, topics and log groups of other stacks. It assumes that a policy document which is unknown at preview allows the service, that conditions other than aws:SourceArn and aws:SourceAccount hold, and that Deny statements do not apply. s3-notification-destination checks notifications of buckets.",
    advisory:
      "A role on a target that is a log group; a log group that nothing in the stack lets EventBridge write to, since another policy of the account may.",
    sources: [
      "https://docs.aws.amazon.com/sns/latest/dg/subscribe-sqs-queue-to-sns-topic.html",
      "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html",
      "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html",
      "https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html",
      "https://docs.aws.amazon.com/sns/latest/dg/fifo-message-delivery.html",
      "https://docs.aws.amazon.com/sns/latest/dg/sns-dead-letter-queues.html",
      "https://docs.aws.amazon.com/sns/latest/dg/prereqs-kinesis-data-firehose.html",
      "https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutSubscriptionFilter.html",
    ],
    since: "0.1.0",
  },

  async check(graph, _options, report) {
    const found = new SharedFindings();
    await report.each(graph.ofType(...DELIVERY_TYPES, ...LOG_FILTER), (on) => {
      const noRole = EVENT_TARGET.includes(on.type) ? undefined : roleDemanded(on);
      const ofKind = noRole === undefined ? kindProblems(graph, on) : [noRole];
      const problems = ofKind.length > 0 ? ofKind : deliveriesOf(graph, on).flatMap((each) => problemsOf(graph, each));
      for (const problem of problems) found.add(on, problem);
    });
    for (const { grant, kind, noun } of POLICIES)
      for (const { on, first, name } of overwriting(graph, grant.types, grant.target, kind))
        found.add(on, { at: on.properties.at(grant.target), ...overwritten(`${noun} ${quote(name)}`, first.name) });
    found.reportTo(report);
  },
});

const overwritten = (target: string, first: string): Problem => ({
  problem: `${target} has policy ${quote(first)} too, and the one that is deployed last overwrites the other`,
  fix: `move all statements to ${quote(first)}`,
});

const otherRegion = (target: string, region: string, name: string, own: string): Problem => ({
  problem: `${target} is in ${quote(region)}, and ${name} in ${quote(own)}: it sends only within its region`,
  fix: `use a target in ${quote(own)}, or forward through an event bus or a function to ${quote(region)}`,
});

const rolePointless: Problem = {
  problem: "EventBridge writes to log groups by the policy of the account, and AWS advises against a role",
  fix: "remove roleArn, and allow events.amazonaws.com to write in an aws.cloudwatch.LogResourcePolicy",
};

const elsewhere = ({ problem, fix }: Problem): Problem => ({
  problem: `${problem}, unless a policy outside this stack does`,
  fix,
});

type Placed = Omit<Finding, "on">;

function problemsOf(graph: Graph, delivery: Delivery): readonly Placed[] {
  const { on, at, as, targets, services, source, name, asAccount } = delivery;
  const shown = `${as.noun} ${names(targets, "or")}`;
  const ofKind = fifoProblem(delivery, shown);
  if (ofKind !== undefined) return [{ at, ...ofKind }];
  const [region, own] = [sameRegion(targets), sameRegion(source?.resources ?? [])];
  if (EVENT_TARGET.includes(on.type) && region !== undefined && own !== undefined && region !== own)
    return [{ at, ...otherRegion(shown, region, name, own) }];
  // With a role EventBridge sends to queues and topics without their policies.
  if (EVENT_TARGET.includes(on.type) && !delivery.isForDead && on.input("roleArn").state !== "absent")
    return as === TARGETS.logGroup && (on.input("roleArn").state === "known" || on.propertyDependencies.roleArn)
      ? [{ at: on.properties.at("roleArn"), level: "advisory", ...rolePointless }]
      : [];
  const call = { services, action: as.action, ...(source && { source }), ...(asAccount && { asAccount }) };
  const problem = notGranted(graph, targets, as, { name, call });
  if (problem === undefined) return [];
  return [{ at, ...(as === TARGETS.logGroup ? { level: "advisory" as const, ...elsewhere(problem) } : problem) }];
}
