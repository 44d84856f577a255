import type { Finding } from "../../kit/finding";
import type { Graph, GraphResource, Kind, Reference } from "../../kit/graph";
import { textOf } from "../../kit/known";
import { names } from "../../kit/resource";
import { quote } from "../../kit/text";
import { type Delivery, EVENT_TARGET, SUBSCRIPTION } from "./deliveries";
import { areFifo, isFifoArn } from "./fifo";
import type { Problem } from "./grant-texts";
import { TARGETS } from "./grants";
import { FUNCTION, QUEUE, TOPIC } from "./kinds";

type Placed = Omit<Finding, "on">;

/** A mismatch of FIFO and standard between source and target, also of other stacks. */
export function kindProblems(graph: Graph, on: GraphResource): readonly Placed[] {
  return SUBSCRIPTION.includes(on.type) ? subscriptionProblems(graph, on) : elsewhereProblems(graph, on);
}

function subscriptionProblems(graph: Graph, on: GraphResource): readonly Placed[] {
  const { properties } = on;
  const [protocol, at] = [properties.at("protocol").string(), properties.at("endpoint")];
  const [topic] = graph.references(on, "topic", TOPIC).map(kindOf);
  if (protocol.state !== "known") return [];
  const noun = protocolMismatch(graph, on, protocol.value);
  if (noun !== undefined) return [{ at, ...wrongProtocol(noun, protocol.value) }];
  if (topic?.isFifo === undefined) return [];
  if (topic.isFifo && ONLY_STANDARD.has(protocol.value))
    return [{ at: properties.at("protocol"), ...onlyQueues(topic.name, protocol.value) }];
  const [to] = protocol.value === "sqs" ? graph.references(on, "endpoint", QUEUE).map(kindOf) : [];
  return !topic.isFifo && to?.isFifo ? [{ at, ...noFifoQueue(to.name, topic.name) }] : [];
}

/** The protocol for each kind of endpoint: https://docs.aws.amazon.com/sns/latest/api/API_Subscribe.html */
const PROTOCOLS: Readonly<Record<string, { readonly kind: Kind; readonly noun: string }>> = {
  lambda: { kind: FUNCTION, noun: "function" },
  sqs: { kind: QUEUE, noun: "queue" },
};

/** What an endpoint certainly is that its protocol is not for; undefined if they fit. */
function protocolMismatch(graph: Graph, on: GraphResource, protocol: string): string | undefined {
  if (PROTOCOLS[protocol] === undefined) return undefined;
  const others = Object.entries(PROTOCOLS).filter(([name]) => name !== protocol);
  const made = on.propertyDependencies.endpoint ?? [];
  return others.find(([, { kind }]) => {
    const [reference] = graph.references(on, "endpoint", kind);
    const areAll = made.every(({ type }) => kind.types.includes(type));
    return reference !== undefined && reference.candidates.length > 0 && areAll;
  })?.[1].noun;
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

/** A target of EventBridge that is FIFO by its ARN, of another stack. */
function elsewhereProblems(graph: Graph, on: GraphResource): readonly Placed[] {
  const at = on.properties.at("arn");
  const text = textOf(at);
  if (!EVENT_TARGET.includes(on.type) || text === undefined || !isFifoArn(text)) return [];
  const as = text.includes(":sqs:") ? TARGETS.queue : TARGETS.topic;
  if (graph.identified(text, as.kind).length > 0) return [];
  const problem = eventTargetProblem(on, as === TARGETS.queue, quote(text.split(":").at(-1) ?? ""));
  return problem === undefined ? [] : [{ at, ...problem }];
}

/** A mismatch of FIFO and standard for a target of EventBridge, or for dead letters of SNS. */
export function fifoProblem({ on, as, targets, source, isForDead }: Delivery, shown: string): Problem | undefined {
  if (SUBSCRIPTION.includes(on.type) && isForDead) {
    const [isFifo, isOfFifo] = [areFifo(targets), areFifo(source?.resources ?? [])];
    const areKnown = isFifo !== undefined && isOfFifo !== undefined;
    return areKnown && isFifo !== isOfFifo ? otherKind(shown, isOfFifo) : undefined;
  }
  if (!EVENT_TARGET.includes(on.type) || !areFifo(targets)) return undefined;
  if (as === TARGETS.queue && isForDead)
    return noFifo(shown, "queue", "EventBridge sends dead letters to standard queues only");
  return eventTargetProblem(on, as === TARGETS.queue, shown);
}

function eventTargetProblem(on: GraphResource, isQueue: boolean, shown: string): Problem | undefined {
  if (!isQueue) return noFifo(shown, "topic", "EventBridge cannot send the message group that it needs");
  return on.input("sqsTarget").state === "absent" ? noGroup(shown) : undefined;
}

/** A queue or topic: whether it is FIFO, and its name in messages. */
function kindOf({ at, candidates }: Reference) {
  const text = at.string();
  const isElsewhere = candidates.length === 0 && text.state === "known";
  return isElsewhere
    ? { isFifo: isFifoArn(text.value), name: quote(text.value.split(":").at(-1) ?? "") }
    : { isFifo: areFifo(candidates), name: names(candidates, "or") };
}

const wrongProtocol = (noun: string, protocol: string): Problem => ({
  problem: `the endpoint is a ${noun}, and SNS refuses it for protocol ${quote(protocol)}`,
  fix: `set protocol to ${quote(noun === "queue" ? "sqs" : "lambda")}, or endpoint to the ARN of a ${PROTOCOLS[protocol]?.noun}`,
});

const noFifoQueue = (queue: string, topic: string): Problem => ({
  problem: `${queue} is a FIFO queue, and SNS delivers to it only from a FIFO topic, which ${topic} is not`,
  fix: `make ${topic} a FIFO topic with fifoTopic, or subscribe a standard queue`,
});

/** https://docs.aws.amazon.com/sns/latest/dg/sns-dead-letter-queues.html */
const otherKind = (queue: string, isOfFifo: boolean): Problem => ({
  problem: isOfFifo
    ? `${queue} is a standard queue, and SNS sends dead letters of a FIFO topic only to FIFO queues`
    : `${queue} is a FIFO queue, and SNS sends dead letters of a standard topic only to standard queues`,
  fix: `name a ${isOfFifo ? "FIFO" : "standard"} queue in redrivePolicy`,
});

const onlyQueues = (topic: string, protocol: string): Problem => ({
  problem: `${topic} is a FIFO topic and delivers only to queues, but the protocol is ${quote(protocol)}`,
  fix: "subscribe a queue and let the function or endpoint read from it, or use a standard topic",
});

const noGroup = (queue: string): Problem => ({
  problem: `${queue} is a FIFO queue, and EventBridge needs a message group for it`,
  fix: "set sqsTarget.messageGroupId",
});

const noFifo = (what: string, noun: string, instead: string): Problem => ({
  problem: `${what} is a FIFO ${noun}, and ${instead}`,
  fix: `use a standard ${noun}`,
});
