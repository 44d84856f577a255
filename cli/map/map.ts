import * as kinds from "../../aws/model/kinds";
import { SCHEDULE } from "../../aws/model/role-callers";
import type { CodePlace, Finding } from "../../kit/finding";
import type { Graph, GraphResource } from "../../kit/graph";
import { append } from "../../kit/groups";
import type { PropertyPath } from "../../kit/known";
import type { Policy } from "../../kit/policy";
import { printedType } from "../../kit/resource";
import { printable, printableLine } from "../../kit/text";
import { type Arrow, arrowsOf } from "./arrows";
import { type Found, judged } from "./findings";
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
  /** What people call it, such as `queue`; the type where it has no such name. */
  readonly kind: string;
  readonly type: string;
  readonly properties: Readonly<Record<string, string>>;
  /** Indexes of what policies find about it. */
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
  readonly url: string;
}

interface Shown {
  readonly types: readonly string[];
  readonly noun: string;
  /** Whether it is in the picture without arrows too. */
  readonly alone?: boolean;
  readonly properties?: readonly string[];
}

/** What is in the picture, and what of it is worth showing: nothing that a program might put a secret into. */
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

/** The map of a stack, by what the policies of a catalogue find in it. */
export async function mapOf(
  resources: readonly StateResource[],
  policies: readonly Policy[],
  programDirectory: string,
): Promise<WiringMap> {
  const { graph, found } = await judged(resources, policies, programDirectory);
  const arrows = await arrowsOf(graph, programDirectory);
  const broken = brokenBy(arrows, found);
  const nodes = nodesOf(graph, arrows);
  const isNode = new Set(nodes);
  const breaking = new Set([...broken.values()].flat());
  const about = found.map((each, index) => new Set(nodesAbout(graph, each, isNode, breaking.has(index))));
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
        findings: found.flatMap((_, index) => (about[index]?.has(node) ? [index] : [])),
      };
    }),
    arrows: arrows.map((arrow) => {
      const { from, to, label, on, known } = arrow;
      const findings = broken.get(arrow) ?? [];
      const [first] = findings.flatMap((index) => found[index] ?? []);
      return {
        from: from.urn,
        to: to.urn,
        label: shown(label, on),
        status: first !== undefined ? "broken" : known.isProven ? "proven" : "unknown",
        reason: shown(first?.text.split("\n")[0]?.replace(/\.$/, "") ?? known.reason, on),
        by: on.urn,
        findings,
      };
    }),
    findings: found.map(({ policy: { metadata, url }, level, urn, text }) => ({
      policy: metadata.name,
      level,
      severity: metadata.severity,
      resource: urn,
      text,
      url,
    })),
  };
}

/** The findings that break arrows, by their indexes: an arrow is broken where a policy that judges it says so, and nowhere else. */
function brokenBy(arrows: readonly Arrow[], found: readonly Found[]): ReadonlyMap<Arrow, readonly number[]> {
  const byResource = new Map<string, Arrow[]>();
  for (const arrow of arrows) append(byResource, arrow.on.urn, arrow);
  const broken = new Map<Arrow, number[]>();
  for (const [index, { policy, urn, finding }] of found.entries()) {
    if (finding === undefined) continue;
    const judged = (of: string) =>
      (byResource.get(of) ?? []).filter(({ policies }) => policies.includes(policy.metadata.name));
    const also = (finding.also ?? []).flatMap((other) => judged(other.urn));
    const isTrust = finding.at?.path[0] === "assumeRolePolicy";
    const byRole = isTrust ? arrows.filter(({ role }) => role?.urn === urn) : [];
    for (const arrow of [...meantBy(finding, judged(urn), also), ...byRole]) append(broken, arrow, index);
  }
  return broken;
}

/**
 * The arrows that a finding is about.
 * @param own those of the resource that it is on
 * @param also those of the others that it names
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
  // One cause is told once, also where several properties or resources have it.
  const ends = new Set(meant.map(({ to }) => to));
  const alike = [...own, ...also].filter(({ to, known }) => exact.length > 0 && ends.has(to) && !known.isProven);
  return new Set([...meant, ...(exact.length > 0 ? alike : also)]);
}

/** Whether one of two places in a resource is the other, or a part of it. */
function isWithin(a: PropertyPath, b: PropertyPath): boolean {
  return a.slice(0, b.length).every((step, index) => step === b[index]);
}

/** What the picture has: all that arrows begin or end at, and what stands for itself. */
function nodesOf(graph: Graph, arrows: readonly Arrow[]): readonly GraphResource[] {
  const linked = new Set(arrows.flatMap(({ from, to }) => [from, to]));
  const alone = new Set(SHOWN.filter((kind) => kind.alone).flatMap(({ types }) => types));
  return graph.resources.filter((resource) => linked.has(resource) || alone.has(resource.type));
}

/** The nodes that a finding is shown at: those that it is on, or what that belongs to. What it says of an arrow is shown there. */
function nodesAbout(
  graph: Graph,
  { urn, finding }: Found,
  isNode: ReadonlySet<GraphResource>,
  breaksArrow: boolean,
): readonly GraphResource[] {
  const named = new Set([urn, ...(finding?.also ?? []).map((other) => other.urn)]);
  const on = graph.resources.filter((resource) => named.has(resource.urn));
  const nodes = on.filter((resource) => isNode.has(resource));
  if (nodes.length > 0 || breaksArrow) return nodes;
  const below = on.flatMap(({ dependencies }) => dependencies).filter((resource) => isNode.has(resource));
  return below.length > 0
    ? [...new Set(below)]
    : [...isNode].filter(({ dependencies }) => on.some((resource) => dependencies.includes(resource)));
}

/** The values of properties that are known, as texts. A secret among them is hidden. */
function propertiesOf({ properties }: GraphResource, shown: readonly string[]): Readonly<Record<string, string>> {
  const texts = shown.flatMap((name) => {
    const [text, number] = [properties.at(name).string(), properties.at(name).number()];
    const value = text.state === "known" ? text.value : number.state === "known" ? String(number.value) : "";
    return value === "" ? [] : [[name, printableLine(properties.secrets.hide(value))] as const];
  });
  return Object.fromEntries(texts);
}
