import type { Graph, GraphResource } from "../../kit/graph";
import { typeTokens } from "../facts/type-aliases";
import { KEY, KEY_ALIAS } from "./kinds";
import { only } from "./role";

/** What a call needs of the key that encrypts what is called, besides the right for the call itself. */
export interface KeyNeed {
  readonly key: GraphResource;
  readonly action: string;
}

/**
 * What AWS does with a customer's key by the rights of the caller. DynamoDB is left out: it uses grants of its own.
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

/** What an action needs of the key of the stack by which its target is encrypted; undefined where there is none, or it is not known. */
export function keyNeed(graph: Graph, target: GraphResource, action: string): KeyNeed | undefined {
  const need = Object.hasOwn(NEEDS, action) ? NEEDS[action] : undefined;
  // Grants let roles use a key by themselves.
  if (need === undefined || graph.ofType(...GRANT).length > 0) return undefined;
  if (target.input(need.property).state === "absent") return undefined;
  const alias = only(graph, target, need.property, KEY_ALIAS);
  const key = alias === undefined ? only(graph, target, need.property, KEY) : only(graph, alias, "targetKeyId", KEY);
  return key && { key, action: need.action };
}
