import type { Graph, GraphResource } from "../../kit/graph";
import { type Property, textOf } from "../../kit/known";
import { isUnseen } from "../../kit/resource";
import { BUCKET } from "./kinds";
import type { Statement } from "./policy-document";

/** The bucket of a resource, unless the program only looks it up. */
export function bucketOf(graph: Graph, resource: GraphResource): GraphResource | undefined {
  const [bucket, ...others] = graph.referenced(resource, "bucket", BUCKET);
  return others.length === 0 && bucket && !isUnseen(bucket) ? bucket : undefined;
}

/** The bucket of a resource, if the deployment creates it. */
export function newBucket(graph: Graph, resource: GraphResource): GraphResource | undefined {
  const bucket = bucketOf(graph, resource);
  return bucket && isNew(bucket) ? bucket : undefined;
}

/** Whether the deployment creates a bucket. */
export function isNew({ properties }: GraphResource): boolean {
  return ["id", "arn"].every((output) => properties.at(output).state === "unknown");
}

/** Condition keys that do not make a policy less public for S3, since anybody can meet them. */
const OPEN_KEYS = ["aws:referer", "aws:securetransport", "aws:useragent"];

/**
 * Whether a statement allows everybody something without a condition that S3 counts.
 * Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html, "The meaning of public"
 */
export function isPublic({ effect, principals, conditions }: Statement): boolean {
  const isOpen = conditions.every(({ key }) => OPEN_KEYS.includes(key.toLowerCase()));
  return effect === "Allow" && isOpen && (principals?.AWS ?? []).includes("*");
}

/** Whether grants in a bucket's properties include others than its owner. */
export function grantsGroup(grants: Property): boolean {
  const items = grants.items();
  return items.state === "known" && items.value.some((grant) => textOf(grant.at("type")) === "Group");
}
