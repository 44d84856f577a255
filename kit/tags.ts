import type { Property } from "./known";

/** A set of tags. */
export interface Tags {
  readonly values: ReadonlyMap<string, Property>;
  /** Whether these are all tags: false if a key or the whole set is unknown. */
  readonly complete: boolean;
}

export const NO_TAGS: Tags = { values: new Map(), complete: true };

/** Reads a map of tags, or a list of `key` and `value`. */
export function readTags(tags: Property): Tags {
  const items = tags.items();
  if (items.state === "absent") return NO_TAGS;
  if (items.state === "known") {
    const keys = items.value.map((item) => [item.at("key").string(), item.at("value")] as const);
    const known = keys.flatMap(([key, value]) => (key.state === "known" ? [[key.value, value] as const] : []));
    return { values: new Map(known), complete: known.length === keys.length };
  }
  const entries = tags.entries();
  return entries.state === "known"
    ? { values: new Map(entries.value), complete: true }
    : { ...NO_TAGS, complete: false };
}
