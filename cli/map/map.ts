import * as kinds from "../../aws/model/kinds";
import { SCHEDULE } from "../../aws/model/role-callers";
import type { CodePlace, Finding } from "../../kit/finding";
import type { Graph, GraphResource } from "../../kit/graph";
import { append } from "../../kit/groups";
import type { PropertyPath } from "../../kit/known";
import { printedType } from "../../kit/resource";
import { printable, printableLine } from "../../kit/text";
import type { Arrow } from "./arrow";
import { arrowsOf } from "./arrows";
import { type Found, type Judging, judged } from "./findings";
import type { StateResource } from "./state";

export type Status = "proven" | "broken" | "unknown";

/** The wiring of a stack, without secrets: what `--format json` prints. */
export interface WiringMap {
  readonly stack: string;
  readonly nodes: readonly MapNode[];
  readonly arrows: readonly MapArrow[];
  readonly findings: readonly MapFinding[];
}

export interface MapNode {
  readonly id: string;
  readonly name: string;
  /** Its everyday name, such as `queue`, or its type. */
  readonly kind: string;
  readonly type: string;
  readonly properties: Readonly<Record<string, string>>;
  /** Indexes of its findings. */
  readonly findings: readonly number[];
}

export interface MapArrow {
  readonly from: string;
  readonly to: string;
  readonly label: string;
  readonly status: Status;
  readonly reason: string;
  /** The resource that makes it. */
  readonly by: string;
  readonly findings: readonly number[];
}

export interface MapFinding {
  readonly policy: string;
  readonly level: "advisory" | "mandatory";
  readonly severity: string;
  readonly resource: string;
  readonly text: string;
  /** Whether it is exempted. Its text says why. */
  readonly exempted: boolean;
  readonly url: string;
}

interface Shown {
  readonly types: readonly string[];
  readonly noun: string;
  /** Whether it is shown even without arrows. */
  readonly alone?: boolean;
  readonly properties?: readonly string[];
}

/** The kinds in the picture, with the properties to show: none that may contain a secret. */
const SHOWN: readonly Shown[] = [
  {
    types: kinds.FUNCTION.types,
    noun: "function",
    alone: true,
    properties: ["runtime", "handler", "timeout", "memorySize", "packageType"],
  },
  {
    types: kinds.QUEUE.types,
    noun: "queue",
    alone: true,
    properties: ["visibilityTimeoutSeconds", "messageRetentionSeconds"],
  },
  { types: kinds.TOPIC.types, noun: "topic", alone: true },
  { types: kinds.BUS.types, noun: "event bus", alone: true },
  { types: kinds.BUCKET.types, noun: "bucket", alone: true },
  { types: kinds.API.types, noun: "API", alone: true, properties: ["protocolType"] },
  { types: kinds.REST_API.types, noun: "REST API", alone: true },
  {
    types: kinds.TABLE.types,
    noun: "table",
    alone: true,
    properties: ["billingMode", "hashKey", "rangeKey", "streamViewType"],
  },
  { types: kinds.STREAM.types, noun: "stream", alone: true, properties: ["shardCount", "retentionPeriod"] },
  { types: kinds.RULE.types, noun: "rule", alone: true, properties: ["scheduleExpression"] },
  { types: SCHEDULE, noun: "schedule", alone: true, properties: ["scheduleExpression"] },
  { types: kinds.STATE_MACHINE.types, noun: "state machine", properties: ["type"] },
  { types: kinds.FUNCTION_URL.types, noun: "function URL", properties: ["authorizationType"] },
  { types: kinds.USER_POOL.types, noun: "user pool" },
  { types: kinds.LOG_GROUP.types, noun: "log group" },
  { types: kinds.SECRET.types, noun: "secret" },
  { types: kinds.ALARM.types, noun: "alarm" },
  { types: kinds.TOPIC_RULE.types, noun: "IoT rule" },
  { types: kinds.TARGET_GROUP.types, noun: "target group" },
];

/** The map of a stack with the findings of a catalogue's policies. */
export async function mapOf(resources: readonly StateResource[], judging: Judging): Promise<WiringMap> {
  const { graph, found } = await judged(resources, judging);
  const arrows = await arrowsOf(graph, judging.programDirectory);
  const broken = brokenBy(arrows, found);
  const nodes = nodesOf(graph, arrows);
  const about = findingsOf(graph, nodes, found, new Set([...broken.values()].flat()));
  const [root = graph.resources[0]] = [graph.root];
  const shown = (text: string, { properties }: GraphResource) => printable(properties.secrets.hide(text));
  return {
    stack: printable(
      root?.urn
        .split("::")
        .slice(0, 2)
        .join("::")
        .replace(/^urn:pulumi:/, "") ?? "",
    ),
    nodes: nodes.map((node) => {
      const kind = SHOWN.find(({ types }) => types.includes(node.type));
      return {
        id: node.urn,
        name: printableLine(node.name),
        kind: kind?.noun ?? printedType(node.type),
        type: node.type,
        properties: propertiesOf(node, kind?.properties ?? []),
        findings: about.get(node) ?? [],
      };
    }),
    arrows: arrows.map((arrow) => {
      const { from, to, label, on, known } = arrow;
      const findings = broken.get(arrow) ?? [];
      const all = findings.flatMap((index) => found[index] ?? []);
      const first = all.find(({ isExempted }) => !isExempted) ?? all[0];
      return {
        from: from.urn,
        to: to.urn,
        label: shown(label, on),
        status: first !== undefined ? "broken" : known.isProven ? "proven" : "unknown",
        reason: shown(first === undefined ? known.reason : reasonOf(first), on),
        by: on.urn,
        findings,
      };
    }),
    findings: found.map(({ policy: { metadata }, level, urn, text, isExempted, url }) => ({
      policy: metadata.name,
      level,
      severity: metadata.severity,
      resource: urn,
      text,
      exempted: isExempted,
      url,
    })),
  };
}

