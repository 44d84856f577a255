import { didYouMean } from "../../kit/text";
import facts from "./s3-event-types.json";

/** Every name that a bucket notification may list, wildcards first. */
export const s3EventTypes: readonly string[] = [...facts.wildcards, ...facts.exact];

const names: ReadonlySet<string> = new Set(s3EventTypes);
const sentByS3Only: ReadonlySet<string> = new Set(facts.sentByS3Only);

/** Whether a bucket notification may list this name. AWS compares case-sensitively, and has no wildcards but its own. */
export function isS3EventType(name: string): boolean {
  return names.has(name);
}

/** Whether S3 sends this event (`s3:TestEvent`) although no notification may list it. */
export function isSentByS3Only(name: string): boolean {
  return sentByS3Only.has(name);
}

/** Whether some event is of both types: they are the same, or one is a wildcard (`s3:ObjectCreated:*`) over the other. */
export function s3EventTypesOverlap(a: string, b: string): boolean {
  return a === b || covers(a, b) || covers(b, a);
}

function covers(wildcard: string, name: string): boolean {
  return wildcard.endsWith(":*") && name.startsWith(wildcard.slice(0, -1));
}

/** The valid name closest to an invalid one; undefined if none is close. */
export function nearestS3EventType(name: string): string | undefined {
  return byComparable.get(didYouMean(comparable(name), [...byComparable.keys()]) ?? "");
}

/** A name normalised for comparison: without prefix, case, and EventBridge's words for it ("Object Deleted"). */
function comparable(name: string): string {
  return name
    .toLowerCase()
    .replace(/^s3:|\s/g, "")
    .replace(/^objectdeleted?(?![a-z])/, "objectremoved");
}

const byComparable: ReadonlyMap<string, string> = new Map(s3EventTypes.map((name) => [comparable(name), name]));
