import type { Graph, GraphResource } from "../../kit/graph";
import { byMethod, type RestApi, type RestMethod } from "./rest-apis";

/** The parts of a method. */
interface OfMethod {
  /** The known parts of the method. */
  readonly candidates: readonly GraphResource[];
  /** Whether these are all. */
  readonly certain: boolean;
}

/** A kind of part of an API, and the parts that must exist before it. */
interface Order {
  readonly noun: string;
  readonly parts: readonly GraphResource[];
  readonly needs: readonly {
    readonly noun: string;
    of(method: RestMethod, part: GraphResource): OfMethod;
    /** Whether this part needs it, if not all do. */
    isFor?(part: GraphResource): boolean;
  }[];
}

/** The parts that must exist before each part of an API. */
export function ordersOf(graph: Graph, api: RestApi): readonly Order[] {
  const method = ofMethodIn(graph, "method", api.methods);
  return [
    { noun: "integration", parts: api.integrations, needs: [method] },
    { noun: "method response", parts: api.methodResponses, needs: [method] },
    {
      noun: "integration response",
      parts: api.integrationResponses,
      needs: [
        ofMethodIn(graph, "integration", api.integrations),
        { ...ofMethodIn(graph, "method response", api.methodResponses, mayHaveSameStatus), isFor: mapsHeaders },
      ],
    },
  ];
}

/** Finds the resources of a method, and those for a status of it. */
export function ofMethodIn(
  graph: Graph,
  noun: string,
  resources: readonly GraphResource[],
  isFor = (_: GraphResource, __: GraphResource) => true,
) {
  const groups = byMethod(graph, resources);
  const of = ({ key }: RestMethod, part: GraphResource): OfMethod => ({
    candidates: (groups.get(key) ?? []).filter((other) => isFor(part, other)),
    certain: !groups.has(undefined),
  });
  return { noun, of };
}

/** AWS requires the method response if headers are mapped. */
function mapsHeaders({ properties }: GraphResource): boolean {
  const mapped = properties.at("responseParameters").entries();
  return mapped.state === "known" && mapped.value.length > 0;
}

export function mayHaveSameStatus(a: GraphResource, b: GraphResource): boolean {
  const [one, other] = [a, b].map(({ properties }) => properties.at("statusCode").string());
  return one?.state !== "known" || other?.state !== "known" || one.value === other.value;
}

/** Whether two resources certainly have the same status: by the same text, or since one is made from the other. */
export function hasSameStatus(part: GraphResource, response: GraphResource): boolean {
  const [own, its] = [part, response].map(({ properties }) => properties.at("statusCode").string());
  if (own?.state === "known" && its?.state === "known") return own.value === its.value;
  return part.propertyDependencies.statusCode?.includes(response) === true;
}
