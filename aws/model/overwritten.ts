import type { Graph, GraphResource, Kind } from "../../kit/graph";
import { textOf } from "../../kit/known";

/** A resource that says all of something for another, as an earlier one does: the one that is deployed last overwrites the other. */
export interface Overwriting {
  readonly on: GraphResource;
  readonly first: GraphResource;
  /** What both are for, by its name in the program or elsewhere. */
  readonly name: string;
}

/** The resources of some types that are for something which an earlier one is for too. */
export function overwriting(
  graph: Graph,
  types: readonly string[],
  property: string,
  kind: Kind,
): readonly Overwriting[] {
  const seen = new Map<GraphResource | string, GraphResource>();
  return graph.ofType(...types).flatMap((on) => {
    const [target = textOf(on.properties.at(property)), ...others] = graph.referenced(on, property, kind);
    const first = target && seen.get(target);
    if (target === undefined || others.length > 0) return [];
    if (first === undefined) seen.set(target, on);
    return first ? [{ on, first, name: typeof target === "string" ? target : target.name }] : [];
  });
}
