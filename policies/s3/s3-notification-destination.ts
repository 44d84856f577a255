import { typeTokens } from "../../aws/facts/type-aliases";
import { isFifo, parseArn, type S3DestinationProperty, s3Destinations } from "../../aws/model/arn";
import { areFifo } from "../../aws/model/fifo";
import { SOURCES, sourcesOf } from "../../aws/model/grant-sources";
import { lateGrants, notAwaited, notGranted, type Problem, type Sender } from "../../aws/model/grant-texts";
import { grantsElsewhere, TARGETS, type Target } from "../../aws/model/grants";
import { BUCKET } from "../../aws/model/kinds";
import { overwriting } from "../../aws/model/overwritten";
import { sameRegion } from "../../aws/model/regions";
import {
  bucketRegionOf,
  DESTINATIONS,
  type Destination,
  destinationsOf,
  eachOf,
} from "../../aws/model/s3-destinations";
import type { Graph, GraphResource } from "../../kit/graph";
import { once } from "../../kit/once";
import { stackPolicy } from "../../kit/policy";
import { names } from "../../kit/resource";
import { quote } from "../../kit/text";

const NOTIFICATION = typeTokens("aws:s3/bucketNotification:BucketNotification");
const LISTS = Object.keys(s3Destinations) as S3DestinationProperty[];

export const s3NotificationDestination = stackPolicy({
  name: "s3-notification-destination",
  description: "The destination of a bucket notification allows S3 to send to it before the notification is created.",
  severity: "high",
  level: "mandatory",
  resources: NOTIFICATION,
  options: {},
  remediationSteps:
    "Grant s3.amazonaws.com access by a queue policy, topic policy or Lambda permission, and make the notification depend on it.",
  tags: ["s3", "deployment"],
  page: {
    why: "S3 tries each destination when a notification is created, and refuses it when the destination does not allow S3 yet, is in another region, or is encrypted with a key that S3 cannot use. FIFO queues and topics are always refused. A second notification resource of a bucket silently overwrites the first.",
    limits:
      "Of destinations outside of the stack it checks only their ARNs, and whether the notification waits for a permission for them that is in the stack. It assumes that a policy document which is unknown at preview allows S3, that conditions other than aws:SourceArn and aws:SourceAccount hold, and that Deny statements do not apply.",
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
        const found = destinationsOf(graph, notification, list);
        // Destinations that cannot be told apart share one list of candidates.
        const problemOf = once((candidates: readonly GraphResource[]) => {
          const destination = found.find((each) => each.candidates === candidates);
          return destination && problemIn(graph, notification, destination, DESTINATIONS[list]);
        });
        for (const destination of found) {
          const { at, candidates } = destination;
          const problem =
            candidates.length > 0
              ? problemOf(candidates)
              : problemElsewhere(graph, notification, destination, DESTINATIONS[list]);
          if (problem !== undefined) report({ on: notification, at, ...problem });
        }
        for (const destination of eachOf(found.filter(({ candidates }) => problemOf(candidates) === undefined))) {
          const problem = problemIn(graph, notification, destination, DESTINATIONS[list]);
          if (problem !== undefined) report({ on: notification, at: notification.properties.at(list), ...problem });
        }
      }
    });
    for (const { on, first, name } of overwriting(graph, NOTIFICATION, "bucket", BUCKET))
      report({ on, at: on.properties.at("bucket"), ...overwritten(quote(name), first) });
  },
});

const fifo = (noun: string, name: string) => ({
  problem: `${name} is a FIFO ${noun}, but S3 notifies only standard ${noun}s`,
  fix: `notify a standard ${noun}, or send the events through Amazon EventBridge to the FIFO ${noun}`,
});

const otherRegion = (noun: string, name: string, region: string, bucketRegion: string) => ({
  problem: `${noun} ${name} is in ${quote(region)}, but S3 notifies only destinations in the region of the bucket, ${quote(bucketRegion)}`,
  fix: `notify a ${noun} in ${quote(bucketRegion)}, or send the events through Amazon EventBridge to ${quote(region)}`,
});

const late = (
  notification: GraphResource,
  grants: readonly GraphResource[],
  destination: string,
  all = [notification, ...grants],
) => ({
  problem: `the notification does not depend on ${names(grants, "or", all)}, which lets S3 send to ${destination}, and may be created before it`,
  fix: `add ${names(grants, "and", all)} to the notification's dependsOn`,
});

const overwritten = (bucket: string, first: GraphResource) => ({
  problem: `bucket ${bucket} has notification ${quote(first.name)} too, and the one that is deployed last overwrites the other`,
  fix: `move all destinations of the bucket to ${quote(first.name)}`,
});

function senderOf(graph: Graph, notification: GraphResource, { qualifier }: Destination, { action }: Target): Sender {
  const [source] = sourcesOf(graph, notification, "bucket", SOURCES.bucket);
  const call = { services: ["s3.amazonaws.com"], action, qualifier, ...(source && { source }) } as const;
  return { name: "S3", call, order: "name it in the notification's dependsOn" };
}

/** The fault of a destination in the stack that all candidates have. */
function problemIn(
  graph: Graph,
  notification: GraphResource,
  destination: Destination,
  target: Target,
): Problem | undefined {
  const { candidates } = destination;
  if (areFifo(candidates)) return fifo(target.noun, names(candidates, "or"));
  const [region, bucketRegion] = [sameRegion(candidates), bucketRegionOf(graph, notification)];
  if (region !== undefined && bucketRegion !== undefined && region !== bucketRegion)
    return otherRegion(target.noun, names(candidates, "or"), region, bucketRegion);
  const sender = senderOf(graph, notification, destination, target);
  const problem = notGranted(graph, candidates, target, sender);
  if (problem !== undefined) return problem;
  const grants = lateGrants(graph, notification, candidates, target, sender.call);
  const all = [notification, ...(grants ?? []), ...candidates];
  return grants && late(notification, grants, names(candidates, "or", all), all);
}

/** The fault of a destination outside of the stack. */
function problemElsewhere(
  graph: Graph,
  notification: GraphResource,
  destination: Destination,
  target: Target,
): Problem | undefined {
  const { at, elsewhere } = destination;
  const text = at.string();
  const arn = text.state === "known" ? parseArn(text.value) : undefined;
  if (arn !== undefined && isFifo(arn)) return fifo(target.noun, quote(arn.resource));
  const [region, bucketRegion] = [arn?.region || undefined, bucketRegionOf(graph, notification)];
  if (arn !== undefined && region !== undefined && bucketRegion !== undefined && region !== bucketRegion)
    return otherRegion(target.noun, quote(arn.resource.replace(/^function:/, "")), region, bucketRegion);
  const name = target === TARGETS.function ? elsewhere : arn?.resource;
  if (name === undefined) return undefined;
  const { by } = grantsElsewhere(graph, name, target, senderOf(graph, notification, destination, target).call);
  const grants = notAwaited(graph, notification, by);
  return grants && late(notification, grants, quote(name));
}
