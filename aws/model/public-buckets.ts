import type { Graph, GraphResource } from "../../kit/graph";
import { type Property, textOf } from "../../kit/known";
import { isUnseen } from "../../kit/resource";
import { BUCKET } from "./kinds";
import type { Statement } from "./policy-document";

/** The one bucket that a resource is for, where the program does not only look it up. */
export function bucketOf(graph: Graph, resource: GraphResource): GraphResource | undefined {
  const [bucket, ...others] = graph.referenced(resource, "bucket", BUCKET);
  return others.length === 0 && bucket && !isUnseen(bucket) ? bucket : undefined;
}

/** The one bucket that a resource is for, where the deployment is to make it. */
export function newBucket(graph: Graph, resource: GraphResource): GraphResource | undefined {
  const bucket = bucketOf(graph, resource);
  return bucket && isNew(bucket) ? bucket : undefined;
}

/** Whether the deployment is to make a bucket. */
export function isNew({ properties }: GraphResource): boolean {
  return ["id", "arn"].every((output) => properties.at(output).state === "unknown");
}

/** Whether a statement allows everybody something, on no condition. */
export function isPublic({ effect, principals, conditions }: Statement): boolean {
  return effect === "Allow" && conditions.length === 0 && (principals?.AWS ?? []).includes("*");
}

/** Whether grants in the properties of a bucket are to others than its owner. */
export function grantsGroup(grants: Property): boolean {
  const items = grants.items();
  return items.state === "known" && items.value.some((grant) => textOf(grant.at("type")) === "Group");
}
