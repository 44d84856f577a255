import { isS3EventType, nearestS3EventType } from "../../aws/facts/s3-event-types";
import { typeTokens } from "../../aws/facts/type-aliases";
import { parseArn, s3DestinationProperty, s3Destinations } from "../../aws/model/arn";
import {
  entriesOf,
  LISTS,
  type NotificationEntry,
  notifiesNothing,
  type Overlap,
  overlapOf,
} from "../../aws/model/notification-entries";
import {
  entryProperties,
  MAX_NOTIFICATION_CONFIGURATIONS,
  notificationProperties,
} from "../../aws/model/s3-notifications";
import type { Report } from "../../kit/finding";
import type { Property } from "../../kit/known";
import { type Misnamed, misnamedProperties } from "../../kit/misnamed";
import { resourcePolicy } from "../../kit/policy";
import { quote } from "../../kit/text";

export const s3NotificationConfig = resourcePolicy({
  name: "s3-notification-config",
  description:
    "A bucket notification names existing properties, events and destinations, and no event goes to two of them.",
  severity: "high",
  level: "mandatory",
  resources: typeTokens("aws:s3/bucketNotification:BucketNotification"),
  options: {},
  remediationSteps:
    "List destinations in queues, topics or lambdaFunctions, each with its ARN, events and own filters.",
  tags: ["s3", "deployment"],
  page: {
    why: "A property of another name (CloudFormation and the AWS SDKs say QueueConfigurations) is refused or ignored, and the pipeline never starts. Wrong event names, ARNs of another service and overlapping filters are refused by S3 in the middle of the deployment.",
    limits:
      "It does not check values that are unknown at preview, such as the ARN of a queue that the same program creates. s3-notification-destination checks whether the destination allows S3.",
    sources: [
      "https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-how-to-event-types-and-destinations.html",
      "https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-how-to-filtering.html",
      "https://www.pulumi.com/registry/packages/aws/api-docs/s3/bucketnotification/",
    ],
    since: "0.1.0",
  },

  check(notification, _options, report) {
    const misnamed = misnamedProperties(notification.properties, notificationProperties);
    for (const property of misnamed) report({ at: property.at, ...noSuchProperty(property) });
    const entries = LISTS.flatMap((list) => entriesOf(notification, list));
    for (const entry of entries) checkEntry(entry, report);
    checkOverlaps(entries.slice(0, MAX_NOTIFICATION_CONFIGURATIONS), report);
    if (misnamed.length === 0 && notifiesNothing(notification)) report(NOTHING);
  },
});

const NOTHING = {
  problem: "the notification has no queues, topics or lambdaFunctions, and eventbridge is off, so it notifies nothing",
  fix: "add a destination to queues, topics or lambdaFunctions, or remove the resource",
};

const noSuchProperty = ({ found, meant }: Misnamed) => ({
  problem: `the provider has no property ${quote(found)}`,
  fix: `rename it to ${meant}`,
});

const noArn = (property: string, noun: string) => ({
  problem: "the entry names no destination",
  fix: `set ${property} to the ARN of the ${noun}`,
});

const noSuchArn = (found: string, property: string, noun: string) => ({
  problem: `${quote(found)} is not an ARN`,
  fix: `set ${property} to the ARN of the ${noun}, not to its URL or name`,
});

const otherService = (found: string, noun: string, service: string) => {
  const list = s3DestinationProperty(service);
  const move = list && `move the entry to ${list}, with ${s3Destinations[list].arnProperty}`;
  const one = `${noun.startsWith("S") ? "an" : "a"} ${noun}`;
  return {
    problem: `${quote(found)} is not the ARN of ${one}`,
    fix: move ?? `name ${one}; S3 cannot notify ${quote(service)}`,
  };
};

const noEvents = {
  problem: "the entry lists no events",
  fix: 'list the events, such as "s3:ObjectCreated:*"',
};

const noSuchEvent = (found: string, nearest: string | undefined) => ({
  problem: `${quote(found)} is not an S3 event type`,
  fix: nearest === undefined ? 'use one of AWS\'s, such as "s3:ObjectCreated:*"' : `use "${nearest}"`,
});

const overlapping = ({ other, event, prefix, suffix }: Overlap) => ({
  problem: `${other.list}[${other.at.path.at(-1)}] also takes ${quote(event)} for keys with prefix ${quote(prefix)} and suffix ${quote(suffix)}, and S3 refuses a second destination`,
  fix: "give the two a filterPrefix or filterSuffix so that no key matches both, or fan out from one destination",
});

function checkEntry({ list, at }: NotificationEntry, report: Report): void {
  if (at.entries().state !== "known") return;
  const misnamed = misnamedProperties(at, entryProperties(list));
  for (const property of misnamed) report({ at: property.at, ...noSuchProperty(property) });
  const meant = new Set(misnamed.map((property) => property.meant));
  if (!meant.has("events")) checkEvents(at.at("events"), report);
  if (!meant.has(s3Destinations[list].arnProperty)) checkArn({ list, at }, report);
}

function checkArn({ list, at }: NotificationEntry, report: Report): void {
  const { arnProperty, service, noun } = s3Destinations[list];
  const property = at.at(arnProperty);
  const found = property.string();
  if (found.state === "absent") report({ at: property, ...noArn(arnProperty, noun) });
  if (found.state !== "known") return;
  const arn = parseArn(found.value);
  if (arn === undefined) report({ at: property, ...noSuchArn(found.value, arnProperty, noun) });
  else if (arn.service !== service) report({ at: property, ...otherService(found.value, noun, arn.service) });
}

function checkEvents(at: Property, report: Report): void {
  const events = at.items();
  if (events.state === "unknown") return;
  if (events.state === "absent" || events.value.length === 0) report({ at, ...noEvents });
  for (const event of events.state === "known" ? events.value : []) {
    const name = event.string();
    if (name.state !== "known" || isS3EventType(name.value)) continue;
    report({ at: event, ...noSuchEvent(name.value, nearestS3EventType(name.value)) });
  }
}

/** S3 allows one destination for each event of a key. Entries with unknown filters are not compared. */
function checkOverlaps(entries: readonly NotificationEntry[], report: Report): void {
  for (const [index, entry] of entries.entries()) {
    const overlap = entries.slice(0, index).flatMap((earlier) => overlapOf(entry, earlier) ?? [])[0];
    if (overlap !== undefined) report({ at: entry.at, ...overlapping(overlap) });
  }
}
