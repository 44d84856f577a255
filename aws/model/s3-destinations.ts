import type { Graph, GraphResource } from "../../kit/graph";
import { append } from "../../kit/groups";
import type { Property } from "../../kit/known";
import { type S3DestinationProperty, s3Destinations } from "./arn";
import { calledFunctions } from "./called-functions";
import { TARGETS, type Target } from "./grants";
import { BUCKET } from "./kinds";
import { sameRegion } from "./regions";

export const DESTINATIONS: Readonly<Record<S3DestinationProperty, Target>> = {
  queues: TARGETS.queue,
  topics: TARGETS.topic,
  lambdaFunctions: TARGETS.function,
};

/** One entry of a notification. */
export interface Destination {
  readonly at: Property;
  readonly candidates: readonly GraphResource[];
  readonly qualifier?: string | undefined;
  /** The name of a function outside of the stack. */
  readonly elsewhere?: string | undefined;
}

/** The destinations of a notification, one for each entry of a list. */
export function destinationsOf(
  graph: Graph,
  notification: GraphResource,
  list: S3DestinationProperty,
): readonly Destination[] {
  const path = `${list}[].${s3Destinations[list].arnProperty}`;
  if (list !== "lambdaFunctions") return graph.references(notification, path, DESTINATIONS[list].kind);
  return calledFunctions(graph, notification, path).map(({ functions, ...rest }) => ({
    candidates: functions,
    ...rest,
  }));
}

/**
 * If the indistinguishable destinations are as many as their candidates, every candidate by itself: all are notified,
 * whichever entry names which.
 */
export function eachOf(found: readonly Destination[]): readonly Destination[] {
  const groups = new Map<readonly GraphResource[], Destination[]>();
  for (const destination of found) append(groups, destination.candidates, destination);
  return [...groups].flatMap(([candidates, [first, ...others]]) =>
    first !== undefined && candidates.length > 1 && candidates.length <= others.length + 1
      ? candidates.map((candidate) => ({ ...first, candidates: [candidate] }))
      : [],
  );
}

/** The region of the bucket of a notification. */
export function bucketRegionOf(graph: Graph, notification: GraphResource): string | undefined {
  return sameRegion(graph.referenced(notification, "bucket", BUCKET));
}
