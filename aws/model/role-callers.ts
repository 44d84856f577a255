import type { Graph, GraphResource, Kind } from "../../kit/graph";
import { typeTokens } from "../facts/type-aliases";
import { BUS, FUNCTION, QUEUE, STATE_MACHINE, STREAM, TOPIC } from "./kinds";
import { only } from "./role";

export const SCHEDULE = typeTokens("aws:scheduler/schedule:Schedule");

/** A resource by which EventBridge calls others with a role. */
export interface RoleCaller {
  readonly types: readonly [string, ...string[]];
  readonly role: string;
  readonly target: string;
  /** Who assumes the role. */
  readonly service: string;
  readonly name: string;
  /** Of what happens where it cannot. */
  readonly refused: string;
  readonly kinds: readonly Kind[];
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
  },
  {
    types: typeTokens("aws:cloudwatch/eventTarget:EventTarget"),
    role: "roleArn",
    target: "arn",
    service: "events.amazonaws.com",
    name: "EventBridge",
    refused: "no event reaches the target",
    // Others are called by their own policies.
    kinds: [STATE_MACHINE, STREAM, BUS],
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

/** What is called by a role, where that is certain. */
export interface CalledByRole {
  readonly kind: Kind;
  readonly target: GraphResource;
}

/** The one resource of the stack that a service calls by a role. */
export function calledByRole(graph: Graph, on: GraphResource, caller: RoleCaller): CalledByRole | undefined {
  const found = caller.kinds.flatMap((kind) => {
    const target = only(graph, on, caller.target, kind);
    return target === undefined ? [] : [{ kind, target }];
  });
  return found.length === 1 ? found[0] : undefined;
}
