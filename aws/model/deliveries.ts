import type { Graph, GraphResource } from "../../kit/graph";
import type { Property } from "../../kit/known";
import { names } from "../../kit/resource";
import { quote } from "../../kit/text";
import { typeTokens } from "../facts/type-aliases";
import { SOURCES, type Source, type SourceKind, sourceOf, sourcesOf } from "./grant-sources";
import { TARGETS, type Target } from "./grants";

/** A resource that sends messages to the target that one of its values names. */
export interface Delivery {
  readonly on: GraphResource;
  readonly at: Property;
  readonly as: Target;
  /** The resources of the stack that it may be. One: it is that one. None: it is outside of the stack. */
  readonly targets: readonly GraphResource[];
  readonly services: readonly [string, ...string[]];
  /** The sender's name in messages: `topic "orders"`. */
  readonly name: string;
  readonly source?: Source;
  /** Whether the service sends as the account, which a topic without policy allows. */
  readonly asAccount?: boolean;
  /** Whether it sends only undelivered messages. */
  readonly isForDead?: boolean;
}

interface DeliveryType {
  readonly types: readonly string[];
  readonly paths: readonly string[];
  readonly to: readonly Target[];
  readonly services: readonly [string, ...string[]];
  /** The property that names the source; `""` if the resource is the source. */
  readonly source?: readonly [property: string, kind: SourceKind];
  /** The sender, if it is not the source. */
  readonly name?: string;
  readonly where?: Readonly<Record<string, string>>;
  readonly asAccount?: boolean;
  readonly isForDead?: boolean;
}

export const SUBSCRIPTION = typeTokens("aws:sns/topicSubscription:TopicSubscription");
export const EVENT_TARGET = typeTokens("aws:cloudwatch/eventTarget:EventTarget");
const ALARM_ACTIONS = ["alarmActions", "okActions", "insufficientDataActions"];

const alarms = (type: string): DeliveryType => ({
  types: typeTokens(type),
  paths: ALARM_ACTIONS,
  to: [TARGETS.topic],
  services: ["cloudwatch.amazonaws.com"],
  name: "CloudWatch alarms",
  asAccount: true,
});

/**
 * Sources: https://docs.aws.amazon.com/sns/latest/dg/subscribe-sqs-queue-to-sns-topic.html,
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html,
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Notify_Users_Alarm_Changes.html,
 * https://docs.aws.amazon.com/cost-management/latest/userguide/budgets-sns-policy.html
 */
const DELIVERIES: readonly DeliveryType[] = [
  {
    types: SUBSCRIPTION,
    paths: ["endpoint"],
    to: [TARGETS.queue],
    services: ["sns.amazonaws.com"],
    source: ["topic", SOURCES.topic],
    where: { protocol: "sqs" },
  },
  {
    types: SUBSCRIPTION,
    paths: ["redrivePolicy"],
    to: [TARGETS.queue],
    services: ["sns.amazonaws.com"],
    source: ["topic", SOURCES.topic],
    isForDead: true,
  },
  {
    types: EVENT_TARGET,
    paths: ["arn"],
    to: [TARGETS.queue, TARGETS.topic],
    services: ["events.amazonaws.com"],
    source: ["rule", SOURCES.rule],
  },
  {
    types: EVENT_TARGET,
    paths: ["arn"],
    to: [TARGETS.logGroup],
    services: ["events.amazonaws.com", "delivery.logs.amazonaws.com"],
    source: ["rule", SOURCES.rule],
  },
  {
    types: EVENT_TARGET,
    paths: ["deadLetterConfig.arn"],
    to: [TARGETS.queue],
    services: ["events.amazonaws.com"],
    source: ["rule", SOURCES.rule],
    isForDead: true,
  },
  alarms("aws:cloudwatch/metricAlarm:MetricAlarm"),
  alarms("aws:cloudwatch/compositeAlarm:CompositeAlarm"),
  {
    types: typeTokens("aws:budgets/budget:Budget"),
    paths: ["notifications[].subscriberSnsTopicArns"],
    to: [TARGETS.topic],
    services: ["budgets.amazonaws.com"],
    name: "AWS Budgets",
  },
];

/** The types of resources that send messages. */
export const DELIVERY_TYPES: readonly [string, ...string[]] = [
  ...SUBSCRIPTION,
  ...new Set(DELIVERIES.flatMap(({ types }) => types).filter((type) => !SUBSCRIPTION.includes(type))),
];

/** The deliveries of a resource to queues, topics and log groups of the stack. */
export function deliveriesOf(graph: Graph, on: GraphResource): readonly Delivery[] {
  return DELIVERIES.filter(({ types }) => types.includes(on.type)).flatMap((type) => {
    const isOther = Object.entries(type.where ?? {}).some(
      ([property, value]) => !is(on.properties.at(property), value),
    );
    if (isOther) return [];
    const found = type.paths
      .filter((path) => !/[.[]/.test(path) || on.properties.at(path.split(/[.[]/)[0] ?? "").state === "known")
      .flatMap((path) =>
        type.to.flatMap((as) =>
          graph.references(on, path, as.kind).map(({ at, candidates }) => ({ at, as, targets: candidates })),
        ),
      )
      .filter(({ targets }) => targets.length > 0);
    return found.length === 0 ? [] : found.map((each) => ({ ...each, ...senderOf(graph, on, type) }));
  });
}

function senderOf(graph: Graph, on: GraphResource, { services, source, name, asAccount, isForDead }: DeliveryType) {
  const [property, kind] = source ?? [];
  const found = kind && (property === "" ? sourceOf(on, kind) : sourcesOf(graph, on, property ?? "", kind)[0]);
  const isKnown = found !== undefined && found.resources.length > 0;
  return {
    on,
    services,
    name: name ?? (isKnown ? `${found.kind.noun} ${names(found.resources, "or")}` : quote(on.name)),
    ...(found && { source: found }),
    ...(asAccount && { asAccount }),
    ...(isForDead && { isForDead }),
  };
}

function is(at: Property, value: string): boolean {
  const text = at.string();
  return text.state === "known" && text.value === value;
}