/** The problem, as a sentence without full stop. */
function reasonOf({ text, isExempted }: Found): string {
  const [first = "", second = ""] = text.split("\n").map((line) => line.replace(/\.$/, ""));
  return isExempted ? `${second} (${first})` : first;
}

/** The findings that break arrows, by their indexes: an arrow is broken where a policy that checks it says so, and nowhere else. */
function brokenBy(arrows: readonly Arrow[], found: readonly Found[]): ReadonlyMap<Arrow, readonly number[]> {
  const byResource = new Map<string, Arrow[]>();
  const byRole = new Map<string | undefined, Arrow[]>();
  for (const arrow of arrows) {
    append(byResource, arrow.on.urn, arrow);
    append(byRole, arrow.role?.urn, arrow);
  }
  const broken = new Map<Arrow, number[]>();
  for (const [index, { policy, urn, finding }] of found.entries()) {
    if (finding === undefined) continue;
    const judged = (of: string) =>
      (byResource.get(of) ?? []).filter(({ policies }) => policies.includes(policy.metadata.name));
    const also = (finding.also ?? []).flatMap((other) => judged(other.urn));
    const isTrust = finding.at?.path[0] === "assumeRolePolicy";
    const assumed = isTrust ? (byRole.get(urn) ?? []) : [];
    for (const arrow of [...meantBy(finding, judged(urn), also), ...assumed]) append(broken, arrow, index);
  }
  return broken;
}

/**
 * The arrows that a finding is about.
 * @param own arrows of the finding's resource
 * @param also arrows of the other resources that it names
 */
function meantBy({ at, in: place }: Finding, own: readonly Arrow[], also: readonly Arrow[]): ReadonlySet<Arrow> {
  if (place !== undefined) {
    const isThere = ({ file, line, column }: CodePlace) =>
      file === place.file && line === place.line && column === place.column;
    return new Set([...own, ...also].filter(({ places = [] }) => places.some(isThere)));
  }
  const exact = own.filter((arrow) => at && arrow.at && isWithin(at.path, arrow.at.path));
  const whole = own.filter((arrow) => arrow.at === undefined);
  const [meant = own] = [exact, whole].filter(({ length }) => length > 0);
  // One cause is shown once, even if several properties or resources have it.
  const ends = new Set(meant.map(({ to }) => to));
  const alike = [...own, ...also].filter(({ to, known }) => exact.length > 0 && ends.has(to) && !known.isProven);
  return new Set([...meant, ...(exact.length > 0 ? alike : also)]);
}

/** Whether one of two places in a resource is the other, or a part of it. */
function isWithin(a: PropertyPath, b: PropertyPath): boolean {
  return a.slice(0, b.length).every((step, index) => step === b[index]);
}

/** The nodes of the picture: both ends of all arrows, and resources that are shown without arrows. */
function nodesOf(graph: Graph, arrows: readonly Arrow[]): readonly GraphResource[] {
  const linked = new Set(arrows.flatMap(({ from, to }) => [from, to]));
  const alone = new Set(SHOWN.filter((kind) => kind.alone).flatMap(({ types }) => types));
  return graph.resources.filter((resource) => linked.has(resource) || alone.has(resource.type));
}

/**
 * The findings to show at nodes, by index: at the node of their resource or its owner. Findings about an arrow are
 * shown there.
 * @param breaking the findings that break arrows
 */
function findingsOf(
  graph: Graph,
  nodes: readonly GraphResource[],
  found: readonly Found[],
  breaking: ReadonlySet<number>,
): ReadonlyMap<GraphResource, readonly number[]> {
  const byUrn = new Map(graph.resources.map((resource) => [resource.urn, resource]));
  const isNode = new Set(nodes);
  const dependents = new Map<GraphResource, GraphResource[]>();
  for (const node of nodes) for (const other of node.dependencies) append(dependents, other, node);
  const shown = new Map<GraphResource, number[]>();
  for (const [index, { urn, finding }] of found.entries()) {
    const named = new Set([urn, ...(finding?.also ?? []).map((other) => other.urn)]);
    const on = [...named].flatMap((each) => byUrn.get(each) ?? []);
    const own = on.filter((resource) => isNode.has(resource));
    const below = on.flatMap(({ dependencies }) => dependencies).filter((resource) => isNode.has(resource));
    const above = () => on.flatMap((resource) => dependents.get(resource) ?? []);
    const at = own.length > 0 || breaking.has(index) ? own : below.length > 0 ? below : above();
    for (const node of new Set(at)) append(shown, node, index);
  }
  return shown;
}

/** The known values of properties as texts, without secrets. */
function propertiesOf({ properties }: GraphResource, shown: readonly string[]): Readonly<Record<string, string>> {
  const texts = shown.flatMap((name) => {
    const [text, number] = [properties.at(name).string(), properties.at(name).number()];
    const value = text.state === "known" ? text.value : number.state === "known" ? String(number.value) : "";
    return value === "" ? [] : [[name, printableLine(properties.secrets.hide(value))] as const];
  });
  return Object.fromEntries(texts);
}
