import type { Finding } from "../../kit/finding";
import type { GraphResource } from "../../kit/graph";
import { type Property, textOf } from "../../kit/known";
import { typeTokens } from "../facts/type-aliases";
import { parseArn } from "./arn";

/** A kind of resource through which a service reaches some targets only with a role. */
interface RoleDemand {
  readonly types: readonly string[];
  readonly target: string;
  /** The property that names the role. */
  readonly role: string;
  /** Services of the targets in their ARNs. */
  readonly services: readonly string[];
  /** The service that assumes the role, and its everyday name. */
  readonly service: string;
  readonly name: string;
}

/** The resources of these services that targets name by ARN, with their everyday names. */
const TARGETS: Readonly<Record<string, readonly [types: readonly string[], noun: string]>> = {
  states: [typeTokens("aws:sfn/stateMachine:StateMachine"), "a state machine"],
  kinesis: [typeTokens("aws:kinesis/stream:Stream"), "a Kinesis stream"],
  firehose: [typeTokens("aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream"), "a Firehose stream"],
  codebuild: [typeTokens("aws:codebuild/project:Project"), "a build project"],
  codepipeline: [typeTokens("aws:codepipeline/pipeline:Pipeline"), "a pipeline"],
  ecs: [typeTokens("aws:ecs/cluster:Cluster"), "an ECS cluster"],
  batch: [typeTokens("aws:batch/jobQueue:JobQueue"), "a queue of batch jobs"],
};

/**
 * Sources: https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutTargets.html and what it answers ("RoleArn is required for
 * target"), https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutSubscriptionFilter.html ("destinationArn for
 * vendor kinesis cannot be used without roleArn"), https://docs.aws.amazon.com/sns/latest/dg/prereqs-kinesis-data-firehose.html
 */
const DEMANDS: readonly RoleDemand[] = [
  {
    types: typeTokens("aws:cloudwatch/eventTarget:EventTarget"),
    target: "arn",
    role: "roleArn",
    services: Object.keys(TARGETS),
    service: "events.amazonaws.com",
    name: "EventBridge",
  },
  {
    types: typeTokens("aws:cloudwatch/logSubscriptionFilter:LogSubscriptionFilter"),
    target: "destinationArn",
    role: "roleArn",
    services: ["kinesis", "firehose"],
    service: "logs.amazonaws.com",
    name: "CloudWatch Logs",
  },
  {
    types: typeTokens("aws:sns/topicSubscription:TopicSubscription"),
    target: "endpoint",
    role: "subscriptionRoleArn",
    services: ["firehose"],
    service: "sns.amazonaws.com",
    name: "SNS",
  },
];

/** The reason why AWS refuses a resource that needs a role for its target and names none; undefined if it does not. */
export function roleDemanded(on: GraphResource): Omit<Finding, "on"> | undefined {
  const demand = DEMANDS.find(({ types }) => types.includes(on.type));
  if (demand === undefined || on.input(demand.role).state !== "absent") return undefined;
  const { target, role, services, service, name } = demand;
  const at = on.properties.at(target);
  const named = serviceOf(on, at, target);
  if (named === undefined || !services.includes(named)) return undefined;
  return {
    at,
    problem: `${name} reaches ${TARGETS[named]?.[1]} only through a role, and AWS refuses this without one`,
    fix: `set ${role} to the arn of a role that ${service} can assume and that allows the call`,
  };
}

/** The service of a target: from its ARN, or if that is unknown from the resource that it was made from. */
function serviceOf(on: GraphResource, at: Property, property: string): string | undefined {
  const text = textOf(at);
  if (text !== undefined) return parseArn(text)?.service;
  const [only, ...others] = at.state === "unknown" ? (on.propertyDependencies[property] ?? []) : [];
  if (only === undefined || others.length > 0) return undefined;
  return Object.keys(TARGETS).find((service) => TARGETS[service]?.[0].includes(only.type));
}
