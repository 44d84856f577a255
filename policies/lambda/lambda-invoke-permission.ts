import { calledFunctions } from "../../aws/model/called-functions";
import { CALLER_TYPES, type FunctionCaller, functionCallersOf, type Route } from "../../aws/model/function-callers";
import type { Source } from "../../aws/model/grant-sources";
import { lateGrants, notGranted, type Problem } from "../../aws/model/grant-texts";
import { grantsOf, TARGETS } from "../../aws/model/grants";
import { permissionRefusal, regionProblem, sameStatements } from "../../aws/model/permission-refusals";
import type { Finding } from "../../kit/finding";
import type { Graph, GraphResource } from "../../kit/graph";
import type { Property } from "../../kit/known";
import { stackPolicy } from "../../kit/policy";
import { names } from "../../kit/resource";
import { SharedFindings } from "../../kit/shared-findings";
import { enumerate, quote } from "../../kit/text";

const PERMISSION = TARGETS.function.grant.types;

export const lambdaInvokePermission = stackPolicy({
  name: "lambda-invoke-permission",
  description: "Everything that calls a function has a permission to do so.",
  severity: "high",
  level: "mandatory",
  resources: [...PERMISSION, ...CALLER_TYPES],
  options: {},
  remediationSteps:
    "Add an aws.lambda.Permission for the service, the source and the version or alias that is called, or correct the one that is there.",
  tags: ["lambda", "deployment"],
  page: {
    why: "An API, a rule or a topic that may not call its function deploys well and fails later: the API answers 500, and events are lost silently. Log subscriptions, rotations of secrets, target groups and receipt rules are refused when they are created. A permission counts for one service, for the ARN that it names, and for the function itself or one version or alias.",
    limits:
      "It does not check functions, APIs and topics of other stacks, APIs with an OpenAPI document in YAML, and callers that use a role. Where the sourceArn of a permission is unknown, it checks the resource that it is made from. s3-notification-destination checks notifications of buckets.",
    advisory: "A permission that matches a path with parameters for a few of their values only.",
    sources: [
      "https://docs.aws.amazon.com/lambda/latest/dg/permissions-function-services.html",
      "https://docs.aws.amazon.com/lambda/latest/api/API_AddPermission.html",
      "https://docs.aws.amazon.com/lambda/latest/dg/using-aliases.html",
      "https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html",
      "https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-control-access-using-iam-policies-to-invoke-api.html",
    ],
    since: "0.1.0",
  },

  async check(graph, _options, report) {
    await report.each(graph.ofType(...PERMISSION), (permission) => {
      const refused =
        permissionRefusal(permission) ?? regionProblem(graph, permission) ?? urlProblem(graph, permission);
      if (refused !== undefined) report({ on: permission, ...refused });
    });
    for (const { permission, first } of sameStatements(graph))
      report({ on: permission, ...statementTwice(permission, first) });
    // A permission for an API is missing at each of its integrations, one for a user pool at each trigger.
    const found = new SharedFindings();
    await report.each(graph.ofType(...CALLER_TYPES), (on) => {
      for (const caller of functionCallersOf(graph, on)) {
        const problem = problemOf(graph, caller);
        if (problem !== undefined) found.add(on, { at: caller.called.at, ...problem });
      }
    });
    found.reportTo(report);
  },
});

const statementTwice = (permission: GraphResource, first: GraphResource) => ({
  at: permission.properties.at("statementId"),
  problem: `permission ${quote(first.name)} of the same function has this statementId already, and AWS refuses a second one`,
  fix: `remove statementId from ${quote(permission.name)}, or use another`,
});

const urlOnly = (at: Property, permission: GraphResource, service: string) => ({
  at,
  problem: `${quote(permission.name)} lets ${quote(service)} call the function URL, which since October 2025 also needs lambda:InvokeFunction, and nothing allows that`,
  fix: `add an aws.lambda.Permission like ${quote(permission.name)} with action lambda:InvokeFunction and invokedViaFunctionUrl`,
});

