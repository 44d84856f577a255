import type { Graph, GraphResource, Kind } from "../../kit/graph";
import { type Property, textOf } from "../../kit/known";
import { isTrue, type Resource } from "../../kit/resource";
import { type Arn, parseArn } from "./arn";
import { calledFunctions } from "./called-functions";
import { BROKER, KAFKA_CLUSTER, KAFKA_SERVERLESS, KINESIS_CONSUMER, QUEUE, STREAM, TABLE } from "./kinds";

/**
 * The rules of Lambda for mappings of one kind of source.
 * Source: https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventsourcemapping.html, the page of each source
 */
export interface MappingRules {
  /** The everyday name of such a source. */
  readonly noun: string;
  /** The service in its ARN. */
  readonly service: string;
  /** The starting positions of which a mapping must give one; empty if it must give none. */
  readonly startingPositions?: readonly string[];
  /** The required property that names the part of the source to read, if there is one. */
  readonly names?: "topics" | "queues";
}

const ANYWHERE = ["TRIM_HORIZON", "LATEST", "AT_TIMESTAMP"];
const KAFKA: MappingRules = { noun: "Kafka cluster", service: "kafka", startingPositions: ANYWHERE, names: "topics" };

const SOURCES: readonly (MappingRules & { readonly kinds: readonly Kind[] })[] = [
  { kinds: [QUEUE], noun: "queue", service: "sqs", startingPositions: [] },
  { kinds: [TABLE], noun: "stream of a table", service: "dynamodb", startingPositions: ["TRIM_HORIZON", "LATEST"] },
  {
    kinds: [STREAM, KINESIS_CONSUMER],
    noun: "Kinesis stream",
    service: "kinesis",
    startingPositions: ANYWHERE,
  },
  { kinds: [KAFKA_CLUSTER, KAFKA_SERVERLESS], ...KAFKA },
  { kinds: [BROKER], noun: "message broker", service: "mq", names: "queues" },
];

/** What an event source mapping reads from. */
export interface MappingSource extends MappingRules {
  readonly at: Property;
  /** The resources of the stack that it may be: report only what holds for all. None: it is outside of the stack. */
  readonly candidates: readonly GraphResource[];
  /** Its ARN, if it is known. */
  readonly arn?: Arn | undefined;
}

/** The source of a mapping as its own inputs show it: a self-managed cluster, or a known ARN. */
export function sourceByArn(mapping: Resource, property = "eventSourceArn"): MappingSource | undefined {
  const at = mapping.properties.at(property);
  if (mapping.input(property).state === "absent") {
    const cluster = mapping.properties.at("selfManagedEventSource");
    return cluster.state === "known" ? { at: cluster, candidates: [], ...KAFKA } : undefined;
  }
  const arn = parseArn(textOf(at) ?? "");
  const rules = SOURCES.find(({ service }) => service === arn?.service);
  return rules && { ...rules, at, candidates: [], arn };
}

/**
 * The source of a mapping; undefined if unknown.
 * @param property that names the source, if the reader is not a mapping
 */
export function mappingSource(
  graph: Graph,
  mapping: GraphResource,
  property = "eventSourceArn",
): MappingSource | undefined {
  const [at, byArn] = [mapping.properties.at(property), sourceByArn(mapping, property)];
  if (mapping.input(property).state === "absent") return byArn;
  const text = at.string();
  const found = SOURCES.flatMap(({ kinds, ...rules }) => {
    const candidates = kinds.flatMap((kind) =>
      text.state === "known" && text.value === ""
        ? madeFrom(mapping, property, kind)
        : graph.references(mapping, property, kind).flatMap((reference) => reference.candidates),
    );
    return candidates.length === 0 ? [] : [{ ...rules, candidates, at, arn: byArn?.arn }];
  });
  if (found.length > 0) return found.length === 1 ? found[0] : undefined;
  return byArn;
}

/** A table without stream has an empty text as its stream ARN, which names no table. */
function madeFrom(
  { propertyDependencies }: GraphResource,
  property: string,
  { types }: Kind,
): readonly GraphResource[] {
  return (propertyDependencies[property] ?? []).filter(({ type }) => types.includes(type));
}

/** A source that is a table without a stream: the tables that it may be, or the path in its ARN. */
export function streamless({
  service,
  candidates,
  arn,
}: MappingSource): { readonly tables: readonly GraphResource[]; readonly path: string } | undefined {
  if (service !== "dynamodb") return undefined;
  if (candidates.length > 0 && candidates.every(hasNoStream)) return { tables: candidates, path: "" };
  const isTable = arn?.resource.startsWith("table/") === true && !arn.resource.includes("/stream/");
  return isTable ? { tables: [], path: arn.resource } : undefined;
}

/** Whether a table certainly has no stream. One that is copied to other regions has one for that. */
function hasNoStream(table: GraphResource): boolean {
  return table.input("replicas").state === "absent" && isTrue(table, "streamEnabled") === false;
}

/** Services whose sources Lambda maps only once to a function. Kafka clusters and brokers may have several mappings. */
const MAPPED_ONCE = ["sqs", "dynamodb", "kinesis"];

/** Mappings with the source and function (version, alias) of an earlier one, which Lambda refuses. */
export function sameMappings(graph: Graph, types: readonly string[]) {
  const seen = new Map<string, GraphResource>();
  return graph.ofType(...types).flatMap((mapping) => {
    const source = mappingSource(graph, mapping);
    const [queue = textOf(mapping.properties.at("eventSourceArn")), ...others] = source?.candidates ?? [];
    const [called] = calledFunctions(graph, mapping, "functionName");
    const [lambda = called?.elsewhere, ...more] = called?.functions ?? [];
    if (source === undefined || !MAPPED_ONCE.includes(source.service) || others.length + more.length > 0) return [];
    if (queue === undefined || lambda === undefined || called?.qualifier === undefined) return [];
    const key = [queue, lambda]
      .map((each) => (typeof each === "string" ? each : each.urn))
      .concat(called.qualifier)
      .join(" ");
    const first = seen.get(key);
    if (first === undefined) seen.set(key, mapping);
    return first === undefined ? [] : [{ mapping, first }];
  });
}
