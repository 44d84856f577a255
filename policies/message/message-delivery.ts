import { DELIVERY_TYPES, type Delivery, deliveriesOf, EVENT_TARGET, SUBSCRIPTION } from "../../aws/model/deliveries";
import { areFifo, isFifoArn } from "../../aws/model/fifo";
import { notGranted, type Problem } from "../../aws/model/grant-texts";
import { TARGETS } from "../../aws/model/grants";
import { QUEUE, TOPIC } from "../../aws/model/kinds";
import { sameRegion } from "../../aws/model/regions";
import type { Finding } from "../../kit/finding";
import type { Graph, GraphResource, Reference } from "../../kit/graph";
import { stackPolicy } from "../../kit/policy";
import { names } from "../../kit/resource";
import { SharedFindings } from "../../kit/shared-findings";
import { quote } from "../../kit/text";

export const messageDelivery = stackPolicy({
  name: "message-delivery",
  description: "What is sent to a queue, topic or log group arrives: policy, key, region and kind allow it.",
  severity: "high",
  level: "mandatory",
  resources: DELIVERY_TYPES,
  options: {},
  remediationSteps:
    "Allow the service to send in the policy of the queue or topic and in that of its key, and send to a queue or topic of a kind and region that the service takes.",
  tags: ["sqs", "sns", "eventbridge", "deployment"],
  page: {
    why: "A subscription or rule is made whether or not it may deliver. Where the policy of the queue or topic does not allow the service to send, or its key does not allow it to encrypt, messages are dropped without an error that anybody sees. No other service may use the keys alias/aws/sqs and alias/aws/sns, and their policies cannot be changed.",
    limits:
      "Queues, topics and log groups of other stacks are not judged. A policy document that is unknown at preview is taken to allow the service, conditions other than aws:SourceArn and aws:SourceAccount are taken to hold, and Deny statements not to apply. Notifications of buckets are judged by s3-notification-destination.",
    advisory:
      "A role on a target that takes none; a log group that nothing in the stack lets EventBridge write to, since another policy of the account may.",
    sources: [
      "https://docs.aws.amazon.com/sns/latest/dg/subscribe-sqs-queue-to-sns-topic.html",
      "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html",
      "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html",
      "https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html",
      "https://docs.aws.amazon.com/sns/latest/dg/fifo-message-delivery.html",
    ],
    since: "0.1.0",
  },

  async check(graph, _options, report) {
    const found = new SharedFindings();
    await report.each(graph.ofType(...DELIVERY_TYPES), (on) => {
      const ofKind = kindProblems(graph, on);
      const problems = ofKind.length > 0 ? ofKind : deliveriesOf(graph, on).flatMap((each) => problemsOf(graph, each));
      for (const problem of problems) found.add(on, problem);
    });
    found.reportTo(report);
  },
});

const noFifoQueue = (queue: string, topic: string): Problem => ({
  problem: `${queue} is a FIFO queue, and SNS delivers to FIFO queues from FIFO topics only, which ${topic} is not`,
  fix: `make ${topic} a FIFO topic by fifoTopic, or subscribe a standard queue`,
});

const onlyQueues = (topic: string, protocol: string): Problem => ({
  problem: `${topic} is a FIFO topic, which delivers to queues only, and the protocol is ${quote(protocol)}`,
  fix: "subscribe a queue and let the function or endpoint read from it, or use a standard topic",
});

const noGroup = (queue: string): Problem => ({
  problem: `${queue} is a FIFO queue, and EventBridge sends to it with a message group only`,
  fix: "set sqsTarget.messageGroupId",
});

const noFifo = (what: string, noun: string, instead: string): Problem => ({
  problem: `${what} is a FIFO ${noun}, and ${instead}`,
  fix: `use a standard ${noun}`,
});

const otherRegion = (target: string, region: string, name: string, own: string): Problem => ({
  problem: `${target} is in ${quote(region)}, and ${name} in ${quote(own)}: it sends only within its region`,
  fix: `use a target in ${quote(own)}, or let an event bus or function pass on what is for ${quote(region)}`,
});

