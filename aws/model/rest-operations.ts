import type { Graph, GraphResource } from "../../kit/graph";
import { append } from "../../kit/groups";
import { textOf } from "../../kit/known";
import { byMethod, methodOf, restApi } from "./rest-apis";

/** A method of a path of a REST API, with its integration and integration responses. */
export interface RestOperation {
  readonly method: GraphResource;
  /** `GET`, `ANY` and the like. */
  readonly verb: string;
  /** Its name in messages: `"GET" of resource "users"`. */
  readonly name: string;
  readonly integration: GraphResource;
  /** The type of the integration: `MOCK`, `AWS_PROXY` and the like. */
  readonly type: string;
  /** The integration responses. */
  readonly responses: readonly GraphResource[];
}

/** The operations of an API by path; none if the stack may not have all of them. */
export function operationsByPath(graph: Graph, api: GraphResource): readonly (readonly RestOperation[])[] {
  const { methods, integrations, integrationResponses, hasDocument, complete } = restApi(graph, api);
  const [ofIntegrations, ofResponses] = [byMethod(graph, integrations), byMethod(graph, integrationResponses)];
  if (hasDocument || !complete || ofIntegrations.has(undefined) || ofResponses.has(undefined)) return [];
  const paths = new Map<string, RestOperation[]>();
  for (const method of methods) {
    const { key, verb, path, name } = methodOf(graph, method) ?? {};
    const [integration, ...others] = (key && ofIntegrations.get(key)) || [];
    const type = integration && textOf(integration.properties.at("type"));
    if (key === undefined || verb === undefined || path === undefined || name === undefined) continue;
    if (integration === undefined || others.length > 0 || type === undefined) continue;
    const responses = ofResponses.get(key) ?? [];
    append(paths, path, { method, verb, name, integration, type, responses });
  }
  return [...paths.values()];
}

/**
 * The names of the headers, in lower case, that one or the other integration response sets; undefined if not all of them
 * are known.
 */
export function headersSetBy(responses: readonly GraphResource[]): ReadonlySet<string> | undefined {
  const names = new Set<string>();
  for (const response of responses) {
    const [mapped, templates] = ["responseParameters", "responseTemplates"].map((name) =>
      response.input(name).state === "absent" ? NOTHING : response.properties.at(name).entries(),
    );
    if (mapped?.state !== "known" || templates?.state !== "known") return undefined;
    for (const [, template] of templates.value) {
      if (textOf(template)?.includes("responseOverride") !== false) return undefined;
    }
    for (const [name] of mapped.value) names.add(name.replace(/^method\.response\.header\./, "").toLowerCase());
  }
  return names;
}

const NOTHING = { state: "known", value: [] } as const;