const functionOnly = (at: Property, permission: GraphResource) => ({
  at,
  problem:
    "CloudFront calls a function only by its URL, which also needs lambda:InvokeFunctionUrl, and nothing allows that",
  fix: `add an aws.lambda.Permission like ${quote(permission.name)} with action lambda:InvokeFunctionUrl`,
});

/** https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-lambda.html */
const CLOUDFRONT = "cloudfront.amazonaws.com";

const late = (on: GraphResource, { name }: FunctionCaller, grants: readonly GraphResource[]) => {
  const those = names(grants, "or", [on, ...grants]);
  return {
    problem: `${quote(on.name)} does not depend on ${those}, which lets ${name} call the function, and AWS refuses it if it is created first`,
    fix: `add ${names(grants, "and", [on, ...grants])} to the dependsOn of ${quote(on.name)}`,
  };
};

const byChance = ({ problem, fix }: Problem): Problem => ({
  problem: `${problem}, which matches hardly any call of a path with parameters`,
  fix,
});

/** A service, such as CloudFront, with half of the rights for a function URL. Accounts and roles may get the rest elsewhere. */
function urlProblem(graph: Graph, permission: GraphResource): Omit<Finding, "on"> | undefined {
  const [at, principal] = [permission.properties.at("action"), permission.properties.at("principal").string()];
  const [action, [called]] = [at.string(), calledFunctions(graph, permission, "function")];
  if (called === undefined || called.functions.length === 0) return undefined;
  if (action.state !== "known" || principal.state !== "known" || !principal.value.endsWith(".amazonaws.com"))
    return undefined;
  const lacks = (other: string) =>
    called.functions.every((lambda) => {
      const call = { services: [principal.value], action: other, isByUrl: true } as const;
      return grantsOf(graph, lambda, TARGETS.function, call).answer === "no";
    });
  if (action.value === "lambda:InvokeFunctionUrl")
    return lacks("lambda:InvokeFunction") ? urlOnly(at, permission, principal.value) : undefined;
  const isHalf = action.value === "lambda:InvokeFunction" && principal.value === CLOUDFRONT;
  return isHalf && lacks("lambda:InvokeFunctionUrl") ? functionOnly(at, permission) : undefined;
}

function problemOf(graph: Graph, caller: FunctionCaller): (Problem & Pick<Finding, "level">) | undefined {
  const { called, service, source, sourceArn, name, routes = [] } = caller;
  const call = { services: [service], action: "lambda:InvokeFunction", qualifier: called.qualifier } as const;
  const sender = { name, sourceArn, call: { ...call, ...(source && { source }) } };
  const problem = notGranted(graph, called.functions, TARGETS.function, sender);
  if (problem !== undefined) return problem;
  const isShut = (source: Source) =>
    called.functions.every((lambda) => grantsOf(graph, lambda, TARGETS.function, { ...call, source }).answer === "no");
  const ofRoutes = (of: (route: Route) => readonly Source[]) => {
    const shut = routes.filter((route) => of(route).length > 0 && of(route).every(isShut));
    const [first] = shut.flatMap(of);
    const those = `${enumerate([...new Set(shut.map((route) => route.name))])} of ${name}`;
    return (
      first &&
      notGranted(graph, called.functions, TARGETS.function, {
        name: those,
        sourceArn,
        call: { ...call, source: first },
      })
    );
  };
  const shut = ofRoutes(({ sources }) => sources);
  if (shut !== undefined) return shut;
  const seldom = ofRoutes(({ usual }) => usual);
  if (seldom !== undefined) return { level: "advisory", ...byChance(seldom) };
  const missed = caller.isTried
    ? lateGrants(graph, caller.on, called.functions, TARGETS.function, sender.call)
    : undefined;
  return missed && late(caller.on, caller, missed);
}
