import type { Graph, GraphResource, Kind } from "../../kit/graph";
import { typeTokens } from "../facts/type-aliases";
import { BUS, FUNCTION, QUEUE, STATE_MACHINE, STREAM, TOPIC } from "./kinds";
import { only } from "./role";

export const SCHEDULE = typeTokens("aws:scheduler/schedule:Schedule");

/** A kind of resource through which EventBridge calls others with a role. */
export interface RoleCaller {
  readonly types: readonly [string, ...string[]];
  readonly role: string;
  readonly target: string;
  /** The service that assumes the role. */
  readonly service: string;
  readonly name: string;
  /** The consequence if it cannot, in words. */
  readonly refused: string;
  readonly kinds: readonly Kind[];
  /** Kinds that grant the call themselves, unless a role is set. */
  readonly optional?: readonly Kind[];
  /** The property with the message group for a FIFO queue. */
  readonly group?: string;
}

export const ROLE_CALLERS: readonly RoleCaller[] = [
  {
    types: SCHEDULE,
    role: "target.roleArn",
    target: "target.arn",
    service: "scheduler.amazonaws.com",
    name: "EventBridge Scheduler",
    refused: "AWS refuses the schedule",
    kinds: [FUNCTION, QUEUE, TOPIC, STATE_MACHINE, STREAM, BUS],
    group: "target.sqsParameters.messageGroupId",
  },
  {
    types: typeTokens("aws:pipes/pipe:Pipe"),
    role: "roleArn",
    target: "target",
    service: "pipes.amazonaws.com",
    name: "EventBridge Pipes",
    refused: "the pipe never runs",
    // State machines and streams accept several actions.
    kinds: [FUNCTION, QUEUE, TOPIC, BUS],
    group: "targetParameters.sqsQueueParameters.messageGroupId",
  },
  {
    types: typeTokens("aws:cloudwatch/eventTarget:EventTarget"),
    role: "roleArn",
    target: "arn",
    service: "events.amazonaws.com",
    name: "EventBridge",
    refused: "no event reaches the target",
    kinds: [STATE_MACHINE, STREAM, BUS],
    optional: [FUNCTION, QUEUE, TOPIC],
  },
];

/** What a role allows for each kind of target: https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-targets-templated.html */
export const TARGET_ACTIONS: ReadonlyMap<Kind, readonly [action: string, noun: string]> = new Map([
  [FUNCTION, ["lambda:InvokeFunction", "function"]],
  [QUEUE, ["sqs:SendMessage", "queue"]],
  [TOPIC, ["sns:Publish", "topic"]],
  [STATE_MACHINE, ["states:StartExecution", "state machine"]],
  [STREAM, ["kinesis:PutRecord", "stream"]],
  [BUS, ["events:PutEvents", "bus"]],
]);

/** The certain target of a call with a role. */
export interface CalledByRole {
  readonly kind: Kind;
  readonly target: GraphResource;
}

/** The resource of the stack that a service calls with a role. */
export function calledByRole(graph: Graph, on: GraphResource, caller: RoleCaller): CalledByRole | undefined {
  const { kinds, optional = [], role } = caller;
  const found = [...kinds, ...(on.input(role).state === "absent" ? [] : optional)].flatMap((kind) => {
    const target = only(graph, on, caller.target, kind);
    return target === undefined ? [] : [{ kind, target }];
  });
  return found.length === 1 ? found[0] : undefined;
}
