import type { Finding } from "../../kit/finding";
import type { Graph, GraphResource } from "../../kit/graph";
import { type Property, textOf } from "../../kit/known";
import type { Resource } from "../../kit/resource";
import { quote } from "../../kit/text";
import { typeTokens } from "../facts/type-aliases";
import { calledFunctions } from "./called-functions";
import { sameRegion } from "./regions";

/**
 * The reason why AWS refuses a permission by itself.
 * Sources: https://docs.aws.amazon.com/lambda/latest/api/API_AddPermission.html,
 * https://github.com/terraform-aws-modules/terraform-aws-lambda/issues/36
 */
export function permissionRefusal(permission: Resource): Omit<Finding, "on"> | undefined {
  const { properties } = permission;
  const [qualifier, called, authType] = [
    properties.at("qualifier"),
    properties.at("function"),
    properties.at("functionUrlAuthType"),
  ];
  if (textOf(qualifier) === "$LATEST") return { at: qualifier, ...LATEST };
  // This is the `qualifiedArn` of a function that publishes no versions.
  if (textOf(called)?.endsWith(":$LATEST")) return { at: called, ...LATEST_NAMED };
  const [action, isSet] = [textOf(properties.at("action")), permission.input("functionUrlAuthType").state];
  if (action === undefined) return undefined;
  const isOfUrl = action === "lambda:InvokeFunctionUrl";
  if (isOfUrl && isSet === "absent" && textOf(properties.at("principal")) === "*")
    return { at: properties.at("action"), ...NEEDS_AUTH_TYPE };
  return !isOfUrl && isSet === "known" && authType.string().state === "known"
    ? authTypeOfOther(authType, action)
    : undefined;
}

const LATEST = {
  problem: "AWS accepts no permission for $LATEST",
  fix: "remove the qualifier: the permission then covers calls without a version",
};

const LATEST_NAMED = {
  problem: "AWS accepts no permission for $LATEST",
  fix: "set function to the arn or the name of the function: the permission then covers calls without a version",
};

const NEEDS_AUTH_TYPE = {
  problem: "AWS refuses lambda:InvokeFunctionUrl for everybody without functionUrlAuthType",
  fix: 'set functionUrlAuthType to "NONE", as the authorizationType of the function URL is',
};

const authTypeOfOther = (at: Property, action: string) => ({
  at,
  problem: `AWS accepts functionUrlAuthType only for lambda:InvokeFunctionUrl, and the action is ${quote(action)}`,
  fix: "remove functionUrlAuthType, or set action to lambda:InvokeFunctionUrl",
});

/**
 * A permission for CloudWatch Logs of another region than the function's: log groups call only functions of their region.
 * Source: https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutSubscriptionFilter.html
 */
export function regionProblem(graph: Graph, permission: GraphResource): Omit<Finding, "on"> | undefined {
  const at = permission.properties.at("principal");
  const [, region] = /^logs\.([a-z]{2,}(?:-[a-z]+)+-\d)\.amazonaws\.com/.exec(textOf(at) ?? "") ?? [];
  const [called] = region === undefined ? [] : calledFunctions(graph, permission, "function");
  const own = sameRegion(called?.functions ?? []);
  if (region === undefined || own === undefined || own === region) return undefined;
  return {
    at,
    problem: `the principal is CloudWatch Logs in ${quote(region)}, and the function is in ${quote(own)}: log groups call only functions in their region`,
    fix: 'set principal to "logs.amazonaws.com"',
  };
}

/** Permissions with the statementId of an earlier one for the same function and qualifier. */
export function sameStatements(graph: Graph) {
  const seen = new Map<string, GraphResource>();
  return graph.ofType(...typeTokens("aws:lambda/permission:Permission")).flatMap((permission) => {
    const [id, qualifier] = [textOf(permission.input("statementId")), permission.input("qualifier")];
    const [called, ...others] = id === undefined ? [] : calledFunctions(graph, permission, "function");
    const [lambda = called?.elsewhere, ...more] = called?.functions ?? [];
    const version = qualifier.state === "absent" ? called?.qualifier : textOf(qualifier);
    if (lambda === undefined || version === undefined || others.length + more.length > 0) return [];
    const key = [typeof lambda === "string" ? lambda : lambda.urn, version, id].join(" ");
    const first = seen.get(key);
    if (first === undefined) seen.set(key, permission);
    return first === undefined ? [] : [{ permission, first }];
  });
}
