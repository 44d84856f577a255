import type { Graph, GraphResource, Kind } from "../../kit/graph";
import { isInput } from "../../kit/inputs";
import type { Property } from "../../kit/known";
import { typeTokens } from "../facts/type-aliases";
import type { S3DestinationProperty } from "./arn";
import { FUNCTION, QUEUE, TOPIC } from "./kinds";
import { allowsService } from "./policy-document";

/**
 * How one kind of destination lets S3 in.
 * Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/grant-destinations-permissions-to-s3.html
 */
export interface S3Destination {
  readonly kind: Kind;
  readonly noun: string;
  /** What S3 has to be allowed. */
  readonly action: string;
  /** The resource that grants it: type tokens, the property that names the destination, and what people call it. */
  readonly grant: { readonly types: readonly string[]; readonly target: string; readonly noun: string };
  /** Types of aws-native that grant it too. Their properties are others, and are not read. */
  readonly nativeGrants: readonly string[];
}

export const s3DestinationKinds: Readonly<Record<S3DestinationProperty, S3Destination>> = {
  queues: {
    kind: QUEUE,
    noun: "queue",
    action: "sqs:SendMessage",
    grant: { types: typeTokens("aws:sqs/queuePolicy:QueuePolicy"), target: "queueUrl", noun: "an aws.sqs.QueuePolicy" },
    nativeGrants: ["aws-native:sqs:QueuePolicy", "aws-native:sqs:QueueInlinePolicy"],
  },
  topics: {
    kind: TOPIC,
    noun: "topic",
    action: "sns:Publish",
    grant: { types: typeTokens("aws:sns/topicPolicy:TopicPolicy"), target: "arn", noun: "an aws.sns.TopicPolicy" },
    nativeGrants: ["aws-native:sns:TopicPolicy", "aws-native:sns:TopicInlinePolicy"],
  },
  lambdaFunctions: {
    kind: FUNCTION,
    noun: "function",
    action: "lambda:InvokeFunction",
    grant: {
      types: typeTokens("aws:lambda/permission:Permission"),
      target: "function",
      noun: "an aws.lambda.Permission",
    },
    nativeGrants: ["aws-native:lambda:Permission"],
  },
};

const S3 = "s3.amazonaws.com";

/**
 * What lets S3 send to a destination: the resources that do, none of them, or undefined where the destination does so by a
 * policy of its own or it cannot be known.
 */
export function s3Grants(
  graph: Graph,
  target: GraphResource,
  { kind, action, grant, nativeGrants }: S3Destination,
): readonly GraphResource[] | undefined {
  if (graph.ofType(...nativeGrants).length > 0) return undefined;
  const own = ownPolicy(target);
  if (own !== undefined && allowsService(own, S3, action) !== false) return undefined;
  const { certain, complete } = graph.referrers(target, grant.types, grant.target, kind);
  return complete ? certain.filter((resource) => mayGrant(resource, action)) : undefined;
}

/** The policy that the program gives a queue or topic itself. One that is unknown and was not given is the provider's. */
function ownPolicy(target: GraphResource): Property | undefined {
  const policy = target.properties.at("policy");
  const text = policy.string();
  if (text.state === "known") return text.value === "" ? undefined : policy;
  return text.state === "unknown" && isInput(target.urn, "policy") !== false ? policy : undefined;
}

/** Whether a queue policy, topic policy or Lambda permission lets S3 in, or cannot be known not to. */
function mayGrant({ properties }: GraphResource, action: string): boolean {
  const principal = properties.at("principal").string();
  if (principal.state === "absent") return allowsService(properties.at("policy"), S3, action) !== false;
  return principal.state === "unknown" || principal.value === S3 || principal.value === "*";
}
