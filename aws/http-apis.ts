import type { Graph, GraphResource, Kind } from "../kit/graph";
import { API } from "./kinds";

/** The HTTP APIs of a stack. WebSocket APIs follow other rules, and REST APIs are other resources. */
export function httpApis(graph: Graph): readonly GraphResource[] {
  return graph.ofType(...API.types).filter(({ properties }) => {
    const protocol = properties.at("protocolType").string();
    return protocol.state === "known" && protocol.value === "HTTP";
  });
}

/** The stages, routes or deployments that certainly are of an API, in the order of their names. */
export function partsOf(graph: Graph, api: GraphResource, part: Kind): readonly GraphResource[] {
  return graph.referrers(api, part.types, "apiId", API).certain.toSorted((a, b) => (a.name < b.name ? -1 : 1));
}
