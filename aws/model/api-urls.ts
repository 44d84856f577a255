import type { Graph, GraphResource } from "../../kit/graph";
import { type Property, textOf } from "../../kit/known";
import type { StagedApi } from "./api-stages";
import { API, STAGE } from "./kinds";

/** The host of an API with a text appended without a slash. In China hosts end in `.cn`. */
const WRONG_HOST = /\bhttps?:\/\/([\w-]{1,63}\.execute-api\.[\w-]{1,63}\.amazonaws\.com)([\w-]{1,63})/;

/** The outputs of a resource with the URL of an API whose host has a text appended. */
export function withWrongHost(on: GraphResource) {
  return on.properties
    .find((value) => typeof value === "string" && WRONG_HOST.test(value))
    .flatMap((at) => {
      const text = textOf(at) ?? "";
      const [, host = "", rest = ""] = WRONG_HOST.exec(text) ?? [];
      if (rest === "") return [];
      at.note(host + rest);
      return [{ on, at, text, host: host + rest }];
    });
}

/** The URL of an API with the first part of its path, and a URL with an ARN as its host. */
const STAGED =
  /^https?:\/\/(?:([\w-]{1,63})\.execute-api\.[\w-]{1,63}\.amazonaws\.com(?:\.cn)?\/([\w.~-]{1,200})(?:[/?#]|$)|arn:)/;

/** The outputs of a resource with a URL that leads to no stage of its API. */
export function withWrongStage(on: GraphResource, apis: ReadonlyMap<string, StagedApi>) {
  return on.properties
    .find((value) => typeof value === "string" && STAGED.test(value))
    .flatMap((at) => {
      const text = textOf(at) ?? "";
      const [, id, first = ""] = STAGED.exec(text) ?? [];
      const staged = id === undefined ? undefined : apis.get(id);
      if (id !== undefined && staged?.stages.includes(first) !== false) return [];
      at.note(first);
      return [{ on, at, text, first, staged }];
    });
}

/** An output that holds the URL of a $default stage. */
export interface StageOutput {
  readonly on: GraphResource;
  readonly at: Property;
  readonly stage: GraphResource;
}

/** The $default stages by their known URLs, except those whose URL may equal the endpoint of the API. */
export function defaultStagesByUrl(graph: Graph): ReadonlyMap<string, GraphResource> {
  const stages = new Map<string, GraphResource>();
  for (const stage of graph.ofType(...STAGE.types)) {
    const url = textOf(stage.properties.at("invokeUrl"));
    if (textOf(stage.properties.at("name")) !== "$default" || url === undefined) continue;
    if (/^https:.*\/$/.test(url) && !mayBeEndpoint(graph, stage, url)) stages.set(url, stage);
  }
  return stages;
}

function mayBeEndpoint(graph: Graph, stage: GraphResource, url: string): boolean {
  const [reference] = graph.references(stage, "apiId", API);
  if (reference === undefined || reference.candidates.length === 0) {
    // An API outside of the stack has an id that no resource of the stack made.
    return reference?.at.state !== "known" || (stage.propertyDependencies.apiId ?? []).length > 0;
  }
  return reference.candidates.some(({ properties }) => {
    const endpoint = properties.at("apiEndpoint").string();
    return endpoint.state !== "known" || endpoint.value === url;
  });
}

/** The outputs of a resource, at any depth, with the URL of one of the stages. */
export function outputsOfStages(on: GraphResource, stages: ReadonlyMap<string, GraphResource>): readonly StageOutput[] {
  const isUrl = (value: unknown) => typeof value === "string" && stages.has(value);
  return on.properties.find(isUrl).flatMap((at) => {
    const stage = stages.get(textOf(at) ?? "");
    return stage === undefined ? [] : [{ on, at, stage }];
  });
}
