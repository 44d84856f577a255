import { isComponent, ownComponents } from "../../kit/components";
import type { Graph, GraphResource } from "../../kit/graph";
import { Property } from "../../kit/known";
import type { Resource } from "../../kit/resource";
import { NO_TAGS, readTags, type Tags } from "../../kit/tags";
import limits from "../facts/limits.json";
import { tagsInput } from "../facts/taggable-types";
import { createdForCallbacks } from "./callback-functions";

/** Objects in buckets, whose tags neither AWS's cost reports nor its Tag Editor show. */
const S3_OBJECTS: ReadonlySet<string> = new Set([
  "aws:s3/bucketObject:BucketObject",
  "aws:s3/bucketObjectv2:BucketObjectv2",
  "aws:s3/objectCopy:ObjectCopy",
]);

/** Whether tags are expected of resources of a type. */
export function isTagged(type: string): boolean {
  return tagsInput(type) !== undefined && !S3_OBJECTS.has(type);
}

/** The resources that the program can tag: not those that components of packages and `aws.lambda.CallbackFunction` create. */
export function taggedByProgram(graph: Graph): readonly GraphResource[] {
  const [created, own] = [createdForCallbacks(graph), new Set(ownComponents(graph))];
  const isOfPackage = (above: GraphResource) => isComponent(above) && !own.has(above);
  return graph.resources.filter(
    (resource) => isTagged(resource.type) && !created.has(resource) && !graph.ancestors(resource).some(isOfPackage),
  );
}

/** All tags of a resource: its own and its provider's default tags, without AWS's `aws:` tags. */
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
