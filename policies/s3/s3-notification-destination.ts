import { typeTokens } from "../../aws/facts/type-aliases";
import { isFifo, parseArn, type S3DestinationProperty, s3Destinations } from "../../aws/model/arn";
import { BUCKET } from "../../aws/model/kinds";
import { type S3Destination, s3DestinationKinds, s3Grants } from "../../aws/model/s3-grants";
import type { Finding, Report } from "../../kit/finding";
import type { Graph, GraphResource, Reference } from "../../kit/graph";
import type { Property } from "../../kit/known";
import { once } from "../../kit/once";
import { stackPolicy } from "../../kit/policy";
import { names } from "../../kit/resource";
import { quote } from "../../kit/text";

const NOTIFICATION = typeTokens("aws:s3/bucketNotification:BucketNotification");
const LISTS = Object.keys(s3Destinations) as S3DestinationProperty[];

export const s3NotificationDestination = stackPolicy({
  name: "s3-notification-destination",
  description: "The destination of a bucket notification lets S3 in before the notification is made.",
  severity: "high",
  level: "mandatory",
  resources: NOTIFICATION,
  options: {},
  remediationSteps:
    "Grant s3.amazonaws.com access by a queue policy, topic policy or Lambda permission, and make the notification depend on it.",
  tags: ["s3", "deployment"],
  page: {
    why: "S3 tries each destination when a notification is made, and refuses it when the destination does not let S3 in yet. FIFO queues and topics are always refused. A second notification resource of a bucket silently overwrites the first.",
    limits:
      "Destinations outside of the stack are not judged, except that a FIFO queue or topic is recognised by its ARN. A policy document that is unknown at preview is taken to let S3 in. Conditions and Deny statements are not evaluated.",
    sources: [
      "https://docs.aws.amazon.com/AmazonS3/latest/userguide/grant-destinations-permissions-to-s3.html",
      "https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-how-to-event-types-and-destinations.html",
      "https://www.pulumi.com/registry/packages/aws/api-docs/s3/bucketnotification/",
    ],
    since: "0.1.0",
  },

  async check(graph, _options, report) {
    await report.each(graph.ofType(...NOTIFICATION), (notification) => {
      for (const list of LISTS) {
        const destination = s3DestinationKinds[list];
        const path = `${list}[].${s3Destinations[list].arnProperty}`;
        // Destinations that cannot be told apart have one list of candidates.
        const problemOf = once((candidates: Reference["candidates"]) =>
          problemOfAll(graph, notification, candidates, destination),
        );
        for (const { at, candidates } of graph.references(notification, path, destination.kind)) {
          const problem = candidates.length > 0 ? problemOf(candidates) : problemElsewhere(at, destination);
          if (problem !== undefined) report({ on: notification, at, ...problem });
        }
      }
    });
    reportOverwritten(graph, report);
  },
});

const fifo = (noun: string, name: string) => ({
  problem: `${name} is a FIFO ${noun}, and S3 notifies standard ${noun}s only`,
  fix: `notify a standard ${noun}, or let Amazon EventBridge pass the events on to the FIFO ${noun}`,
});

const notGranted = (targets: readonly GraphResource[], { noun, action, grant }: S3Destination) => ({
  problem: `nothing lets S3 send to ${noun} ${names(targets, "or")}`,
  fix: `add ${grant.noun} for ${names(targets, "and")} that allows ${action} to s3.amazonaws.com, and name it in the notification's dependsOn`,
});

const notAwaited = (
  notification: GraphResource,
  grants: readonly GraphResource[],
  targets: readonly GraphResource[],
) => {
  const all = [notification, ...grants, ...targets];
  return {
    problem: `the notification does not depend on ${names(grants, "or", all)}, which lets S3 send to ${names(targets, "or", all)}, and may be made before it`,
    fix: `add ${names(grants, "and", all)} to the notification's dependsOn`,
  };
};

const overwritten = (bucket: string, first: GraphResource) => ({
  problem: `bucket ${bucket} has notification ${quote(first.name)} too, and the one that is deployed last overwrites the other`,
  fix: `move all destinations of the bucket to ${quote(first.name)}`,
});

type Problem = Pick<Finding, "problem" | "fix">;

/** What is wrong with a destination outside of the stack. */
function problemElsewhere(at: Property, { noun }: S3Destination): Problem | undefined {
  const text = at.string();
  const arn = text.state === "known" ? parseArn(text.value) : undefined;
  return arn !== undefined && isFifo(arn) ? fifo(noun, quote(arn.resource)) : undefined;
}

/** What is wrong with a destination, whichever of some resources it is. */
function problemOfAll(
  graph: Graph,
  notification: GraphResource,
  candidates: readonly GraphResource[],
  destination: S3Destination,
): Problem | undefined {
  if (candidates.every(isFifoResource)) return fifo(destination.noun, names(candidates, "or"));
  const grants = candidates.map((candidate) => s3Grants(graph, candidate, destination));
  if (grants.every((granting) => granting?.length === 0)) return notGranted(candidates, destination);
  const isAwaited = (grant: GraphResource) => graph.dependsOn(notification, grant) !== false;
  const known = grants.flatMap((granting) => (granting === undefined || granting.length === 0 ? [] : [granting]));
  if (known.length < candidates.length || known.some((granting) => granting.some(isAwaited))) return undefined;
  return notAwaited(notification, [...new Set(known.flat())], candidates);
}

function isFifoResource({ properties }: GraphResource): boolean {
  return ["fifoQueue", "fifoTopic"].some((name) => {
    const value = properties.at(name).boolean();
    return value.state === "known" && value.value;
  });
}

function reportOverwritten(graph: Graph, report: Report): void {
  const byBucket = new Map<GraphResource | string, GraphResource>();
  for (const notification of graph.ofType(...NOTIFICATION)) {
    const at = notification.properties.at("bucket");
    const name = at.string();
    const [bucket = name.state === "known" ? name.value : undefined] = graph.referenced(notification, "bucket", BUCKET);
    if (bucket === undefined) continue;
    const first = byBucket.get(bucket);
    const shown = quote(typeof bucket === "string" ? bucket : bucket.name);
    if (first === undefined) byBucket.set(bucket, notification);
    else report({ on: notification, at, ...overwritten(shown, first) });
  }
}
