import type { Finding } from "../../kit/finding";
import type { Graph, GraphResource } from "../../kit/graph";
import { isUnseen, names } from "../../kit/resource";
import { quote } from "../../kit/text";
import { SOME } from "./called-functions";
import type { Source } from "./grant-sources";
import { type Call, type Grants, grantsOf, type Miss, TARGETS, type Target } from "./grants";
import { keyRefusal, type Refusal } from "./keys";

export type Problem = Pick<Finding, "problem" | "fix">;

/** The sender to, or caller of, a resource. */
export interface Sender {
  /** Its name in messages: `S3`, `topic "orders"`. */
  readonly name: string;
  readonly call: Call;
  /** The sourceArn of a permission for it, in words. */
  readonly sourceArn?: string | undefined;
  /** An addition to the fix where order matters: `name it in the notification's dependsOn`. */
  readonly order?: string;
}

/** The name of a source in messages: `topic "orders"`; undefined if it is not in the stack. */
function sourceText({ kind, resources }: Source): string | undefined {
  return resources.length === 0 ? undefined : `${kind.noun} ${names(resources, "or")}`;
}

/** The reason why no candidate allows a sender; undefined if one may. */
export function notGranted(
  graph: Graph,
  targets: readonly GraphResource[],
  as: Target,
  sender: Sender,
): Problem | undefined {
  const found = targets.map((target) => grantsOf(graph, target, as, sender.call));
  const isShut = found.length > 0 && found.every(({ answer }) => answer === "no");
  const [only, ...others] = found;
  if (!isShut) return refusedByKey(graph, targets, as, sender);
  const policies = only === undefined || others.length > 0 ? [] : only.misses.map(({ grant }) => grant);
  return (
    (only && others.length === 0 ? missed(only, targets, as, sender) : undefined) ??
    missing(targets, as, sender, policies)
  );
}

const verbOf = (as: Target) => (as === TARGETS.function ? "call" : "send to");

/** The problem if no grant is for the sender. */
function missing(
  targets: readonly GraphResource[],
  as: Target,
  { name, call, sourceArn, order }: Sender,
  policies: readonly GraphResource[],
): Problem {
  const { action, grant } = as;
  const isQualified = call.qualifier !== undefined && call.qualifier !== "";
  const details = [
    ...(isQualified ? [`${qualifierText(call.qualifier)} as qualifier`] : []),
    ...(sourceArn === undefined ? [] : [`${sourceArn} as sourceArn`]),
  ];
  // A queue or topic has one policy: a second one overwrites the first.
  const granted =
    as === TARGETS.function || policies.length === 0
      ? `add ${grant.noun} for ${names(targets, "and")} that allows ${action} to ${call.services.join(" and ")}`
      : `allow ${action} to ${call.services.join(" and ")} in ${policyNames(policies, targets, "or")}`;
  const further = details.length === 0 ? "" : `, with ${details.join(" and ")}`;
  return {
    problem: `nothing lets ${name} ${verbOf(as)} ${targetText(targets, as, call)}`,
    fix: `${granted}${further}${order === undefined ? "" : `, and ${order}`}`,
  };
}

function targetText(targets: readonly GraphResource[], { noun }: Target, { qualifier }: Call): string {
  const target = `${noun} ${names(targets, "or")}`;
  return qualifier === undefined || qualifier === "" ? target : `${qualifierText(qualifier)} of ${target}`;
}

/** The problem if a grant is for the sender's service but does not fit. */
function missed(
  { misses }: Grants,
  targets: readonly GraphResource[],
  as: Target,
  sender: Sender,
): Problem | undefined {
  const [miss] = misses;
  if (miss === undefined || miss.in === "service") return undefined;
  const because = (each: Miss) => becauseOf(each, as, sender.call.source?.kind.noun ?? "source");
  const alike = misses
    .filter((each) => each.in === miss.in && because(each) === because(miss))
    .map(({ grant }) => grant);
  const isAre =
    alike.length === 1
      ? because(miss)
      : because(miss).replace(/^is/, "are").replace(/^does/, "do").replace(/^has/, "have");
  return {
    problem: `nothing lets ${sender.name} ${verbOf(as)} ${targetText(targets, as, sender.call)}: ${policyNames(alike, targets, "and")} ${isAre}`,
    fix: fixOf(miss, policyNames(alike, targets, "or"), as, sender),
  };
}

