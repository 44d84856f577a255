import { BUCKET, FUNCTION, QUEUE, SECRET, STATE_MACHINE, STREAM, TABLE, TOPIC } from "../aws/model/kinds";
import type { Graph, GraphResource, Kind } from "../kit/graph";
import { quote } from "../kit/text";
import { type AwsCall, textOf } from "./facts";
import { referredBy } from "./referred";

/** What calls of a service are about: the parameters that name it. */
interface Called {
  readonly kind: Kind;
  readonly noun: string;
  readonly parameters: readonly string[];
}

const CALLED: Readonly<Record<string, Called>> = {
  dynamodb: { kind: TABLE, noun: "table", parameters: ["TableName"] },
  kinesis: { kind: STREAM, noun: "stream", parameters: ["StreamName", "StreamARN"] },
  lambda: { kind: FUNCTION, noun: "function", parameters: ["FunctionName"] },
  s3: { kind: BUCKET, noun: "bucket", parameters: ["Bucket"] },
  secretsmanager: { kind: SECRET, noun: "secret", parameters: ["SecretId"] },
  sns: { kind: TOPIC, noun: "topic", parameters: ["TopicArn"] },
  sqs: { kind: QUEUE, noun: "queue", parameters: ["QueueUrl"] },
  states: { kind: STATE_MACHINE, noun: "state machine", parameters: ["stateMachineArn"] },
};

/** What a call of AWS is about. */
interface CallTarget {
  /** As a message names it: `table "loans"`. */
  readonly name: string;
  readonly resource: GraphResource;
  /** The ARN that a policy has to allow, with a wildcard for what is not known of it; undefined while it is unknown. */
  readonly arn: string | undefined;
}

/** The resource of the stack that a call is certainly about. @param action one that it takes, such as `s3:PutObject` */
export function targetOf(graph: Graph, lambda: GraphResource, call: AwsCall, action: string): CallTarget | undefined {
  const called = calledBy(action);
  for (const parameter of called?.parameters ?? []) {
    const resource = called && referredBy(graph, lambda, call.parameters.get(parameter), called.kind);
    if (called === undefined || resource === undefined) continue;
    const arn = resource.properties.at("arn").string();
    const part = arn.state === "known" ? partOf(call, action) : undefined;
    const found = arn.state === "known" && part !== undefined ? arn.value + part : undefined;
    const index = textOf(call.parameters.get("IndexName"));
    const within = index === undefined ? "" : `index ${quote(index)} of `;
    return { name: `${within}${called.noun} ${quote(resource.name)}`, resource, arn: found };
  }
  return undefined;
}

/** Everything in the stack that a call with an action may be about. */
export function possibleTargets(graph: Graph, action: string): readonly GraphResource[] {
  return graph.ofType(...(calledBy(action)?.kind.types ?? []));
}

function calledBy(action: string): Called | undefined {
  const service = action.slice(0, action.indexOf(":"));
  return Object.hasOwn(CALLED, service) ? CALLED[service] : undefined;
}

/** What stands behind the ARN of what is called in the ARN that policies have; undefined where it is not known. */
function partOf(call: AwsCall, action: string): string | undefined {
  if (/^s3:(Get|Put|Delete)Object/.test(action)) return "/*";
  if (action.startsWith("lambda:")) return "*";
  const index = call.parameters.get("IndexName");
  if (index !== undefined) return textOf(index) === undefined ? undefined : `/index/${textOf(index)}`;
  return call.isComplete ? "" : undefined;
}
