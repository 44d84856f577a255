import type { Graph, GraphResource } from "../../kit/graph";
import { typeTokens } from "../facts/type-aliases";
import { ALIAS, FUNCTION } from "./kinds";
import { only } from "./role";
import { needsAt, ROLE_DESTINATIONS, ROLE_SOURCES, type RoleNeed } from "./role-needs";

/** A use of a function's role by Lambda itself, which checks that the role allows it. */
export interface LambdaNeed extends RoleNeed {
  readonly lambda: GraphResource;
  /** The resource that Lambda refuses without the right: the function, a mapping, a configuration of destinations. */
  readonly on: GraphResource;
}

/** Source: https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html#configuration-vpc-permissions */
const NETWORK = {
  actions: ["ec2:CreateNetworkInterface", "ec2:DescribeNetworkInterfaces", "ec2:DeleteNetworkInterface"],
  managed: "service-role/AWSLambdaVPCAccessExecutionRole",
};

/** Source: https://docs.aws.amazon.com/lambda/latest/dg/services-xray.html */
const TRACING = { actions: ["xray:PutTraceSegments"], managed: "AWSXRayDaemonWriteAccess" };

const MAPPING = typeTokens("aws:lambda/eventSourceMapping:EventSourceMapping");
const INVOKE_CONFIG = typeTokens("aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig");

/** All known needs of Lambda for the roles of a stack's functions. */
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
  const toDeadLetters = ROLE_DESTINATIONS.filter(({ service }) => service === "sqs" || service === "sns");
  return [...needs, ...needsOf(graph, lambda, lambda, "deadLetterConfig.targetArn", toDeadLetters)];
}

function mappingNeeds(graph: Graph, mapping: GraphResource): readonly LambdaNeed[] {
  const lambda = functionOf(graph, mapping);
  if (lambda === undefined) return [];
  const onFailure = "destinationConfig.onFailure.destinationArn";
  return [
    ...needsOf(graph, lambda, mapping, "eventSourceArn", ROLE_SOURCES),
    ...needsOf(graph, lambda, mapping, onFailure, ROLE_DESTINATIONS),
  ];
}

function destinationNeeds(graph: Graph, config: GraphResource): readonly LambdaNeed[] {
  const lambda = functionOf(graph, config);
  if (lambda === undefined) return [];
  return ["onFailure", "onSuccess"].flatMap((outcome) =>
    needsOf(graph, lambda, config, `destinationConfig.${outcome}.destination`, ROLE_DESTINATIONS),
  );
}

/** The function of a mapping or configuration, also through an alias. */
function functionOf(graph: Graph, of: GraphResource): GraphResource | undefined {
  const alias = only(graph, of, "functionName", ALIAS);
  return alias === undefined ? only(graph, of, "functionName", FUNCTION) : only(graph, alias, "functionName", FUNCTION);
}

function needsOf(
  graph: Graph,
  lambda: GraphResource,
  on: GraphResource,
  path: string,
  services: Parameters<typeof needsAt>[3],
): readonly LambdaNeed[] {
  return needsAt(graph, on, path, services).map((need) => ({ lambda, on, ...need }));
}
