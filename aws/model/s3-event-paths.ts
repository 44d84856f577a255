import type { Graph, GraphResource } from "../../kit/graph";
import { typeTokens } from "../facts/type-aliases";
import { calledFunctions } from "./called-functions";
import { QUEUE, TOPIC } from "./kinds";

const NOTIFICATION = typeTokens("aws:s3/bucketNotification:BucketNotification");
const SUBSCRIPTION = typeTokens("aws:sns/topicSubscription:TopicSubscription");
const MAPPING = typeTokens("aws:lambda/eventSourceMapping:EventSourceMapping");

const KEY = ["Records", "[]", "s3", "object", "key"];
const BODY = ["Records", "[]", "body"];
const MESSAGE = ["Records", "[]", "Sns", "Message"];

/**
 * Where the events of a function have keys of objects as S3 encodes them, or the text of an event of S3 in JSON.
 * Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html
 */
export function keyPathsOf(graph: Graph, lambda: GraphResource): readonly (readonly string[])[] {
  const notifications = graph.ofType(...NOTIFICATION);
  if (notifications.length === 0) return [];
  const calls = (resource: GraphResource, path: string) =>
    calledFunctions(graph, resource, path).some(({ functions }) => functions.includes(lambda));
  const notified = (path: string, kind: typeof QUEUE) =>
    notifications.flatMap((each) => graph.references(each, path, kind).flatMap(({ candidates }) => candidates));
  const topics = new Set(notified("topics[].topicArn", TOPIC));
  const subscriptions = graph
    .ofType(...SUBSCRIPTION)
    .filter((each) =>
      graph.references(each, "topic", TOPIC).some(({ candidates }) => candidates.some((of) => topics.has(of))),
    );
  const passedOn = subscriptions.flatMap((each) =>
    graph.references(each, "endpoint", QUEUE).flatMap(({ candidates }) => candidates),
  );
  const queues = new Set([...notified("queues[].queueArn", QUEUE), ...passedOn]);
  const isOfQueue = (mapping: GraphResource) =>
    graph
      .references(mapping, "eventSourceArn", QUEUE)
      .some(({ candidates }) => candidates.some((of) => queues.has(of)));
  return [
    ...(notifications.some((each) => calls(each, "lambdaFunctions[].lambdaFunctionArn")) ? [KEY] : []),
    ...(subscriptions.some((each) => calls(each, "endpoint")) ? [MESSAGE] : []),
    ...(graph.ofType(...MAPPING).some((each) => isOfQueue(each) && calls(each, "functionName")) ? [BODY] : []),
  ];
}
