import type { Graph, GraphResource, Kind } from "../kit/graph";
import type { Value } from "./facts";

/**
 * The one resource of a kind that a value in a function's code certainly stands for: by a variable of the function's environment,
 * or by its name or ARN in the code.
 */
export function referredBy(
  graph: Graph,
  lambda: GraphResource,
  value: Value | undefined,
  kind: Kind,
): GraphResource | undefined {
  const found = value === undefined ? [] : candidates(graph, lambda, value, kind);
  return found.length === 1 ? found[0] : undefined;
}

function candidates(graph: Graph, lambda: GraphResource, value: Value, kind: Kind): readonly GraphResource[] {
  switch (value.kind) {
    case "environment":
      return inEnvironment(graph, lambda, value.name, kind);
    case "default": {
      const { value: read, standard } = value;
      if (read.kind !== "environment") return [];
      const isSet = variable(lambda, read.name).state;
      if (isSet === "absent") return candidates(graph, lambda, standard, kind);
      return isSet === "known" ? inEnvironment(graph, lambda, read.name, kind) : [];
    }
    case "constant":
      return typeof value.value === "string" ? graph.identified(value.value, kind) : [];
    default:
      return [];
  }
}

/** The text of a value that is an environment variable of the function; otherwise the value itself. */
export function settled(lambda: GraphResource, value: Value): Value {
  if (value.kind === "default" && value.value.kind === "environment") {
    const { state } = variable(lambda, value.value.name);
    if (state !== "unknown") return settled(lambda, state === "absent" ? value.standard : value.value);
  }
  const set = value.kind === "environment" ? variable(lambda, value.name).string() : undefined;
  return set?.state === "known" ? { kind: "constant", value: set.value } : value;
}

function variable(lambda: GraphResource, name: string) {
  return lambda.properties.at("environment").at("variables").at(name);
}

function inEnvironment(graph: Graph, lambda: GraphResource, name: string, kind: Kind): readonly GraphResource[] {
  if (name.includes(".") || name.includes("[]")) return [];
  return graph.references(lambda, `environment.variables.${name}`, kind).flatMap((reference) => reference.candidates);
}
