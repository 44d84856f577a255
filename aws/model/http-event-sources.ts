import type { Graph, GraphResource, Kind } from "../../kit/graph";
import { append } from "../../kit/groups";
import type { Maybe } from "../../kit/known";
import { once } from "../../kit/once";
import { quote } from "../../kit/text";
import type { HttpEventFormat } from "../facts/http-events";
import { ALIAS, API, FUNCTION, FUNCTION_URL, INTEGRATION, REST_API, REST_INTEGRATION } from "./kinds";

/** A sender of HTTP events to a function. */
export interface HttpEventSource {
  /** The integration, the API that has the function as its target, or the function URL. */
  readonly by: GraphResource;
  readonly format: HttpEventFormat;
  /** Its name in messages: `integration "orders" of HTTP API "shop"`. */
  readonly name: string;
}

/**
 * Everything that certainly sends a function of the stack HTTP events in a known format, by function. WebSocket APIs and load
 * balancers send other events.
 */
export const httpEventSources = once((graph: Graph): ReadonlyMap<GraphResource, readonly HttpEventSource[]> => {
  const found = new Map<GraphResource, HttpEventSource[]>();
  const add = (from: GraphResource, property: string, format: HttpEventFormat | undefined, name: string) => {
    const lambda = format && functionBehind(graph, from, property);
    if (lambda !== undefined && format !== undefined) append(found, lambda, { by: from, format, name });
  };
  for (const integration of graph.ofType(...INTEGRATION.types)) {
    const name = partName("integration", integration, "HTTP API", one(graph, integration, "apiId", API));
    add(integration, "integrationUri", payloadFormat(graph, integration), name);
  }
  for (const api of graph.ofType(...API.types)) {
    // Quick create, which has a fixed payload format.
    const format = is(api.properties.at("protocolType").string(), "HTTP") ? "2.0" : undefined;
    add(api, "target", format, `HTTP API ${quote(api.name)}`);
  }
  for (const integration of graph.ofType(...REST_INTEGRATION.types)) {
    const name = partName("integration", integration, "REST API", one(graph, integration, "restApi", REST_API));
    add(integration, "uri", is(integration.properties.at("type").string(), "AWS_PROXY") ? "REST" : undefined, name);
  }
  for (const url of graph.ofType(...FUNCTION_URL.types)) {
    const lambda = functionBehind(graph, url, "functionName");
    const name = `function URL ${quote(url.name)}`;
    if (lambda !== undefined && servesNow(graph, url, "qualifier", lambda))
      append(found, lambda, { by: url, format: "2.0", name });
  }
  return found;
});

function partName(noun: string, part: GraphResource, ofNoun: string, of: GraphResource | undefined): string {
  return of === undefined
    ? `${noun} ${quote(part.name)}`
    : `${noun} ${quote(part.name)} of ${ofNoun} ${quote(of.name)}`;
}

/** The payload format of an integration of an HTTP API with a function; undefined for other integrations. */
function payloadFormat(graph: Graph, integration: GraphResource): HttpEventFormat | undefined {
  const { properties } = integration;
  if (!is(properties.at("integrationType").string(), "AWS_PROXY")) return undefined;
  const version = properties.at("payloadFormatVersion");
  const text = version.string();
  // The provider's default is 1.0, unlike the console's.
  const isDefault = version.state === "absent" || integration.input("payloadFormatVersion").state === "absent";
  const format = isDefault ? "1.0" : text.state === "known" ? text.value : undefined;
  if (format !== "1.0" && format !== "2.0") return undefined;
  const apis = graph.references(integration, "apiId", API).flatMap(({ candidates }) => candidates);
  const areHttp = apis.every((api) => is(api.properties.at("protocolType").string(), "HTTP"));
  // WebSocket APIs do not accept 2.0.
  return areHttp && (apis.length > 0 || format === "2.0") ? format : undefined;
}

/** The function that a property certainly refers to, directly or through an alias of the current code. */
export function functionBehind(graph: Graph, from: GraphResource, property: string): GraphResource | undefined {
  const [lambda, alias] = [candidates(graph, from, property, FUNCTION), candidates(graph, from, property, ALIAS)];
  if (lambda.length + alias.length !== 1) return undefined;
  const [only] = alias;
  if (only === undefined) return lambda[0];
  const behind = one(graph, only, "functionName", FUNCTION);
  return behind && servesNow(graph, only, "functionVersion", behind) ? behind : undefined;
}

/**
 * Whether a property names the current code of a function, not an earlier version.
 * @param depth number of aliases followed so far
 */
function servesNow(graph: Graph, from: GraphResource, property: string, lambda: GraphResource, depth = 0): boolean {
  const [at, version] = [from.properties.at(property), lambda.properties.at("version").string()];
  const text = at.string();
  if (text.state === "absent" || from.input(property).state === "absent" || is(text, "$LATEST")) return true;
  if (text.state === "known" && (is(version, text.value) || VERSION.test(text.value))) return is(version, text.value);
  const made = from.propertyDependencies[property] ?? [];
  return made.every((source) => source === lambda || servesAs(graph, source, lambda, depth)) && made.length > 0;
}

/** Whether a resource is an alias of a function's current code. */
function servesAs(graph: Graph, alias: GraphResource, lambda: GraphResource, depth: number): boolean {
  const isOf = ALIAS.types.includes(alias.type) && one(graph, alias, "functionName", FUNCTION) === lambda;
  return isOf && depth < MAX_ALIASES && servesNow(graph, alias, "functionVersion", lambda, depth + 1);
}

/** The number of a version, where other qualifiers are names of aliases. */
const VERSION = /^\d+$/;

/** The most aliases of aliases that are followed, since they may form a circle. */
const MAX_ALIASES = 10;

function one(graph: Graph, from: GraphResource, property: string, kind: Kind): GraphResource | undefined {
  const found = candidates(graph, from, property, kind);
  return found.length === 1 ? found[0] : undefined;
}

function candidates(graph: Graph, from: GraphResource, property: string, kind: Kind): readonly GraphResource[] {
  return graph.references(from, property, kind).flatMap((reference) => reference.candidates);
}

function is(text: Maybe<string>, value: string): boolean {
  return text.state === "known" && text.value === value;
}
