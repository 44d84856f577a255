import type { Graph, GraphResource } from "../../kit/graph";
import { once } from "../../kit/once";
import { typeTokens } from "../facts/type-aliases";
import { FUNCTION, ROLE } from "./kinds";

const ATTACHMENT = typeTokens("aws:iam/rolePolicyAttachment:RolePolicyAttachment");

/**
 * What `aws.lambda.CallbackFunction` creates besides its function: a role of the same name, which gets none of the function's
 * tags, and the role's attachments.
 * Source: https://github.com/pulumi/pulumi-aws/blob/master/sdk/nodejs/lambda/lambdaMixins.ts
 */
export const createdForCallbacks = once((graph: Graph): ReadonlySet<GraphResource> => {
  const created = new Set<GraphResource>();
  for (const lambda of graph.ofType(...FUNCTION.types).filter(isCallback)) {
    for (const role of graph.referenced(lambda, "role", ROLE)) {
      if (role.name !== lambda.name) continue;
      created.add(role);
      for (const attachment of graph.referrers(role, ATTACHMENT, "role", ROLE).certain)
        if (attachment.name.startsWith(`${lambda.name}-`)) created.add(attachment);
    }
  }
  return created;
});

/** Whether a function may be a closure, which the SDK writes to this file. */
function isCallback({ properties }: GraphResource): boolean {
  const handler = properties.at("handler").string();
  return handler.state === "unknown" || (handler.state === "known" && handler.value === "__index.handler");
}
