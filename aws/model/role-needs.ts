import type { Graph, GraphResource, Kind } from "../../kit/graph";
import type { Property } from "../../kit/known";
import { quote } from "../../kit/text";
import { parseArn } from "./arn";
import { BUCKET, BUS, FUNCTION, QUEUE, STREAM, TABLE, TOPIC } from "./kinds";
import { mayAllow, mayLetRolesIn, only, policiesOf } from "./role";

/** A use of a role by a service, which checks that the role allows it. */
export interface RoleNeed {
  readonly at: Property;
  readonly actions: readonly string[];
  /** The target of the actions, if it is one resource. */
  readonly target: Target | undefined;
  /** AWS's managed policy for it. */
  readonly managed?: string;
}

export interface Target {
  /** Its name in messages: `queue "jobs"`. */
  readonly name: string;
  readonly resource: GraphResource | undefined;
  /** The ARN to compare a policy's resources with, if it is known. */
  readonly arn: string | undefined;
}

/** A service that Lambda reads from or sends to. */
export interface NeededService {
  readonly service: string;
  readonly kind: Kind;
  readonly noun: string;
  readonly actions: readonly string[];
  readonly managed?: string;
  /** The output with the ARN for policies; left out if policies name parts of it. */
  readonly arn?: string;
}

/**
 * The rights that a role needs for an event source. Streams need more, which Lambda does not check at first.
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

/** The need for the target that a property names: a resource of the stack, or an ARN. */
export function needsAt(
  graph: Graph,
  on: GraphResource,
  path: string,
  services: readonly NeededService[],
): readonly RoleNeed[] {
  const steps = path.split(".");
  const [within, last] = [steps.slice(0, -1), steps.at(-1) ?? ""];
  const parent = within.reduce((property, step) => property.at(step), on.properties);
  // The resource that an unknown configuration was made from may be any part of it.
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

/** The rights that a role lacks for a need. */
export interface Lack {
  readonly actions: readonly string[];
  /** The resource that grants them too late. */
  readonly late: readonly GraphResource[];
}

/** The rights that a role certainly lacks when a resource is created. */
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