function becauseOf(miss: Miss, { action }: Target, noun: string): string {
  switch (miss.in) {
    case "source":
      return `is for ${miss.other?.made === undefined ? quote(miss.other?.text ?? "") : `${noun} ${names(miss.other.made, "or")}`}`;
    case "qualifier":
      return `is for ${qualifierText(miss.qualifier)}`;
    case "account":
      return "is for another account";
    case "resource":
      return "is for another Resource";
    default:
      return `does not allow ${action}`;
  }
}

/** The names of grants in messages. A queue or topic may have an inline policy. */
function policyNames(
  grants: readonly GraphResource[],
  targets: readonly GraphResource[],
  conjunction: "and" | "or",
): string {
  return grants.every((grant) => targets.includes(grant))
    ? "its policy"
    : names(grants, conjunction, [...grants, ...targets]);
}

function fixOf(miss: Miss, those: string, as: Target, { name, call, sourceArn }: Sender): string {
  const source = (call.source && sourceText(call.source)) ?? name;
  const isPermission = as === TARGETS.function;
  switch (miss.in) {
    case "source":
      return isPermission
        ? `add a permission with ${sourceArn ?? `the ARN of ${source}`} as sourceArn, or correct the sourceArn of ${those}`
        : `allow the ARN of ${source} in aws:SourceArn of ${those}`;
    case "qualifier":
      return call.qualifier === ""
        ? `add a permission without qualifier, or call ${qualifierText(miss.qualifier)}`
        : `add a permission with qualifier ${qualifierText(call.qualifier)}, or set it in ${those}`;
    case "account":
      return `set sourceAccount of ${those} to the account of ${source}`;
    case "resource":
      return `set the Resource in ${those} to the ARN of the ${as.noun}`;
    default:
      return `allow ${as.action} in ${those}`;
  }
}

/** The name of a version or alias in messages. */
function qualifierText(qualifier: string | undefined): string {
  if (qualifier === "") return "the function itself";
  return qualifier === undefined || qualifier === SOME ? "a version or alias" : quote(qualifier);
}

/** The problem if the key of a queue or topic refuses the sender. */
function refusedByKey(
  graph: Graph,
  targets: readonly GraphResource[],
  as: Target,
  sender: Sender,
): Problem | undefined {
  if (as === TARGETS.function) return undefined;
  const [refusal, ...others] = targets.map((target) => keyRefusal(graph, target, sender.call.services));
  return refusal && others.every((other) => other !== undefined) ? refused(refusal, targets, as, sender) : undefined;
}

function refused(
  refusal: Refusal,
  targets: readonly GraphResource[],
  { noun }: Target,
  { name, call }: Sender,
): Problem {
  const target = `${noun} ${names(targets, "or")}`;
  const [service] = call.services;
  if ("of" in refusal) {
    return {
      problem: `${target} is encrypted with key ${names([refusal.of])}, whose policy does not let ${service} use it, so that ${name} cannot send to it`,
      fix: `allow kms:GenerateDataKey* and kms:Decrypt to ${service} in the policy of ${names([refusal.of])}`,
    };
  }
  const instead =
    noun === "queue" ? "set sqsManagedSseEnabled instead of kmsMasterKeyId, or " : "leave out kmsMasterKeyId, or ";
  return {
    problem: `${target} is encrypted with ${quote(refusal.key)}, an AWS key that ${name} cannot use and whose policy cannot be changed`,
    fix: `${instead}encrypt ${names(targets, "and")} with a key of your own whose policy allows kms:GenerateDataKey* and kms:Decrypt to ${service}`,
  };
}

/** The grants that a resource needs before it is created but does not depend on; undefined if it may. */
export function notAwaited(
  graph: Graph,
  dependent: GraphResource,
  grants: readonly GraphResource[],
): readonly GraphResource[] | undefined {
  const isLate = grants.length > 0 && grants.every((grant) => graph.dependsOn(dependent, grant) === false);
  return isLate ? [...new Set(grants)] : undefined;
}

/**
 * The grants that AWS needs before it accepts a resource, and that the resource certainly does not wait for. Undefined if it
 * may wait, or where other grants may do. Only grants of the stack count.
 */
export function lateGrants(
  graph: Graph,
  dependent: GraphResource,
  targets: readonly GraphResource[],
  as: Target,
  call: Call,
): readonly GraphResource[] | undefined {
  const found = targets.map((target) => ({ ...grantsOf(graph, target, as, call), isElsewhere: isUnseen(target) }));
  const areAll = found.every(({ by, complete, isElsewhere }) => by.length > 0 && (complete || isElsewhere));
  return areAll
    ? notAwaited(
        graph,
        dependent,
        found.flatMap(({ by }) => by),
      )
    : undefined;
}
