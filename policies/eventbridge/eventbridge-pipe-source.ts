import { typeTokens } from "../../aws/facts/type-aliases";
import { type MappingSource, mappingSource, streamless } from "../../aws/model/event-mappings";
import { ROLE } from "../../aws/model/kinds";
import { only } from "../../aws/model/role";
import { lackOf, needsAt, QUEUE_DESTINATION, ROLE_SOURCES } from "../../aws/model/role-needs";
import type { Finding } from "../../kit/finding";
import type { Graph, GraphResource } from "../../kit/graph";
import { stackPolicy } from "../../kit/policy";
import { names } from "../../kit/resource";
import { enumerate, quote } from "../../kit/text";

const PIPE = typeTokens("aws:pipes/pipe:Pipe");

/** The parameters of a pipe that reads a stream, by the service of the stream. */
const STREAM_PARAMETERS: Readonly<Record<string, string>> = {
  dynamodb: "dynamodbStreamParameters",
  kinesis: "kinesisStreamParameters",
};

export const eventbridgePipeSource = stackPolicy({
  name: "eventbridge-pipe-source",
  description: "An EventBridge pipe says where to start reading its source, and its role allows it to read.",
  severity: "high",
  level: "mandatory",
  resources: PIPE,
  options: {},
  remediationSteps:
    "Give the table a stream and the pipe a startingPosition, and allow its role to read the source and to send to the queue for dead letters.",
  tags: ["eventbridge", "sqs", "dynamodb", "kinesis", "deployment"],
  page: {
    why: 'AWS checks a pipe when it is created, and refuses one that does not say where to start reading a stream ("SourceParameters.DynamoDBStreamParameters: Missing required parameter"), or whose role may not read ("The provided customer role does not have permissions to call ReceiveMessage on SQS") or send failed events to their queue. By then the rest of the stack is deployed.',
    limits:
      "It checks sources and roles outside of the stack as far as their ARNs tell. It leaves alone roles with a policy that is unknown, and sources other than SQS, DynamoDB and Kinesis. eventbridge-target checks what the pipe sends to.",
    sources: [
      "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-permissions.html",
      "https://docs.aws.amazon.com/eventbridge/latest/pipes-reference/API_PipeSourceDynamoDBStreamParameters.html",
      "https://github.com/hashicorp/terraform-provider-aws/issues/30773",
      "https://github.com/terraform-aws-modules/terraform-aws-eventbridge/pull/133",
    ],
    since: "0.1.0",
  },

  check(graph, _options, report) {
    return report.each(graph.ofType(...PIPE), (pipe) => {
      const source = mappingSource(graph, pipe, "source");
      const ofSource = source === undefined ? [] : [...streamProblems(source), ...startProblems(pipe, source)];
      for (const problem of [...ofSource, ...roleProblems(graph, pipe)]) report({ on: pipe, ...problem });
    });
  },
});

type Problem = Omit<Finding, "on">;

function streamProblems(source: MappingSource): readonly Problem[] {
  const { at } = source;
  const { tables, path } = streamless(source) ?? {};
  if (tables === undefined || path === undefined) return [];
  if (tables.length === 0) {
    const problem = `${quote(path)} is a table, but a pipe reads the stream of a table`;
    return [{ at, problem, fix: "set source to streamArn of the table" }];
  }
  const problem = `table ${names(tables, "or")} has no stream, and a pipe reads only the stream of a table`;
  const fix = `set streamEnabled of ${names(tables)} to true, and streamViewType for example to "NEW_AND_OLD_IMAGES"`;
  return [{ at, problem, fix }];
}

function startProblems(pipe: GraphResource, { at, service, noun }: MappingSource): readonly Problem[] {
  const name = STREAM_PARAMETERS[service];
  const given = pipe.input("sourceParameters");
  if (name === undefined || given.state === "unknown" || given.at(name).state !== "absent") return [];
  const problem = `the source is a ${noun}, and the pipe does not say where to start reading`;
  return [{ at, problem, fix: `set sourceParameters.${name}.startingPosition to "LATEST" or "TRIM_HORIZON"` }];
}

function roleProblems(graph: Graph, pipe: GraphResource): readonly Problem[] {
  const role = only(graph, pipe, "roleArn", ROLE);
  if (role === undefined) return [];
  const dead = Object.values(STREAM_PARAMETERS).map((name) => `sourceParameters.${name}.deadLetterConfig.arn`);
  const needs = [
    ...needsAt(graph, pipe, "source", ROLE_SOURCES),
    ...dead.flatMap((path) => needsAt(graph, pipe, path, [QUEUE_DESTINATION])),
  ];
  return needs.flatMap((need) => {
    const lack = lackOf(graph, role, pipe, need);
    return lack === undefined ? [] : [{ at: need.at, ...lacking(role, need.target?.name ?? "", lack) }];
  });
}

const lacking = (
  role: GraphResource,
  target: string,
  { actions, late }: { readonly actions: readonly string[]; readonly late: readonly GraphResource[] },
) =>
  late.length > 0
    ? {
        problem: `${names(late, "or")}, which gives role ${quote(role.name)} its rights on ${target}, is created after the pipe, and AWS refuses the pipe until then`,
        fix: `name ${names(late)} in the dependsOn of the pipe`,
      }
    : {
        problem: `role ${quote(role.name)} does not allow ${enumerate(actions)} on ${target}, and AWS refuses the pipe until it does`,
        fix: `add an aws.iam.RolePolicy for role ${quote(role.name)} that allows ${enumerate(actions)}, and name it in the dependsOn of the pipe`,
      };
