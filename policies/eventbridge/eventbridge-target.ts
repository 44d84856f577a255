import { areFifo } from "../../aws/model/fifo";
import { FUNCTION, QUEUE, ROLE } from "../../aws/model/kinds";
import { mayAllow, mayLetRolesIn, only, policiesOf, trustedServices, trustsService } from "../../aws/model/role";
import {
  type CalledByRole,
  calledByRole,
  ROLE_CALLERS,
  type RoleCaller,
  SCHEDULE,
  TARGET_ACTIONS,
} from "../../aws/model/role-callers";
import { roleDemanded } from "../../aws/model/role-demands";
import type { Finding } from "../../kit/finding";
import type { Graph, GraphResource } from "../../kit/graph";
import type { Property } from "../../kit/known";
import { stackPolicy } from "../../kit/policy";
import { enumerate, quote } from "../../kit/text";

export const eventbridgeTarget = stackPolicy({
  name: "eventbridge-target",
  description: "EventBridge has a role where a target needs one, can assume it, and the role allows the call.",
  severity: "high",
  level: "mandatory",
  resources: [...SCHEDULE, ...ROLE_CALLERS.flatMap(({ types }) => types).filter((type) => !SCHEDULE.includes(type))],
  options: {},
  remediationSteps: "Let the service assume the role in its trust policy, and allow the call in the role.",
  tags: ["eventbridge", "iam", "deployment"],
  page: {
    why: "A schedule calls its target by a role, as do pipes, and rules whose targets are state machines, streams and buses, or that name a role. AWS refuses a rule for a state machine or stream that names no role, and a schedule whose role does not trust scheduler.amazonaws.com, which is another service than events.amazonaws.com. Where the role allows nothing on the target, everything deploys and each call fails silently. A FIFO queue refuses messages without a group.",
    advisory: "A role that allows no call of the target, and a role that a target could do without.",
    limits:
      "It leaves alone roles and targets outside of the stack, roles with a policy that is unknown, and targets that an action of an SDK calls. Of pipes it checks the targets that are functions, queues, topics and buses. lambda-invoke-permission and message-delivery check rules that call functions, queues and topics without a role.",
    sources: [
      "https://docs.aws.amazon.com/scheduler/latest/UserGuide/setting-up.html",
      "https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-targets-templated.html",
      "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-events-iam-roles.html",
      "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-permissions.html",
      "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html",
      "https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutTargets.html",
    ],
    since: "0.1.0",
  },

  async check(graph, _options, report) {
    for (const caller of ROLE_CALLERS) {
      await report.each(graph.ofType(...caller.types), (on) => {
        const demanded = roleDemanded(on);
        for (const problem of demanded ? [demanded] : problemsOf(graph, on, caller)) report({ on, ...problem });
      });
    }
  },
});

type Problem = Omit<Finding, "on">;

function problemsOf(graph: Graph, on: GraphResource, caller: RoleCaller): readonly Problem[] {
  const called = calledByRole(graph, on, caller);
  if (called === undefined) return [];
  const role = only(graph, on, caller.role, ROLE);
  const ofRole = role === undefined ? undefined : roleProblem(graph, on, role, called, caller);
  const ofQueue = called.kind === QUEUE ? groupProblem(on, called.target, caller) : undefined;
  return [ofRole, ofQueue].flatMap((problem) => problem ?? []);
}

function roleProblem(
  graph: Graph,
  on: GraphResource,
  role: GraphResource,
  { kind, target }: CalledByRole,
  { role: path, service, name, refused, optional }: RoleCaller,
): Problem | undefined {
  const at = valueAt(on, path);
  // AWS calls such targets with a role since 2025, and some of its pages still say otherwise.
  const level = optional?.includes(kind) ? ({ level: "advisory" } as const) : {};
  if (trustsService(role, service) === false) return { at, ...level, ...notTrusted(role, service, name, refused) };
  const [action, noun] = TARGET_ACTIONS.get(kind) ?? [];
  const policies = policiesOf(graph, role);
  if (action === undefined || policies === undefined) return undefined;
  const own = target.properties.at("arn").string();
  // The target may be a version of the function.
  const arn = own.state === "known" ? `${own.value}${kind === FUNCTION ? "*" : ""}` : undefined;
  if (mayAllow(policies, { action, arn }) || mayLetRolesIn(graph, target, action)) return undefined;
  const problem = `role ${quote(role.name)} does not allow ${action} on ${noun} ${quote(target.name)}, so ${name} cannot call it`;
  return {
    at,
    level: "advisory",
    problem,
    fix: `add an aws.iam.RolePolicy for ${quote(role.name)} that allows ${action}`,
  };
}

const notTrusted = (role: GraphResource, service: string, name: string, refused: string) => {
  const services = trustedServices(role);
  const named = services.length > 0 ? `names ${enumerate(services.map(quote))} only` : "names no service";
  return {
    problem: `${name} cannot assume role ${quote(role.name)}, whose trust policy ${services.includes(service) ? "does not allow it sts:AssumeRole" : named}: ${refused}`,
    fix: `allow sts:AssumeRole to { "Service": "${service}" } in the assumeRolePolicy of ${quote(role.name)}`,
  };
};

/** A FIFO queue refuses messages without a group. */
function groupProblem(on: GraphResource, queue: GraphResource, { group }: RoleCaller): Problem | undefined {
  if (group === undefined || valueAt(on, group).state !== "absent" || !areFifo([queue])) return undefined;
  const problem = `queue ${quote(queue.name)} is FIFO and needs a message group`;
  return { at: on.properties.at("target"), problem, fix: `set ${group} of ${quote(on.name)}` };
}

function valueAt({ properties }: GraphResource, path: string): Property {
  return path.split(".").reduce((property, step) => property.at(step), properties);
}
