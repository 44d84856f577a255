// The arrows of a stack, from the same models as the policies use. Only findings say which arrows are broken.
import { sdkActions } from "../../aws/facts/sdk-actions";
import { typeTokens } from "../../aws/facts/type-aliases";
import { type S3DestinationProperty, s3Destinations } from "../../aws/model/arn";
import { calledFunctions } from "../../aws/model/called-functions";
import { DELIVERY_TYPES, deliveriesOf } from "../../aws/model/deliveries";
import { mappingSource } from "../../aws/model/event-mappings";
import { CALLER_TYPES, functionCallersOf } from "../../aws/model/function-callers";
import { SOURCES, sourcesOf } from "../../aws/model/grant-sources";
import { type Call, grantsOf, TARGETS, type Target } from "../../aws/model/grants";
import * as kinds from "../../aws/model/kinds";
import { lambdaNeeds } from "../../aws/model/lambda-needs";
import { redrivePolicyOf, redriving } from "../../aws/model/redrive";
import { mayAllow, only, policiesOf, roleOf, trustsService } from "../../aws/model/role";
import { calledByRole, ROLE_CALLERS, TARGET_ACTIONS } from "../../aws/model/role-callers";
import { DESTINATIONS, destinationsOf } from "../../aws/model/s3-destinations";
import { hasOwnCredentials } from "../../code/aws-clients";
import { targetOf } from "../../code/aws-targets";
import { type AwsCall, factsOf } from "../../code/facts";
import { CodeJudge } from "../../code/judged-code";
import type { CodePlace, Report } from "../../kit/finding";
import type { Graph, GraphResource } from "../../kit/graph";
import { append } from "../../kit/groups";
import { textOf } from "../../kit/known";
import { names } from "../../kit/resource";
import { quote } from "../../kit/text";
import { type Arrow, between, type Known, open, proven } from "./arrow";
import { bucketEvents, rules } from "./event-arrows";

/** All arrows of a stack. */
export async function arrowsOf(graph: Graph, programDirectory: string): Promise<readonly Arrow[]> {
  const byConfiguration = [
    calls,
    deliveries,
    notifications,
    mappings,
    needs,
    deadLetters,
    bucketEvents,
    rules,
    byRole,
    urls,
  ].flatMap((find) => find(graph));
  const byCode = await codeCalls(graph, programDirectory);
  return [...byConfiguration, ...byCode, ...environments(graph, [...byConfiguration, ...byCode])];
}

const orElse = (found: readonly GraphResource[] | undefined, on: GraphResource) =>
  found === undefined || found.length === 0 ? [on] : found;

function calls(graph: Graph): readonly Arrow[] {
  return graph.ofType(...CALLER_TYPES).flatMap((on) =>
    functionCallersOf(graph, on).flatMap(({ called, service, source, routes = [] }) => {
      const call = { services: [service], action: "lambda:InvokeFunction", qualifier: called.qualifier } as const;
      const label = routes.map(({ name }) => name.replace(/^route /, "").replaceAll('"', "")).join(", ") || "calls";
      return between(orElse(source?.resources, on), called.functions, {
        on,
        at: called.at,
        label,
        policies: ["lambda-invoke-permission", "eventbridge-rule", ...OF_APIS, "message-delivery"],
        known: granted(graph, called.functions, TARGETS.function, { ...call, ...(source && { source }) }),
      });
    }),
  );
}

const OF_APIS = ["apigatewayv2-integration", "apigateway-integration", "apigateway-method-order"];

function deliveries(graph: Graph): readonly Arrow[] {
  return graph.ofType(...DELIVERY_TYPES).flatMap((on) =>
    deliveriesOf(graph, on).flatMap(({ at, as, targets, services, source, asAccount, isForDead }) => {
      const call = { services, action: as.action, ...(source && { source }), ...(asAccount && { asAccount }) };
      return between(orElse(source?.resources, on), targets, {
        on,
        at,
        label: isForDead ? "dead letters" : "sends",
        policies: ["message-delivery", "eventbridge-rule"],
        known: granted(graph, targets, as, call),
      });
    }),
  );
}

function notifications(graph: Graph): readonly Arrow[] {
  const lists = Object.keys(s3Destinations) as S3DestinationProperty[];
  return graph.ofType(...typeTokens("aws:s3/bucketNotification:BucketNotification")).flatMap((on) => {
    const [source] = sourcesOf(graph, on, "bucket", SOURCES.bucket);
    return lists.flatMap((list) =>
      destinationsOf(graph, on, list).flatMap(({ at, candidates, qualifier }) => {
        const as = DESTINATIONS[list];
        const call = {
          services: ["s3.amazonaws.com"],
          action: as.action,
          qualifier,
          ...(source && { source }),
        } as const;
        return between(orElse(source?.resources, on), candidates, {
          on,
          at,
          label: "notifies",
          policies: ["s3-notification-destination", "s3-notification-config"],
          known: granted(graph, candidates, as, call),
        });
      }),
    );
  });
}

