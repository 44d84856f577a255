import type { Graph, GraphResource, Kind } from "../../kit/graph";
import type { Property } from "../../kit/known";
import { quote } from "../../kit/text";
import { parseArn } from "./arn";
import { BUCKET, BUS, FUNCTION, QUEUE, STREAM, TABLE, TOPIC } from "./kinds";
import { mayAllow, mayLetRolesIn, only, policiesOf } from "./role";

/** What a service does to something by the role that it is given, and checks that the role allows. */
export interface RoleNeed {
  readonly at: Property;
  readonly actions: readonly string[];
  /** What the actions are about, where it is one thing. */
  readonly target: Target | undefined;
  /** The managed policy of AWS that is made for it. */
  readonly managed?: string;
}

export interface Target {
  /** As a message names it: `queue "jobs"`. */
  readonly name: string;
  readonly resource: GraphResource | undefined;
  /** The ARN that a policy's resources are compared with, where it is known. */
  readonly arn: string | undefined;
}

/** A service that Lambda reads from or sends to. */
export interface NeededService {
  readonly service: string;
  readonly kind: Kind;
  readonly noun: string;
  readonly actions: readonly string[];
  readonly managed?: string;
  /** The output that is the ARN of policies; left out where policies are about parts of it. */
  readonly arn?: string;
}

/**
 * What a role has to allow for a source of events. Streams need more, which Lambda does without at first.
 * Sources: https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html,
 * https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-create.html,
 * https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-eventsourcemapping.html
 */
export const ROLE_SOURCES: readonly NeededService[] = [
  {
    service: "sqs",
    kind: QUEUE,
    noun: "queue",
    actions: ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"],
    managed: "service-role/AWSLambdaSQSQueueExecutionRole",
    arn: "arn",
  },
  {
    service: "kinesis",
    kind: STREAM,
    noun: "stream",
    actions: ["kinesis:GetRecords", "kinesis:GetShardIterator"],
    managed: "service-role/AWSLambdaKinesisExecutionRole",
    arn: "arn",
  },
  {
    service: "dynamodb",
    kind: TABLE,
    noun: "the stream of table",
    actions: ["dynamodb:GetRecords", "dynamodb:GetShardIterator", "dynamodb:DescribeStream"],
    managed: "service-role/AWSLambdaDynamoDBExecutionRole",
    arn: "streamArn",
  },
];

export const QUEUE_DESTINATION: NeededService = {
  service: "sqs",
  kind: QUEUE,
  noun: "queue",
  actions: ["sqs:SendMessage"],
  arn: "arn",
};

/** Source: https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html */
export const ROLE_DESTINATIONS: readonly NeededService[] = [
  QUEUE_DESTINATION,
  { service: "sns", kind: TOPIC, noun: "topic", actions: ["sns:Publish"], arn: "arn" },
  { service: "events", kind: BUS, noun: "event bus", actions: ["events:PutEvents"], arn: "arn" },
  { service: "lambda", kind: FUNCTION, noun: "function", actions: ["lambda:InvokeFunction"] },
  { service: "s3", kind: BUCKET, noun: "bucket", actions: ["s3:PutObject"] },
];

/** What it takes to reach what a property names: one thing, of the stack or by its ARN. */
export function needsAt(
  graph: Graph,
  on: GraphResource,
  path: string,
  services: readonly NeededService[],
): readonly RoleNeed[] {
  const steps = path.split(".");
  const [within, last] = [steps.slice(0, -1), steps.at(-1) ?? ""];
  const parent = within.reduce((property, step) => property.at(step), on.properties);
  // What an unknown configuration was made from may be any part of it.
  if (parent.state !== "known") return [];
  const at = parent.at(last);
  const text = at.string();
  const elsewhere = text.state === "known" ? parseArn(text.value) : undefined;
  const needs = services.flatMap(({ service, kind, noun, actions, managed, arn }) => {
    const resource = only(graph, on, path, kind);
    const name = resource?.name ?? elsewhere?.resource;
    if (name === undefined || (resource === undefined && elsewhere?.service !== service)) return [];
    const own = resource?.properties.at(arn ?? "").string() ?? text;
    const compared = arn !== undefined && own.state === "known" ? own.value : undefined;
    const target = { name: `${noun} ${quote(name)}`, resource, arn: compared };
    return [{ at, actions, target, ...(managed !== undefined && { managed }) }];
  });
  return needs.length === 1 ? needs : [];
}

/** What a role lacks for a need. */
export interface Lack {
  readonly actions: readonly string[];
  /** What allows it only after what needs it is made. */
  readonly late: readonly GraphResource[];
}

/** What a role certainly lacks for a need at the time when a resource is made. */
export function lackOf(
  graph: Graph,
  role: GraphResource,
  on: GraphResource,
  { actions, target }: RoleNeed,
): Lack | undefined {
  const policies = policiesOf(graph, role);
  if (policies === undefined) return undefined;
  const timely = policies.filter(({ by }) => graph.dependsOn(by, on) !== true);
  const lacking = actions.filter(
    (action) =>
      !mayAllow(timely, { action, arn: target?.arn }) &&
      !(target?.resource && mayLetRolesIn(graph, target.resource, action)),
  );
  if (lacking.length === 0) return undefined;
  const late = policies.filter(
    (policy) =>
      policy.statements && !timely.includes(policy) && lacking.some((action) => mayAllow([policy], { action })),
  );
  return { actions: lacking, late: late.map(({ by }) => by) };
}
