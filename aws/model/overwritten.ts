import type { Graph, GraphResource, Kind } from "../../kit/graph";
import { textOf } from "../../kit/known";

/** Two resources that both set all of something for a third one, so that the one deployed last overwrites the other. */
export interface Overwriting {
  readonly on: GraphResource;
  readonly first: GraphResource;
  /** The name of the third one, in the program or in AWS. */
  readonly name: string;
}

/** The resources of some types that overwrite an earlier one. */
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