/** Arrows of event source mappings. */
function mappings(graph: Graph): readonly Arrow[] {
  const ofSources = lambdaNeeds(graph).filter(({ at }) => at.path[0] === "eventSourceArn");
  // Of several needs of a mapping, the first counts.
  const needed = new Map(ofSources.toReversed().map((need) => [need.on, need]));
  return graph.ofType(...typeTokens("aws:lambda/eventSourceMapping:EventSourceMapping")).flatMap((on) => {
    const source = mappingSource(graph, on);
    const need = needed.get(on);
    return calledFunctions(graph, on, "functionName").flatMap(({ functions }) =>
      between(source?.candidates ?? [], functions, {
        on,
        label: "events",
        role: need && roleOf(graph, need.lambda),
        policies: ["lambda-event-source", "lambda-role"],
        known: need ? allowed(graph, roleOf(graph, need.lambda), need.actions, need.target?.arn) : open(NO_SUCH_RIGHTS),
      }),
    );
  });
}

const NO_SUCH_RIGHTS = "no policy checks what the function needs for this kind of source";

/** Arrows of what Lambda sends with a function's role: dead letters, and results of asynchronous calls. */
function needs(graph: Graph): readonly Arrow[] {
  return lambdaNeeds(graph).flatMap(({ lambda, on, at, actions, target }) => {
    if (target?.resource === undefined || at.path[0] === "eventSourceArn") return [];
    const outcome = at.path.includes("onSuccess") ? "on success" : "on failure";
    return between([lambda], [target.resource], {
      on,
      at,
      label: at.path[0] === "deadLetterConfig" ? "dead letters" : outcome,
      role: roleOf(graph, lambda),
      policies: ["lambda-role", "sqs-dead-letter-queue"],
      known: allowed(graph, roleOf(graph, lambda), actions, target.arn),
    });
  });
}

/** Arrows of queues to their dead-letter queues. */
function deadLetters(graph: Graph): readonly Arrow[] {
  return graph.ofType(...redriving).flatMap((on) => {
    const policy = redrivePolicyOf(graph, on);
    if (policy?.source === undefined) return [];
    const known = policy.document
      ? proven("SQS moves the messages by itself, and kind and region of both queues fit")
      : open("what the redrive policy says is known after the deployment");
    return between([policy.source], policy.dead, {
      on,
      at: policy.at,
      label: "dead letters",
      policies: ["sqs-dead-letter-queue"],
      known,
    });
  });
}

/** Arrows of schedules and rules that call with a role. */
function byRole(graph: Graph): readonly Arrow[] {
  return ROLE_CALLERS.flatMap((caller) =>
    graph.ofType(...caller.types).flatMap((on) => {
      const called = calledByRole(graph, on, caller);
      const [action = ""] = (called && TARGET_ACTIONS.get(called.kind)) ?? [];
      if (called === undefined) return [];
      const [rule] = sourcesOf(graph, on, "rule", SOURCES.rule);
      const arn = textOf(called.target.properties.at("arn"));
      return between(orElse(rule?.resources, on), [called.target], {
        on,
        label: called.kind === kinds.FUNCTION ? "calls" : "sends",
        policies: ["eventbridge-target", "eventbridge-rule"],
        known: allowed(graph, only(graph, on, caller.role, kinds.ROLE), [action], arn, caller.service),
      });
    }),
  );
}

function urls(graph: Graph): readonly Arrow[] {
  return graph.ofType(...kinds.FUNCTION_URL.types).flatMap((on) => {
    const isPublic = textOf(on.properties.at("authorizationType")) === "NONE";
    const known = isPublic
      ? proven("the provider adds the permissions of a public URL itself")
      : open("the policies of its callers decide who may call the URL");
    const called = calledFunctions(graph, on, "functionName");
    return called.flatMap(({ functions }) => between([on], functions, { on, label: "calls", policies: [], known }));
  });
}

/** Arrows of calls in the code of functions. */
async function codeCalls(graph: Graph, programDirectory: string): Promise<readonly Arrow[]> {
  const judge = new CodeJudge({ programDirectory }, UNHEARD);
  const found: Arrow[] = [];
  for (const lambda of graph.ofType(...kinds.FUNCTION.types)) {
    const code = await judge.codeOf(lambda);
    const [facts] = code === undefined ? [] : judge.whole(lambda, code, () => [factsOf(lambda, code)]);
    const made = (facts?.awsCalls ?? []).filter((call) => call.certainty !== "unreached" && hasOwnCredentials(call));
    const shown = ({ file, line, column }: AwsCall) => ({ file: code?.files.get(file)?.shown ?? file, line, column });
    found.push(...callsOf(graph, lambda, made, shown));
  }
  return found;
}

