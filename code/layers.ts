import { layersOf } from "../aws/model/functions";
import type { Graph, GraphResource } from "../kit/graph";
import type { Code } from "./code";
import { codeOf } from "./code-of";
import type { CodeOptions } from "./options";

/** The code of the layers that a function uses. */
export interface LayerCode {
  readonly layers: readonly (readonly [layer: GraphResource, code: Code])[];
  /** Whether these are all layers of the function, with all their files. */
  readonly complete: boolean;
}

export async function layerCodeOf(
  graph: Graph,
  lambda: GraphResource,
  options: Partial<CodeOptions>,
): Promise<LayerCode> {
  const { certain, complete } = layersOf(graph, lambda);
  const layers: (readonly [GraphResource, Code])[] = [];
  for (const layer of certain) {
    const code = await codeOf(layer, options);
    if (code.state === "read") layers.push([layer, code]);
  }
  const all = layers.length === certain.length && layers.every(([, { entriesComplete }]) => entriesComplete);
  return { layers, complete: complete && all };
}
