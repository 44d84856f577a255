import type { Graph, GraphResource } from "../../kit/graph";
import type { Maybe, Property } from "../../kit/known";
import type { Resource } from "../../kit/resource";
import { LAYER } from "./kinds";

/** The architecture of a function, x86_64 by default; undefined if unknown. */
export function architectureOf(lambda: Resource): string | undefined {
  const architectures = lambda.properties.at("architectures");
  const isDefault = architectures.state === "absent" || lambda.input("architectures").state === "absent";
  if (architectures.state !== "known" && isDefault) return "x86_64";
  const items = architectures.items();
  const [first] = items.state === "known" ? items.value : [];
  const text = first?.string();
  return text?.state === "known" ? text.value : undefined;
}

/** The layers of the stack that a function certainly uses, and whether these are all. */
export function layersOf(
  graph: Graph,
  lambda: GraphResource,
): { readonly certain: readonly GraphResource[]; readonly complete: boolean } {
  const certain = graph.referenced(lambda, "layers", LAYER);
  const { state } = lambda.properties.at("layers");
  const isCertain = new Set(certain);
  // Unknown values share their candidates.
  const possible = new Set(graph.references(lambda, "layers", LAYER).map(({ candidates }) => candidates));
  const complete = [...possible].every((layers) => layers.length > 0 && layers.every((layer) => isCertain.has(layer)));
  const isUnset = state === "absent" || lambda.input("layers").state === "absent";
  return { certain, complete: isUnset || (state === "known" && complete) };
}

/** The environment variables of a function by name. */
export function variablesOf({ properties }: Resource): Maybe<readonly (readonly [name: string, value: Property])[]> {
  return properties.at("environment").at("variables").entries();
}
