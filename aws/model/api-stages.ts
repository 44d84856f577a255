import type { Graph, GraphResource, Kind } from "../../kit/graph";
import { textOf } from "../../kit/known";
import { API, REST_API, REST_DEPLOYMENT, REST_STAGE, STAGE } from "./kinds";

/** An API of the stack with the names of all its stages. */
export interface StagedApi {
  readonly api: GraphResource;
  readonly stages: readonly string[];
}

/** The APIs whose URLs need a stage name, by their known ids. APIs with unknown stages are left out. */
export function stagedApis(graph: Graph): ReadonlyMap<string, StagedApi> {
  const found = new Map<string, StagedApi>();
  const add = (api: GraphResource, stages: readonly (string | undefined)[] | undefined) => {
    const [id, known] = [textOf(api.properties.at("id")), stages?.flatMap((stage) => stage ?? [])];
    if (id === undefined || known === undefined || known.length === 0 || known.length !== stages?.length) return;
    if (!known.includes("$default")) found.set(id, { api, stages: known });
  };
  for (const api of graph.ofType(...REST_API.types)) {
    const [stages, made] = [
      namesOf(graph, api, REST_STAGE, REST_API, "restApi", "stageName"),
      namesOf(graph, api, REST_DEPLOYMENT, REST_API, "restApi", "stageName"),
    ];
    add(api, stages && made && [...stages, ...made]);
  }
  for (const api of graph.ofType(...API.types)) add(api, namesOf(graph, api, STAGE, API, "apiId", "name"));
  return found;
}

/** The names of an API's stages; undefined if there may be others. A deployment need not have one. */
function namesOf(
  graph: Graph,
  api: GraphResource,
  { types }: Kind,
  kind: Kind,
  path: string,
  name: string,
): readonly (string | undefined)[] | undefined {
  const { certain, complete } = graph.referrers(api, types, path, kind);
  const named = certain.filter((resource) => resource.input(name).state !== "absent");
  return complete ? named.map(({ properties }) => textOf(properties.at(name))) : undefined;
}
