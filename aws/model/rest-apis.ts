import type { Graph, GraphResource, Kind } from "../../kit/graph";
import { append } from "../../kit/groups";
import { quote } from "../../kit/text";
import { typeTokens } from "../facts/type-aliases";
import {
  REST_API,
  REST_DEPLOYMENT,
  REST_INTEGRATION,
  REST_INTEGRATION_RESPONSE,
  REST_METHOD,
  REST_METHOD_RESPONSE,
  REST_RESOURCE,
  REST_ROOT,
  REST_STAGE,
} from "./kinds";

const DOCUMENT = typeTokens("aws:apigateway/restApiPut:RestApiPut");

/** A REST API of the stack, with its certain parts. */
export interface RestApi {
  readonly api: GraphResource;
  readonly methods: readonly GraphResource[];
  readonly integrations: readonly GraphResource[];
  readonly methodResponses: readonly GraphResource[];
  readonly integrationResponses: readonly GraphResource[];
  readonly deployments: readonly GraphResource[];
  readonly stages: readonly GraphResource[];
  /** Whether an OpenAPI document defines methods, or may do so. */
  readonly hasDocument: boolean;
  /** Whether no other resource of the stack may be a part of the API. */
  readonly complete: boolean;
}

export function restApi(graph: Graph, api: GraphResource): RestApi {
  const parts = ({ types }: Kind) => graph.referrers(api, types, "restApi", REST_API);
  const [methods, integrations] = [parts(REST_METHOD), parts(REST_INTEGRATION)];
  const [methodResponses, integrationResponses] = [parts(REST_METHOD_RESPONSE), parts(REST_INTEGRATION_RESPONSE)];
  const documents = graph.referrers(api, DOCUMENT, "restApi", REST_API);
  return {
    api,
    methods: methods.certain,
    integrations: integrations.certain,
    methodResponses: methodResponses.certain,
    integrationResponses: integrationResponses.certain,
    deployments: parts(REST_DEPLOYMENT).certain,
    stages: parts(REST_STAGE).certain,
    hasDocument: api.input("body").state !== "absent" || documents.certain.length > 0 || !documents.complete,
    complete: [methods, integrations, methodResponses, integrationResponses].every(({ complete }) => complete),
  };
}

/** A method of a REST API. */
export interface RestMethod {
  /** Identifies the method. */
  readonly key: string;
  readonly verb: string;
  /** Identifies its path. */
  readonly path: string;
  /** Its name in messages: `"GET" of resource "users"`. */
  readonly name: string;
}

/**
 * The method that a resource is or belongs to. Undefined if unclear, as for a resource that was looked up and is not
 * the root of the API.
 */
export function methodOf(graph: Graph, part: GraphResource): RestMethod | undefined {
  const verb = part.properties.at("httpMethod").string();
  const places = [REST_RESOURCE, REST_ROOT].flatMap((kind) =>
    graph.references(part, "resourceId", kind).flatMap(({ candidates }) => candidates),
  );
  const [place] = places;
  if (verb.state !== "known" || place === undefined || places.length > 1) return undefined;
  const where = REST_ROOT.types.includes(place.type) ? "the root" : `resource ${quote(place.name)}`;
  const key = `${verb.value} ${place.urn}`;
  return { key, verb: verb.value, path: place.urn, name: `${quote(verb.value)} of ${where}` };
}

/** The parts of an API by the keys of their methods. */
export function byMethod(
  graph: Graph,
  parts: readonly GraphResource[],
): ReadonlyMap<string | undefined, GraphResource[]> {
  const groups = new Map<string | undefined, GraphResource[]>();
  for (const part of parts) append(groups, methodOf(graph, part)?.key, part);
  return groups;
}

/** The name of a REST API in messages. */
export function restApiName({ api }: Pick<RestApi, "api">): string {
  return `REST API ${quote(api.name)}`;
}
