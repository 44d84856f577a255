import { BUCKET, FUNCTION, QUEUE, SECRET, STATE_MACHINE, STREAM, TABLE, TOPIC } from "../aws/model/kinds";
import type { Graph, GraphResource, Kind } from "../kit/graph";
import { quote } from "../kit/text";
import { type AwsCall, textOf } from "./facts";
import { referredBy } from "./referred";

/** The parameters that name the target of a service's calls. */
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

/** The target of a call of AWS. */
interface CallTarget {
  /** Its name in messages: `table "loans"`. */
  readonly name: string;
  readonly resource: GraphResource;
  /** The ARN that a policy has to allow, with wildcards for unknown parts; undefined if unknown. */
  readonly arn: string | undefined;
}

/** The certain target of a call in the stack. @param action that it needs, such as `s3:PutObject` */
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

/** All resources of the stack that may be the target of a call with an action. */
export function possibleTargets(graph: Graph, action: string): readonly GraphResource[] {
  return graph.ofType(...(calledBy(action)?.kind.types ?? []));
}

function calledBy(action: string): Called | undefined {
  const service = action.slice(0, action.indexOf(":"));
  return Object.hasOwn(CALLED, service) ? CALLED[service] : undefined;
}

/** The suffix of the target's ARN in policies; undefined if unknown. */
function partOf(call: AwsCall, action: string): string | undefined {
  if (/^s3:(Get|Put|Delete)Object/.test(action)) return "/*";
  if (action.startsWith("lambda:")) return "*";
  const index = call.parameters.get("IndexName");
  if (index !== undefined) return textOf(index) === undefined ? undefined : `/index/${textOf(index)}`;
  return call.isComplete ? "" : undefined;
}
