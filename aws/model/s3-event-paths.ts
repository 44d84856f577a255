import type { Graph, GraphResource, Kind } from "../../kit/graph";
import { once } from "../../kit/once";
import { typeTokens } from "../facts/type-aliases";
import { calledFunctions } from "./called-functions";
import { QUEUE, TOPIC } from "./kinds";

const NOTIFICATION = typeTokens("aws:s3/bucketNotification:BucketNotification");
const SUBSCRIPTION = typeTokens("aws:sns/topicSubscription:TopicSubscription");
const MAPPING = typeTokens("aws:lambda/eventSourceMapping:EventSourceMapping");

const KEY = ["Records", "[]", "s3", "object", "key"];
/** S3 events as JSON in a message, where `{}` stands for the JSON; topics nest their messages in those of queues. */
const QUEUED = ["Records", "[]", "body", "{}"];
const PUBLISHED = ["Records", "[]", "Sns", "Message", "{}"];

/**
 * The paths in a function's events with encoded keys of S3 objects.
 * Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html
 */
export function keyPathsOf(graph: Graph, lambda: GraphResource): readonly (readonly string[])[] {
  const { notified, subscribed, reading } = functionsBehindBuckets(graph);
  return [
    ...(notified.has(lambda) ? [KEY] : []),
    ...(subscribed.has(lambda) ? [[...PUBLISHED, ...KEY]] : []),
    ...(reading.has(lambda)
      ? [
          [...QUEUED, ...KEY],
          [...QUEUED, "Message", "{}", ...KEY],
        ]
      : []),
  ];
}

/** The functions that buckets notify, those that their topics call, and those that read their queues. */
const functionsBehindBuckets = once((graph: Graph) => {
  const notifications = graph.ofType(...NOTIFICATION);
  const referred = (from: readonly GraphResource[], path: string, kind: Kind) =>
    from.flatMap((each) => graph.references(each, path, kind).flatMap(({ candidates }) => candidates));
  const called = (by: readonly GraphResource[], path: string) =>
    new Set(by.flatMap((each) => calledFunctions(graph, each, path).flatMap(({ functions }) => functions)));

  const topics = new Set(referred(notifications, "topics[].topicArn", TOPIC));
  const subscriptions = graph
    .ofType(...SUBSCRIPTION)
    .filter((each) => referred([each], "topic", TOPIC).some((topic) => topics.has(topic)));
  const queues = new Set([
    ...referred(notifications, "queues[].queueArn", QUEUE),
    ...referred(subscriptions, "endpoint", QUEUE),
  ]);
  const mappings = graph
    .ofType(...MAPPING)
    .filter((each) => referred([each], "eventSourceArn", QUEUE).some((queue) => queues.has(queue)));
  return {
    notified: called(notifications, "lambdaFunctions[].lambdaFunctionArn"),
    subscribed: called(subscriptions, "endpoint"),
    reading: called(mappings, "functionName"),
  };
});
