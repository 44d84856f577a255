import type { Graph, GraphResource, Kind } from "../../kit/graph";
import type { Property } from "../../kit/known";
import { quote } from "../../kit/text";
import { typeTokens } from "../facts/type-aliases";
import { parseArn } from "./arn";
import { ALIAS, BUCKET, BUS, FUNCTION, QUEUE, STREAM, TABLE, TOPIC } from "./kinds";
import { only } from "./role";

/** What Lambda does with a function's role by itself, and checks that the role allows. */
export interface LambdaNeed {
  readonly lambda: GraphResource;
  /** What Lambda refuses where the role does not allow it: the function, a mapping, a configuration of destinations. */
  readonly on: GraphResource;
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
interface Service {
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
const SOURCES: readonly Service[] = [
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

/** Source: https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html */
const DESTINATIONS: readonly Service[] = [
  { service: "sqs", kind: QUEUE, noun: "queue", actions: ["sqs:SendMessage"], arn: "arn" },
  { service: "sns", kind: TOPIC, noun: "topic", actions: ["sns:Publish"], arn: "arn" },
  { service: "events", kind: BUS, noun: "event bus", actions: ["events:PutEvents"], arn: "arn" },
  { service: "lambda", kind: FUNCTION, noun: "function", actions: ["lambda:InvokeFunction"] },
  { service: "s3", kind: BUCKET, noun: "bucket", actions: ["s3:PutObject"] },
];

/** Source: https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html#configuration-vpc-permissions */
const NETWORK = {
  actions: ["ec2:CreateNetworkInterface", "ec2:DescribeNetworkInterfaces", "ec2:DeleteNetworkInterface"],
  managed: "service-role/AWSLambdaVPCAccessExecutionRole",
};

/** Source: https://docs.aws.amazon.com/lambda/latest/dg/services-xray.html */
const TRACING = { actions: ["xray:PutTraceSegments"], managed: "AWSXRayDaemonWriteAccess" };

const MAPPING = typeTokens("aws:lambda/eventSourceMapping:EventSourceMapping");
const INVOKE_CONFIG = typeTokens("aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig");

/** All that Lambda needs of the roles of a stack's functions, as far as it is known. */
export function lambdaNeeds(graph: Graph): readonly LambdaNeed[] {
  return [
    ...graph.ofType(...FUNCTION.types).flatMap((lambda) => ownNeeds(graph, lambda)),
    ...graph.ofType(...MAPPING).flatMap((mapping) => mappingNeeds(graph, mapping)),
    ...graph.ofType(...INVOKE_CONFIG).flatMap((config) => destinationNeeds(graph, config)),
  ];
}

function ownNeeds(graph: Graph, lambda: GraphResource): readonly LambdaNeed[] {
  const needs: LambdaNeed[] = [];
  const subnets = lambda.input("vpcConfig").at("subnetIds").items();
  if (subnets.state === "known" && subnets.value.length > 0)
    needs.push({ lambda, on: lambda, at: lambda.properties.at("vpcConfig"), target: undefined, ...NETWORK });
  const mode = lambda.input("tracingConfig").at("mode").string();
  if (mode.state === "known" && mode.value === "Active") {
    const at = lambda.properties.at("tracingConfig").at("mode");
    needs.push({ lambda, on: lambda, at, target: undefined, ...TRACING });
  }
  const toDeadLetters = DESTINATIONS.filter(({ service }) => service === "sqs" || service === "sns");
  return [...needs, ...targetNeeds(graph, lambda, lambda, "deadLetterConfig.targetArn", toDeadLetters)];
}

function mappingNeeds(graph: Graph, mapping: GraphResource): readonly LambdaNeed[] {
  const lambda = functionOf(graph, mapping);
  if (lambda === undefined) return [];
  const onFailure = "destinationConfig.onFailure.destinationArn";
  return [
    ...targetNeeds(graph, lambda, mapping, "eventSourceArn", SOURCES),
    ...targetNeeds(graph, lambda, mapping, onFailure, DESTINATIONS),
  ];
}

function destinationNeeds(graph: Graph, config: GraphResource): readonly LambdaNeed[] {
  const lambda = functionOf(graph, config);
  if (lambda === undefined) return [];
  return ["onFailure", "onSuccess"].flatMap((outcome) =>
    targetNeeds(graph, lambda, config, `destinationConfig.${outcome}.destination`, DESTINATIONS),
  );
}

/** The function that a mapping or a configuration is for, be it by an alias. */
function functionOf(graph: Graph, of: GraphResource): GraphResource | undefined {
  const alias = only(graph, of, "functionName", ALIAS);
  return alias === undefined ? only(graph, of, "functionName", FUNCTION) : only(graph, alias, "functionName", FUNCTION);
}

/** What it takes to reach what a property names: one thing, of the stack or by its ARN. */
function targetNeeds(
  graph: Graph,
  lambda: GraphResource,
  on: GraphResource,
  path: string,
  services: readonly Service[],
): readonly LambdaNeed[] {
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
    return [{ lambda, on, at, actions, target, ...(managed !== undefined && { managed }) }];
  });
  return needs.length === 1 ? needs : [];
}
