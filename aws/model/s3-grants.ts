import type { Graph, GraphResource, Kind } from "../../kit/graph";
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
  /** Types of aws-native that grant it too, each with the property that names the destination. What they grant is not read. */
  readonly nativeGrants: Readonly<Record<string, string>>;
}

export const s3DestinationKinds: Readonly<Record<S3DestinationProperty, S3Destination>> = {
  queues: {
    kind: QUEUE,
    noun: "queue",
    action: "sqs:SendMessage",
    grant: { types: typeTokens("aws:sqs/queuePolicy:QueuePolicy"), target: "queueUrl", noun: "an aws.sqs.QueuePolicy" },
    nativeGrants: { "aws-native:sqs:QueuePolicy": "queues", "aws-native:sqs:QueueInlinePolicy": "queue" },
  },
  topics: {
    kind: TOPIC,
    noun: "topic",
    action: "sns:Publish",
    grant: { types: typeTokens("aws:sns/topicPolicy:TopicPolicy"), target: "arn", noun: "an aws.sns.TopicPolicy" },
    nativeGrants: { "aws-native:sns:TopicPolicy": "topics", "aws-native:sns:TopicInlinePolicy": "topicArn" },
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
    nativeGrants: { "aws-native:lambda:Permission": "functionName" },
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
  if (Object.entries(nativeGrants).some(([type, property]) => mayNameNatively(graph, type, property, target, kind)))
    return undefined;
  const own = ownPolicy(target);
  if (own !== undefined && allowsService(own, S3, action) !== false) return undefined;
  const { certain, complete } = graph.referrers(target, grant.types, grant.target, kind);
  return complete ? certain.filter((resource) => mayGrant(resource, action)) : undefined;
}

/** Whether a resource of aws-native may be for a destination: it names it, or something of which nothing is known. */
function mayNameNatively(graph: Graph, type: string, property: string, target: GraphResource, kind: Kind): boolean {
  return graph.ofType(type).some((native) => {
    const references = graph.references(native, property, kind);
    if (references.length === 0) return true;
    const isOpen = (native.propertyDependencies[property] ?? []).length === 0;
    return references.some(({ at, candidates }) =>
      candidates.length > 0 ? candidates.includes(target) : at.state === "unknown" && isOpen,
    );
  });
}

/** The policy that the program gives a queue or topic itself. */
function ownPolicy(target: GraphResource): Property | undefined {
  const policy = target.properties.at("policy");
  const isSet = target.input("policy").state !== "absent" && policy.state !== "absent";
  return isSet ? policy : undefined;
}

/** Whether a queue policy, topic policy or Lambda permission lets S3 in, or cannot be known not to. */
function mayGrant({ properties }: GraphResource, action: string): boolean {
  const principal = properties.at("principal").string();
  if (principal.state === "absent") return allowsService(properties.at("policy"), S3, action) !== false;
  return principal.state === "unknown" || principal.value === S3 || principal.value === "*";
}
