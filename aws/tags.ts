import { Property } from "../kit/known";
import type { Resource } from "../kit/resource";
import limits from "./limits.json";
import { tagsInput } from "./taggable-types";

/** The tags that a resource ends up with: its own, and the default tags of its provider. */
export interface Tags {
  /** Tag values by key, AWS's own `aws:` tags left out. */
  readonly values: ReadonlyMap<string, Property>;
  /** Whether these are all of them: false where some key or a whole set of tags cannot be known. */
  readonly complete: boolean;
}

/** Reads the tags of a resource of a taggable type. */
export function tagsOf(resource: Resource): Tags {
  const input = tagsInput(resource.type);
  if (input === undefined) return { values: new Map(), complete: true };
  const own = readTags(resource.properties.at(input.property));
  const defaults = input.takesDefaultTags ? readTags(defaultTags(resource)) : NO_TAGS;
  return {
    values: new Map([...defaults.values, ...own.values].filter(([key]) => !key.startsWith(limits.tags.reservedPrefix))),
    complete: own.complete && defaults.complete,
  };
}

const NO_TAGS: Tags = { values: new Map(), complete: true };

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

/** The provider's default tags; providers get their properties as JSON text. */
function defaultTags({ provider }: Resource): Property {
  const property = provider?.properties.at("defaultTags") ?? new Property(undefined);
  const text = property.string();
  return text.state === "known" ? new Property(parse(text.value)).at("tags") : property.at("tags");
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return json; // Read as tags, a text has nothing that can be known.
  }
}
