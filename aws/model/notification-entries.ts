import type { Property } from "../../kit/known";
import type { Resource } from "../../kit/resource";
import { s3EventTypesOverlap } from "../facts/s3-event-types";
import { type S3DestinationProperty, s3Destinations } from "./arn";
import { filterOverlap, type KeyFilter } from "./s3-notifications";

export const LISTS = Object.keys(s3Destinations) as S3DestinationProperty[];

/** One destination of the notification. */
export interface NotificationEntry {
  readonly list: S3DestinationProperty;
  readonly at: Property;
}

export function entriesOf(notification: Resource, list: S3DestinationProperty): readonly NotificationEntry[] {
  const items = notification.properties.at(list).items();
  return items.state === "known" ? items.value.map((at) => ({ list, at })) : [];
}

/** A filter for keys for which an earlier entry takes the same event. */
export interface Overlap extends KeyFilter {
  readonly other: NotificationEntry;
  readonly event: string;
}

export function overlapOf(entry: NotificationEntry, other: NotificationEntry): Overlap | undefined {
  const filters = [filterOf(entry), filterOf(other)] as const;
  const keys = filters[0] && filters[1] && filterOverlap(filters[0], filters[1]);
  const event = eventsOf(entry).find((name) => eventsOf(other).some((known) => s3EventTypesOverlap(name, known)));
  return keys && event !== undefined ? { ...keys, other, event } : undefined;
}

function filterOf({ at }: NotificationEntry): KeyFilter | undefined {
  const prefix = at.at("filterPrefix").string();
  const suffix = at.at("filterSuffix").string();
  if (prefix.state === "unknown" || suffix.state === "unknown") return undefined;
  return { prefix: "value" in prefix ? prefix.value : "", suffix: "value" in suffix ? suffix.value : "" };
}

function eventsOf({ at }: NotificationEntry): readonly string[] {
  const events = at.at("events").items();
  if (events.state !== "known") return [];
  return events.value.map((event) => event.string()).flatMap((name) => (name.state === "known" ? [name.value] : []));
}

export function notifiesNothing({ properties }: Resource): boolean {
  const eventbridge = properties.at("eventbridge").boolean();
  if (eventbridge.state === "unknown" || (eventbridge.state === "known" && eventbridge.value)) return false;
  return LISTS.every((list) => {
    const items = properties.at(list).items();
    return items.state === "absent" || (items.state === "known" && items.value.length === 0);
  });
}
