import type { Graph, GraphResource, Kind } from "../../kit/graph";
import { quote } from "../../kit/text";
import { parseArn } from "./arn";
import { API } from "./kinds";

export type Protocol = "HTTP" | "WEBSOCKET";

/** The APIs of a stack that certainly have a protocol. REST APIs are other resources. */
export function apisOfProtocol(graph: Graph, protocol: Protocol): readonly GraphResource[] {
  return graph.ofType(...API.types).filter((api) => protocolIn(api) === protocol);
}

/** The HTTP APIs of a stack. WebSocket APIs follow other rules. */
export function httpApis(graph: Graph): readonly GraphResource[] {
  return apisOfProtocol(graph, "HTTP");
}

/** An API as a message names it: `HTTP API "shop"`. */
export function apiName(api: GraphResource): string {
  return `${protocolIn(api) === "WEBSOCKET" ? "WebSocket" : "HTTP"} API ${quote(api.name)}`;
}

function protocolIn({ properties }: GraphResource): string | undefined {
  const protocol = properties.at("protocolType").string();
  return protocol.state === "known" ? protocol.value : undefined;
}

/** The protocol of the API of a stage, route or integration; undefined if unknown. */
export function protocolOf(graph: Graph, part: GraphResource): string | undefined {
  const apis = graph.references(part, "apiId", API).flatMap(({ candidates }) => candidates);
  const protocols = new Set(apis.map(protocolIn));
  const [protocol] = protocols;
  return protocols.size === 1 ? protocol : undefined;
}

/** The stages, routes or deployments that certainly belong to an API. */
export function partsOf(graph: Graph, api: GraphResource, part: Kind): readonly GraphResource[] {
  return graph.referrers(api, part.types, "apiId", API).certain;
}

/**
 * Whether access logs can be sent to what an ARN names: a log group, with or without `:*` at its end, or a Firehose stream.
 * Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-access-logging.html
 */
export function takesAccessLogs(destination: string): boolean {
  const arn = parseArn(destination);
  if (arn?.service === "firehose") return arn.resource.startsWith("deliverystream/");
  return arn?.service === "logs" && /^log-group:[^:]+(:\*)?$/.test(arn.resource);
}
