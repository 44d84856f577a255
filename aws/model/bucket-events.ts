import type { Graph, GraphResource } from "../../kit/graph";
import { isTrue } from "../../kit/resource";
import { typeTokens } from "../facts/type-aliases";
import { BUCKET } from "./kinds";

const NOTIFICATION = typeTokens("aws:s3/bucketNotification:BucketNotification");

/**
 * The buckets whose S3 events a pattern of EventBridge matches, if nothing in the stack makes any of them send events. Events
 * by CloudTrail have other names, and name the bucket elsewhere.
 * @param sending the result of `bucketsThatSend`
 */
export function silentBuckets(
  graph: Graph,
  pattern: Readonly<Record<string, unknown>>,
  sending: ReadonlyMap<GraphResource, boolean> | undefined,
): readonly GraphResource[] {
  const { source, "detail-type": types } = pattern;
  const wanted = namesIn(pattern);
  const areOfObjects = types === undefined || isOnly(types, (name) => name.startsWith("Object "));
  const isOfS3 = isOnly(source, (name) => name === "aws.s3") && areOfObjects;
  if (sending === undefined || !isOfS3 || !isOnly(wanted, () => true)) return [];
  const buckets = wanted.map((name) => bucketsNamed(graph, name));
  const areSilent = buckets.every((named) => named.length === 1 && named.every((bucket) => !sending.has(bucket)));
  return areSilent ? buckets.flat() : [];
}

/** The buckets of the stack that a pattern of EventBridge names. */
export function wantedBuckets(graph: Graph, pattern: Readonly<Record<string, unknown>>): readonly GraphResource[] {
  const { source = ["aws.s3"] } = pattern;
  const wanted = namesIn(pattern);
  if (!Array.isArray(source) || !source.includes("aws.s3") || !Array.isArray(wanted)) return [];
  return wanted.flatMap((name) => (typeof name === "string" ? bucketsNamed(graph, name) : []));
}

function namesIn({ detail }: Readonly<Record<string, unknown>>): unknown {
  return (detail as { readonly bucket?: { readonly name?: unknown } | null } | null | undefined)?.bucket?.name;
}

function bucketsNamed(graph: Graph, name: string): readonly GraphResource[] {
  return graph.identified(name, BUCKET).filter((bucket) => isNamed(bucket, name));
}

/** The buckets of the stack that send their events to EventBridge, and whether that is certain; undefined if any bucket may. */
export function bucketsThatSend(graph: Graph): ReadonlyMap<GraphResource, boolean> | undefined {
  const sending = new Map<GraphResource, boolean>();
  for (const notification of graph.ofType(...NOTIFICATION)) {
    const isOn = isTrue(notification, "eventbridge");
    if (isOn === false) continue;
    const references = graph.references(notification, "bucket", BUCKET);
    for (const { at, candidates } of references) {
      if (candidates.length === 0 && at.state === "unknown") return undefined;
      for (const bucket of candidates) sending.set(bucket, isOn === true && candidates.length === 1);
    }
  }
  return sending;
}

function isOnly(values: unknown, test: (text: string) => boolean): values is readonly string[] {
  return (
    Array.isArray(values) && values.length > 0 && values.every((value) => typeof value === "string" && test(value))
  );
}

function isNamed(bucket: GraphResource, name: string): boolean {
  const own = bucket.properties.at("bucket").string();
  return own.state === "known" && own.value === name;
}
