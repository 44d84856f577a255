import type { Graph, GraphResource } from "../../kit/graph";
import { typeTokens } from "../facts/type-aliases";
import { KEY, KEY_ALIAS } from "./kinds";
import { only } from "./role";

/** The right to use a key that a call needs besides its own right. */
export interface KeyNeed {
  readonly key: GraphResource;
  readonly action: string;
}

/**
 * The uses of a customer's key with the caller's rights. DynamoDB is not among them: it uses grants of its own.
 * Sources: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html,
 * https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html,
 * https://docs.aws.amazon.com/secretsmanager/latest/userguide/security-encryption.html,
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html
 */
const NEEDS: Readonly<Record<string, { readonly property: string; readonly action: string }>> = {
  "sqs:SendMessage": { property: "kmsMasterKeyId", action: "kms:GenerateDataKey" },
  "sqs:ReceiveMessage": { property: "kmsMasterKeyId", action: "kms:Decrypt" },
  "sns:Publish": { property: "kmsMasterKeyId", action: "kms:GenerateDataKey" },
  "secretsmanager:GetSecretValue": { property: "kmsKeyId", action: "kms:Decrypt" },
};

const GRANT = typeTokens("aws:kms/grant:Grant");

/** The right that an action needs for its target's key in the stack; undefined if there is none, or it is unknown. */
export function keyNeed(graph: Graph, target: GraphResource, action: string): KeyNeed | undefined {
  const need = Object.hasOwn(NEEDS, action) ? NEEDS[action] : undefined;
  // Grants let roles use a key by themselves.
  if (need === undefined || graph.ofType(...GRANT).length > 0) return undefined;
  if (target.input(need.property).state === "absent") return undefined;
  const alias = only(graph, target, need.property, KEY_ALIAS);
  const key = alias === undefined ? only(graph, target, need.property, KEY) : only(graph, alias, "targetKeyId", KEY);
  return key && { key, action: need.action };
}
