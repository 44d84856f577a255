import type { Graph, GraphResource } from "../../kit/graph";
import { byMethod, type RestApi, type RestMethod } from "./rest-apis";

/** What is of a method. */
interface OfMethod {
  /** What is of the method, as far as that can be told. */
  readonly candidates: readonly GraphResource[];
  /** Whether that is all of it. */
  readonly certain: boolean;
}

/** Parts of an API, and what each of them needs to be there before. */
interface Order {
  readonly noun: string;
  readonly parts: readonly GraphResource[];
  readonly needs: readonly {
    readonly noun: string;
    of(method: RestMethod, part: GraphResource): OfMethod;
    /** Whether the part needs it, where not all do. */
    isFor?(part: GraphResource): boolean;
  }[];
}

/** What has to be there before each part of an API. */
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

/** Finds what resources are of a method, and for a part of it. */
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

/** AWS looks for the method response where headers are mapped. */
function mapsHeaders({ properties }: GraphResource): boolean {
  const mapped = properties.at("responseParameters").entries();
  return mapped.state === "known" && mapped.value.length > 0;
}

export function mayHaveSameStatus(a: GraphResource, b: GraphResource): boolean {
  const [one, other] = [a, b].map(({ properties }) => properties.at("statusCode").string());
  return one?.state !== "known" || other?.state !== "known" || one.value === other.value;
}

/** Whether two are certainly of one status: by the same text, or one is made from the other. */
export function hasSameStatus(part: GraphResource, response: GraphResource): boolean {
  const [own, its] = [part, response].map(({ properties }) => properties.at("statusCode").string());
  if (own?.state === "known" && its?.state === "known") return own.value === its.value;
  return part.propertyDependencies.statusCode?.includes(response) === true;
}
