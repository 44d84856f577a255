import { FUNCTION } from "../../aws/model/kinds";
import { type LambdaNeed, lambdaNeeds } from "../../aws/model/lambda-needs";
import { mayAllow, policiesOf, roleOf, trustedServices, trustsService } from "../../aws/model/role";
import { lackOf } from "../../aws/model/role-needs";
import type { Report } from "../../kit/finding";
import type { Graph, GraphResource } from "../../kit/graph";
import { append } from "../../kit/groups";
import { stackPolicy } from "../../kit/policy";
import { names } from "../../kit/resource";
import { enumerate, quote } from "../../kit/text";

const LAMBDA = "lambda.amazonaws.com";
const LOGGING = ["logs:CreateLogStream", "logs:PutLogEvents"];

/** As Lambda has it: https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html */
const ROLE_ARN = /^arn:aws[\w-]*:iam::\d{12}:role\/?[\w+=,.@/-]+$/;

export const lambdaRole = stackPolicy({
  name: "lambda-role",
  description: "Lambda can assume the role of a function, and the role allows what Lambda itself needs.",
  severity: "high",
  level: "mandatory",
  resources: FUNCTION.types,
  options: {},
  remediationSteps:
    "Let lambda.amazonaws.com assume the role, and attach the managed policy that AWS has for the source, the network or the logs.",
  tags: ["lambda", "iam", "deployment"],
  page: {
    why: 'Lambda assumes the function\'s role when it creates the function, a mapping or a configuration of destinations, and refuses these where it cannot or where the role lacks the rights: "The role defined for the function cannot be assumed by Lambda", "The provided execution role does not have permissions to call ReceiveMessage on SQS". The provider tries for minutes before it fails.',
    limits:
      "It leaves alone roles of other stacks, and roles with a policy whose document is unknown. At the first preview, that is each document with an ARN in it: it checks these at the end of the update and by `pulumi policy analyze`. It does not look at policies attached by other means, Deny statements and boundaries, and checks no sources other than SQS, Kinesis and DynamoDB. It assumes that an attachment which is made neither before nor after the function is in time, since the provider tries again.",
    advisory: "A role that does not let its functions write logs: they run, and nobody sees what they say.",
    sources: [
      "https://docs.aws.amazon.com/lambda/latest/dg/lambda-intro-execution-role.html",
      "https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html#configuration-vpc-permissions",
      "https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html#events-sqs-permissions",
      "https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/service/lambda/function.go",
    ],
    since: "0.1.0",
  },

  async check(graph, _options, report) {
    const functions = new Map<GraphResource, GraphResource[]>();
    await report.each(graph.ofType(...FUNCTION.types), (lambda) => {
      const role = roleOf(graph, lambda);
      if (role !== undefined) append(functions, role, lambda);
      reportText(lambda, report);
    });
    await report.each(functions.keys(), (role) => judgeRole(graph, role, functions.get(role) ?? [], report));
    for (const need of lambdaNeeds(graph)) judgeNeed(graph, need, report);
  },
});

function reportText(lambda: GraphResource, report: Report): void {
  const at = lambda.properties.at("role");
  const text = at.string();
  if (text.state !== "known" || text.value === "" || ROLE_ARN.test(text.value)) return;
  const fix = "set role to the arn of the role";
  report({ on: lambda, at, problem: `${quote(text.value)} is not the ARN of a role`, fix });
}

function judgeRole(graph: Graph, role: GraphResource, lambdas: readonly GraphResource[], report: Report): void {
  if (trustsService(role, LAMBDA) === false)
    report({ on: role, at: role.properties.at("assumeRolePolicy"), ...notTrusted(role, lambdas) });
  const policies = policiesOf(graph, role);
  if (policies === undefined || !LOGGING.some((action) => !mayAllow(policies, { action }))) return;
  report({ on: role, level: "advisory", ...noLogs(role, lambdas) });
}

/** Reports a right that a role lacks, or gets only after the resource that needs it. */
function judgeNeed(graph: Graph, need: LambdaNeed, report: Report): void {
  const { lambda, on, at, target, managed } = need;
  const role = roleOf(graph, lambda);
  const lack = role && lackOf(graph, role, on, need);
  if (role === undefined || lack === undefined) return;
  const what = { role, lambda, on, target: target?.name };
  report({ on, at, ...(lack.late.length > 0 ? tooLate(what, lack.late) : notAllowed(what, lack.actions, managed)) });
}

const notTrusted = (role: GraphResource, lambdas: readonly GraphResource[]) => {
  const services = trustedServices(role);
  const named = services.length > 0 ? `names ${enumerate(services.map(quote))} only` : "names no service";
  return {
    problem: `${names(lambdas)} ${lambdas.length > 1 ? "run" : "runs"} with this role, and Lambda cannot assume it: its trust policy ${services.includes(LAMBDA) ? "does not allow it sts:AssumeRole" : named}`,
    fix: `allow sts:AssumeRole to { "Service": "${LAMBDA}" } in the assumeRolePolicy of ${quote(role.name)}`,
  };
};

const noLogs = (role: GraphResource, lambdas: readonly GraphResource[]) => ({
  problem: `no policy of the role allows ${LOGGING.join(" and ")}, so ${names(lambdas)} ${lambdas.length > 1 ? "write" : "writes"} no logs`,
  fix: `attach ${managedArn("service-role/AWSLambdaBasicExecutionRole")} to role ${quote(role.name)}`,
});

interface Refused {
  readonly role: GraphResource;
  readonly lambda: GraphResource;
  readonly on: GraphResource;
  readonly target: string | undefined;
}

const notAllowed = ({ role, lambda, on, target }: Refused, actions: readonly string[], managed?: string) => ({
  problem: `role ${quote(role.name)} of function ${quote(lambda.name)} does not allow ${enumerate(actions)}${target === undefined ? "" : ` on ${target}`}, and Lambda refuses ${on === lambda ? "the function" : "this"} until it does`,
  fix:
    managed === undefined
      ? `add an aws.iam.RolePolicy for role ${quote(role.name)} that allows ${enumerate(actions)}`
      : `attach ${managedArn(managed)} to role ${quote(role.name)}, or allow these actions in a policy of the role`,
});

const tooLate = ({ role, lambda, on, target }: Refused, late: readonly GraphResource[]) => ({
  problem: `${names(late, "or")}, which gives role ${quote(role.name)} its rights${target === undefined ? "" : ` on ${target}`}, is created after ${on === lambda ? "the function" : "this"}, and Lambda refuses ${on === lambda ? "the function" : "it"} until then`,
  fix: `create ${names(late)} from role ${quote(role.name)} instead of function ${quote(lambda.name)}, and name it in the dependsOn of ${quote(on.name)}`,
});

function managedArn(path: string): string {
  return quote(`arn:aws:iam::aws:policy/${path}`);
}
