import type { Graph, GraphResource } from "../../kit/graph";
import { grantsOf, TARGETS } from "./grants";
import { KEY, KEY_ALIAS } from "./kinds";

/** The reason why a service cannot send to an encrypted queue or topic. */
export type Refusal =
  /** The key is AWS's own for the service, and its policy cannot be changed. */
  | { readonly key: string }
  /** The policy of a key in the stack does not let the service use it. */
  | { readonly of: GraphResource; readonly action: string };

/** The actions of a service on the key of a queue or topic that it sends to. */
const ACTIONS = ["kms:GenerateDataKey", "kms:Decrypt"] as const;

/**
 * The reason why the key of a queue or topic certainly refuses a service; undefined if it may not.
 * Sources: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html,
 * https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
 */
export function keyRefusal(
  graph: Graph,
  target: GraphResource,
  services: readonly [string, ...string[]],
): Refusal | undefined {
  const id = target.properties.at("kmsMasterKeyId").string();
  if (id.state === "absent" || target.input("kmsMasterKeyId").state === "absent") return undefined;
  const [, key] =
    (id.state === "known" && /^(?:arn:[^:]*:kms:[^:]*:[^:]*:)?(alias\/aws\/(?:sqs|sns))$/.exec(id.value)) || [];
  if (key !== undefined) return { key };
  const keys = [...keysOf(graph, target, "kmsMasterKeyId"), ...aliasedKeys(graph, target)];
  const [of, ...others] = new Set(keys);
  if (of === undefined || others.length > 0) return undefined;
  const action = ACTIONS.find((each) => grantsOf(graph, of, TARGETS.key, { services, action: each }).answer === "no");
  return action === undefined ? undefined : { of, action };
}

const keysOf = (graph: Graph, from: GraphResource, property: string) =>
  graph.references(from, property, KEY).flatMap(({ candidates }) => candidates);

function aliasedKeys(graph: Graph, target: GraphResource): readonly GraphResource[] {
  const aliases = graph.references(target, "kmsMasterKeyId", KEY_ALIAS).flatMap(({ candidates }) => candidates);
  return aliases.flatMap((alias) => keysOf(graph, alias, "targetKeyId"));
}