const noRole = (noun: string): Problem => ({
  problem: `EventBridge sends to a ${noun} by the ${noun}'s policy, and with a role delivery may fail`,
  fix: `leave out roleArn, and let events.amazonaws.com send in the policy of the ${noun}`,
});

const elsewhere = ({ problem, fix }: Problem): Problem => ({
  problem: `${problem}, unless the account has such a policy from elsewhere`,
  fix,
});

type Placed = Omit<Finding, "on">;

/** What is wrong with the kinds of what is sent and where, also where it is of another stack. */
function kindProblems(graph: Graph, on: GraphResource): readonly Placed[] {
  const { properties } = on;
  if (!SUBSCRIPTION.includes(on.type)) return [];
  const [protocol, at] = [properties.at("protocol").string(), properties.at("endpoint")];
  const [topic] = graph.references(on, "topic", TOPIC).map(kindOf);
  if (protocol.state !== "known" || topic?.isFifo === undefined) return [];
  if (topic.isFifo && ONLY_STANDARD.has(protocol.value))
    return [{ at: properties.at("protocol"), ...onlyQueues(topic.name, protocol.value) }];
  const [to] = protocol.value === "sqs" ? graph.references(on, "endpoint", QUEUE).map(kindOf) : [];
  return !topic.isFifo && to?.isFifo ? [{ at, ...noFifoQueue(to.name, topic.name) }] : [];
}

/** https://docs.aws.amazon.com/sns/latest/dg/fifo-message-delivery.html */
const ONLY_STANDARD: ReadonlySet<string> = new Set([
  "application",
  "email",
  "email-json",
  "http",
  "https",
  "lambda",
  "sms",
]);

function problemsOf(graph: Graph, delivery: Delivery): readonly Placed[] {
  const { on, at, as, targets, services, source, name, asAccount } = delivery;
  const shown = `${as.noun} ${names(targets, "or")}`;
  const ofKind = fifoProblem(delivery, shown);
  if (ofKind !== undefined) return [{ at, ...ofKind }];
  const [region, own] = [sameRegion(targets), sameRegion(source?.resources ?? [])];
  if (EVENT_TARGET.includes(on.type) && region !== undefined && own !== undefined && region !== own)
    return [{ at, ...otherRegion(shown, region, name, own) }];
  if (EVENT_TARGET.includes(on.type) && !delivery.isForDead && on.input("roleArn").state !== "absent")
    return on.input("roleArn").state === "known" || on.propertyDependencies.roleArn !== undefined
      ? [{ at: on.properties.at("roleArn"), level: "advisory", ...noRole(as.noun) }]
      : [];
  const call = { services, action: as.action, ...(source && { source }), ...(asAccount && { asAccount }) };
  const problem = notGranted(graph, targets, as, { name, call });
  if (problem === undefined) return [];
  return [{ at, ...(as === TARGETS.logGroup ? { level: "advisory" as const, ...elsewhere(problem) } : problem) }];
}

function fifoProblem({ on, as, targets, isForDead }: Delivery, shown: string): Problem | undefined {
  if (!EVENT_TARGET.includes(on.type) || !areFifo(targets)) return undefined;
  if (as === TARGETS.topic) return noFifo(shown, "topic", "EventBridge cannot give the message group that it demands");
  if (isForDead) return noFifo(shown, "queue", "EventBridge sends dead letters to standard queues only");
  return on.input("sqsTarget").state === "absent" ? noGroup(shown) : undefined;
}

/** What one value names: whether that is FIFO, and its name in a message. */
function kindOf({ at, candidates }: Reference) {
  const text = at.string();
  const isElsewhere = candidates.length === 0 && text.state === "known";
  return isElsewhere
    ? { isFifo: isFifoArn(text.value), name: quote(text.value.split(":").at(-1) ?? "") }
    : { isFifo: areFifo(candidates), name: names(candidates, "or") };
}
