import type { Graph, GraphResource } from "../../kit/graph";
import { append } from "../../kit/groups";
import type { Property } from "../../kit/known";
import { once } from "../../kit/once";
import { typeTokens } from "../facts/type-aliases";
import { QUEUE } from "./kinds";

const REDRIVE_POLICY = typeTokens("aws:sqs/redrivePolicy:RedrivePolicy");
const REDRIVE_ALLOW_POLICY = typeTokens("aws:sqs/redriveAllowPolicy:RedriveAllowPolicy");

/** Services that send dead letters only to standard queues: the property that names the queue, and the service's name. */
export const standardQueueUsers: readonly {
  readonly types: readonly string[];
  readonly path: string;
  readonly noun: string;
}[] = [
  { types: typeTokens("aws:lambda/function:Function"), path: "deadLetterConfig.targetArn", noun: "Lambda" },
  {
    types: typeTokens("aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig"),
    path: "destinationConfig.onFailure.destination",
    noun: "Lambda",
  },
  {
    types: typeTokens("aws:lambda/eventSourceMapping:EventSourceMapping"),
    path: "destinationConfig.onFailure.destinationArn",
    noun: "Lambda",
  },
  {
    types: typeTokens("aws:scheduler/schedule:Schedule"),
    path: "target.deadLetterConfig.arn",
    noun: "EventBridge Scheduler",
  },
];

/** The types that set the dead-letter queue of a queue. */
export const redriving: readonly [string, ...string[]] = [...QUEUE.types, ...REDRIVE_POLICY];

/** The redrive policy of a queue. */
export interface RedrivePolicy {
  readonly at: Property;
  readonly source: GraphResource | undefined;
  /** The queues of the stack that may be meant: report only what holds for all. */
  readonly dead: readonly GraphResource[];
  /** The content of the policy, if it is known. */
  readonly document: Document | undefined;
}

type Document = Readonly<Record<string, unknown>>;

/** The redrive policy of a queue, or of a resource for one; undefined if there is none. */
export function redrivePolicyOf(graph: Graph, resource: GraphResource): RedrivePolicy | undefined {
  const at = resource.properties.at("redrivePolicy");
  if (resource.input("redrivePolicy").state === "absent" || at.state === "absent") return undefined;
  const dead = graph.references(resource, "redrivePolicy", QUEUE).flatMap(({ candidates }) => candidates);
  return { at, source: queueOf(graph, resource), dead, document: documentIn(at) };
}

/** The reason why a dead-letter queue refuses another queue; undefined if it may accept it. */
export function deniedBy(graph: Graph, dead: GraphResource, source: GraphResource): string | undefined {
  const [policy, ...others] = allowPolicies(graph).get(dead) ?? [];
  const document = policy && documentIn(policy.properties.at("redriveAllowPolicy"));
  if (document === undefined || others.length > 0) return undefined;
  if (document.redrivePermission === "denyAll") return "denyAll";
  const arn = source.properties.at("arn").string();
  const { sourceQueueArns: allowed } = document;
  const isByQueue = document.redrivePermission === "byQueue" && Array.isArray(allowed);
  return isByQueue && arn.state === "known" && !allowed.includes(arn.value) ? "byQueue, without it" : undefined;
}

/** The redrive allow policies of a queue: its own property, and separate resources. */
const allowPolicies = once((graph: Graph): ReadonlyMap<GraphResource, readonly GraphResource[]> => {
  const byQueue = new Map<GraphResource, GraphResource[]>();
  for (const resource of graph.ofType(...QUEUE.types, ...REDRIVE_ALLOW_POLICY)) {
    const queue = resource.input("redriveAllowPolicy").state === "absent" ? undefined : queueOf(graph, resource);
    if (queue !== undefined) append(byQueue, queue, resource);
  }
  return byQueue;
});

/** The queue that a resource is or belongs to. */
function queueOf(graph: Graph, resource: GraphResource): GraphResource | undefined {
  if (QUEUE.types.includes(resource.type)) return resource;
  const [queue, ...others] = graph.referenced(resource, "queueUrl", QUEUE);
  return others.length === 0 ? queue : undefined;
}

function documentIn(at: Property): Document | undefined {
  const text = at.string();
  try {
    const document: unknown = text.state === "known" ? JSON.parse(text.value) : undefined;
    return typeof document === "object" && document !== null ? (document as Document) : undefined;
  } catch {
    return undefined;
  }
}
