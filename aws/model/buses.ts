import type { Graph, GraphResource } from "../../kit/graph";
import { parseArn } from "./arn";
import { BUS } from "./kinds";

/** The bus that each account has, and the default of all resources. */
export const DEFAULT_BUS = "default";

/** The bus of a rule or target: a resource of the stack, or the name of one; undefined if unknown. */
export function busOf(graph: Graph, resource: GraphResource): GraphResource | string | undefined {
  if (resource.input("eventBusName").state === "absent") return DEFAULT_BUS;
  const [bus, ...others] = graph.referenced(resource, "eventBusName", BUS);
  if (bus !== undefined) return others.length === 0 ? bus : undefined;
  const text = resource.properties.at("eventBusName").string();
  if (
    text.state !== "known" ||
    graph.references(resource, "eventBusName", BUS).some(({ candidates }) => candidates.length > 0)
  )
    return undefined;
  return parseArn(text.value)?.resource.replace(/^event-bus\//, "") ?? text.value;
}