/** Only policies report code that cannot be read. */
const UNHEARD: Report = Object.assign(() => {}, {
  together: () => {},
  notChecked: () => {},
  each: async () => {},
  today: "",
});

/** The calls of a function's code to resources of the stack, one arrow for each operation. */
function callsOf(
  graph: Graph,
  lambda: GraphResource,
  made: readonly AwsCall[],
  placeOf: (call: AwsCall) => CodePlace,
): readonly Arrow[] {
  const byTarget = new Map<string, { readonly to: GraphResource; readonly call: AwsCall; readonly known: Known }[]>();
  for (const call of made) {
    const actions = sdkActions(call.service, call.operation) ?? [];
    const target = actions[0] === undefined ? undefined : targetOf(graph, lambda, call, actions[0]);
    if (target === undefined) continue;
    const known = actions
      .map((action) => allowed(graph, roleOf(graph, lambda), [action], target.arn))
      .toSorted((a, b) => Number(b.isProven) - Number(a.isProven))[0];
    if (known !== undefined)
      append(byTarget, JSON.stringify([target.name, actions[0]]), { to: target.resource, call, known });
  }
  return [...byTarget.values()].flatMap((same) =>
    same.slice(0, 1).flatMap(({ to, call, known }) =>
      between([lambda], [to], {
        on: lambda,
        label: call.method,
        places: same.map((each) => placeOf(each.call)),
        role: roleOf(graph, lambda),
        policies: ["lambda-code-permissions"],
        known,
      }),
    ),
  );
}

/** Arrows to resources that a function's environment names and no known call uses. */
function environments(graph: Graph, arrows: readonly Arrow[]): readonly Arrow[] {
  const drawn = new Map<GraphResource, GraphResource[]>();
  for (const { from, to } of arrows) append(drawn, from, to);
  const known = open("the environment of the function names it, and which calls its code makes of it is not known");
  return graph.ofType(...kinds.FUNCTION.types).flatMap((on) =>
    NAMED.flatMap((kind) => graph.referenced(on, "environment.variables", kind))
      .filter((to) => to !== on && !(drawn.get(on) ?? []).includes(to))
      .flatMap((to) => between([on], [to], { on, label: "names", policies: [], known })),
  );
}

/** The resources that a function's environment names. */
const NAMED = [
  ...[kinds.TABLE, kinds.QUEUE, kinds.TOPIC, kinds.BUCKET, kinds.STREAM],
  ...[kinds.BUS, kinds.STATE_MACHINE, kinds.FUNCTION, kinds.SECRET],
];

/** Whether a resource grants a service access, as far as it is known. */
function granted(graph: Graph, targets: readonly GraphResource[], as: Target, call: Call): Known {
  const [only] = targets.map((target) => grantsOf(graph, target, as, call));
  if (only === undefined) return open("what it leads to is not known");
  const sure = only.by.filter(isReadable);
  if (sure.length > 0) return proven(`${names(sure, "and")} ${sure.length === 1 ? "allows" : "allow"} ${call.action}`);
  if (only.by.length > 0) return open(`what ${names(only.by, "or")} allows is known after the deployment`);
  return only.answer === "yes"
    ? proven(`a ${as.noun} without a policy takes what its own account sends`)
    : open(`nothing that can be read allows ${call.action}, and something else may`);
}

/** Whether the grants of a resource are known: those of a permission from its properties, others from their document. */
function isReadable({ type, properties }: GraphResource): boolean {
  const needed = TARGETS.function.grant.types.includes(type) ? ["principal", "action"] : ["policy", "policyDocument"];
  const states = needed.map((name) => properties.at(name).string().state);
  return states.includes("known") && !states.includes("unknown");
}

/** Whether a role allows actions, as far as it is known. */
function allowed(
  graph: Graph,
  role: GraphResource | undefined,
  actions: readonly string[],
  arn?: string,
  service = "lambda.amazonaws.com",
): Known {
  if (role === undefined) return open("the role is not one of this stack, or not known yet");
  if (trustsService(role, service) !== true)
    return open(`whether ${service} can assume role ${quote(role.name)} is not known`);
  const policies = policiesOf(graph, role);
  if (policies === undefined)
    return open(`policies may be given to role ${quote(role.name)} in ways that are not read`);
  const read = policies.filter(({ statements }) => statements !== undefined);
  const lacking = actions.filter((action) => !mayAllow(read, { action, arn }));
  if (lacking.length === 0) return proven(`role ${quote(role.name)} allows ${actions.join(", ")}`);
  const unread = policies.filter(({ statements }) => statements === undefined).map(({ by }) => by);
  return unread.length > 0
    ? open(`what ${names([...new Set(unread)], "or")} allows role ${quote(role.name)} is known after the deployment`)
    : open(`no policy of role ${quote(role.name)} allows ${lacking.join(", ")}, and something else may`);
}
