import { Property } from "../../kit/known";
import type { Resource } from "../../kit/resource";
import { NO_TAGS, readTags, type Tags } from "../../kit/tags";
import limits from "../facts/limits.json";
import { tagsInput } from "../facts/taggable-types";

/** The tags that a resource ends up with: its own, and the default tags of its provider; without AWS's own `aws:` tags. */
export function tagsOf(resource: Resource, tags = tagsProperty(resource)): Tags {
  const input = tagsInput(resource.type);
  if (input === undefined) return { values: new Map(), complete: true };
  const own = readTags(tags);
  const defaults = input.takesDefaultTags ? readTags(defaultTags(resource)) : NO_TAGS;
  return {
    values: new Map([...defaults.values, ...own.values].filter(([key]) => !key.startsWith(limits.tags.reservedPrefix))),
    complete: own.complete && defaults.complete,
  };
}

function tagsProperty({ type, properties }: Resource): Property {
  return properties.at(tagsInput(type)?.property ?? "tags");
}

/** The provider's default tags; providers get their properties as JSON text. */
function defaultTags({ provider }: Resource): Property {
  const property = provider?.properties.at("defaultTags") ?? new Property(undefined);
  return property.json().at("tags");
}
