import { sdkActions } from "../../aws/facts/sdk-actions";
import { keyNeed } from "../../aws/model/caller-keys";
import { FUNCTION } from "../../aws/model/kinds";
import { mayAllow, mayLetRolesIn, policiesOf, type RolePolicy, roleOf } from "../../aws/model/role";
import { hasOwnCredentials } from "../../code/aws-clients";
import { possibleTargets, targetOf } from "../../code/aws-targets";
import { type AwsCall, factsOf, guardsOf, isOfEvent } from "../../code/facts";
import { CodeJudge } from "../../code/judged-code";
import { codeOptions } from "../../code/options";
import type { Graph, GraphResource } from "../../kit/graph";
import { textOf } from "../../kit/known";
import { stackPolicy } from "../../kit/policy";
import { quote } from "../../kit/text";

export const lambdaCodePermissions = stackPolicy({
  name: "lambda-code-permissions",
  description: "The role of a Lambda function allows the calls of AWS that its code makes.",
  severity: "high",
  level: "advisory",
  resources: FUNCTION.types,
  options: codeOptions,
  remediationSteps: "Add the action to a policy of the function's role, for the resource that the code calls.",
  tags: ["lambda", "iam", "code"],
  page: {
    why: "A call that no policy of the function's role allows fails with AccessDenied at the first request. Code and role are written at different times, and nothing compares them before.",
    limits:
      "It checks calls of boto3 and of the AWS SDKs for JavaScript that certainly run, at least for some events, with the function's own credentials. It leaves alone roles of other stacks, and roles with an unknown policy: at the first preview, documents with ARNs are unknown, so it checks them at the end of the update and by `pulumi policy analyze`. Where the code names a resource of the stack, the policies must allow that one, and the key of the stack that encrypts it. It leaves alone what a policy of a bucket, queue or key may allow, other uses of KMS, and STS. It does not look at Deny statements, conditions and boundaries.",
    sources: [
      "https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html",
      "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html",
      "https://docs.aws.amazon.com/lambda/latest/dg/lambda-intro-execution-role.html",
      "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html",
    ],
    since: "0.1.0",
  },

  async check(graph, options, report) {
    const judge = new CodeJudge(options, report);
    await report.each(graph.ofType(...FUNCTION.types), async (lambda) => {
      const role = roleOf(graph, lambda);
      const policies = role && policiesOf(graph, role);
      // An unknown policy may allow anything, so the code need not be read.
      if (role === undefined || policies === undefined || policies.some(({ statements }) => !statements)) return;
      const code = await judge.codeOf(lambda);
      if (code === undefined) return;
      const [facts] = judge.whole(lambda, code, () => [factsOf(lambda, code)]);
      for (const { call, ...lacking } of lackingIn(graph, lambda, policies, facts?.awsCalls.filter(isMade) ?? [])) {
        const { file, line, column } = call;
        judge.judge(lambda, code, file, () => [{ line, column, ...notAllowed(call, role, lacking) }]);
      }
    });
    judge.reportAll();
  },
});

/** Whether some event lets the code make a call, with the credentials of the function. */
function isMade(call: AwsCall): boolean {
  return call.certainty !== "unreached" && hasOwnCredentials(call) && [...guardsOf(call.guards)].every(isOfEvent);
}

interface Lacking {
  /** Actions of which one is enough. */
  readonly actions: readonly string[];
  /** The target for a message. */
  readonly target: string | undefined;
}

/** The calls that no policy allows, one for each missing right. */
function lackingIn(graph: Graph, lambda: GraphResource, policies: readonly RolePolicy[], calls: readonly AwsCall[]) {
  const found = new Map<string, Lacking & { readonly call: AwsCall }>();
  for (const call of calls) {
    const actions = sdkActions(call.service, call.operation) ?? [];
    const [first] = actions;
    if (first === undefined) continue;
    const target = targetOf(graph, lambda, call, first);
    const key = [first, target?.name].join(" ");
    const called = target === undefined ? possibleTargets(graph, first) : [target.resource];
    const isAllowed = actions.some(
      (action) =>
        mayAllow(policies, { action, arn: target?.arn }) ||
        called.some((resource) => mayLetRolesIn(graph, resource, action)),
    );
    if (!isAllowed && !found.has(key)) found.set(key, { call, actions, target: target?.name });
    const need = isAllowed && target !== undefined ? keyNeed(graph, target.resource, first) : undefined;
    if (need === undefined || found.has(`${need.action} ${need.key.name}`)) continue;
    const right = { action: need.action, arn: textOf(need.key.properties.at("arn")) };
    if (!mayAllow(policies, right) && !mayLetRolesIn(graph, need.key, need.action)) {
      const name = `key ${quote(need.key.name)} of ${target?.name ?? ""}`;
      found.set(`${need.action} ${need.key.name}`, { call, actions: [need.action], target: name });
    }
  }
  return [...found.values()];
}

const notAllowed = ({ method }: AwsCall, role: GraphResource, { actions: [action = ""], target }: Lacking) => ({
  problem: `${method} needs ${action}${target === undefined ? "" : ` on ${target}`}, which no policy of role ${quote(role.name)} allows`,
  fix: `add {"Effect": "Allow", "Action": "${action}", "Resource": ${target === undefined ? '"*"' : `the ARN of ${target}`}} to a policy of role ${quote(role.name)}${target === undefined ? ", with the resource in place of *" : ""}`,
});
