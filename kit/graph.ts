import type { PolicyResource } from "@pulumi/policy";
import type { Property } from "./known";
import { type Resource, resourceView, unwrap } from "./resource";

/** A kind of resource that others refer to. */
export interface Kind {
  /** Its type tokens: today's and older ones. */
  readonly types: readonly string[];
  /** The outputs by whose values others refer to it, such as `arn` and `id`. */
  readonly identifiedBy: readonly string[];
}

/** A resource among the others of its stack. */
export interface GraphResource extends Resource {
  readonly parent: GraphResource | undefined;
  readonly children: readonly GraphResource[];
  /** What it depends on directly, through `dependsOn` and through its properties. */
  readonly dependencies: readonly GraphResource[];
  /** What the value of each property was made from. */
  readonly propertyDependencies: Readonly<Record<string, readonly GraphResource[]>>;
}

/** One value by which a property refers to a resource. */
export interface Reference {
  readonly at: Property;
  /**
   * The resources of the stack that the value may stand for. One: it is that one. Several: the graph cannot tell them apart, and
   * only what holds for all of them may be reported. None: it stands for a resource elsewhere, or nothing is known of it.
   */
  readonly candidates: readonly GraphResource[];
}

/** Most resources that a search for an indirect dependency visits, so that its time is bounded. */
const MAX_VISITS = 2_000;

/** The resources of a stack and how they refer to each other, while values are unknown and when they are known. */
export class Graph {
  readonly #byType = new Map<string, GraphResource[]>();
  readonly #byIdentity = new Map<Kind, Map<string, GraphResource[]>>();
  readonly #referrers = new Map<string, ReadonlyMap<GraphResource, readonly GraphResource[]>>();
  /** The stack itself: its properties are the stack's outputs. */
  readonly root: GraphResource | undefined;

  constructor(readonly resources: readonly GraphResource[]) {
    for (const resource of resources) {
      const sameType = this.#byType.get(resource.type);
      if (sameType === undefined) this.#byType.set(resource.type, [resource]);
      else sameType.push(resource);
    }
    this.root = this.ofType("pulumi:pulumi:Stack")[0];
  }

  ofType(...types: readonly string[]): readonly GraphResource[] {
    return types.flatMap((type) => this.#byType.get(type) ?? []);
  }

  /** A resource's parent, that one's parent and so on, the nearest first. */
  ancestors(resource: GraphResource): readonly GraphResource[] {
    const ancestors = new Set<GraphResource>();
    for (let next = resource.parent; next !== undefined && !ancestors.has(next); next = next.parent)
      ancestors.add(next);
    return [...ancestors];
  }

  /** All resources beneath a resource. */
  descendants(resource: GraphResource): readonly GraphResource[] {
    const found = new Set<GraphResource>(resource.children);
    for (const descendant of found) for (const child of descendant.children) found.add(child);
    return [...found];
  }

  /**
   * Whether a resource depends on another, directly or through others; undefined where the search would take too long.
   */
  dependsOn(resource: GraphResource, other: GraphResource): boolean | undefined {
    const visited = new Set<GraphResource>(resource.dependencies);
    if (visited.has(other)) return true;
    for (const next of visited) {
      if (visited.size > MAX_VISITS) return undefined;
      for (const dependency of next.dependencies) {
        if (dependency === other) return true;
        visited.add(dependency);
      }
    }
    return false;
  }

  /**
   * The resources of a kind that a property refers to, one answer for each of its values.
   *
   * Known values are matched by the outputs that identify the resources. Where a value is unknown, as most are at preview, the
   * engine still says which resources the property was made from.
   * @param path the property; a list or object in it stands for each of its values: `layers`, `queues[].queueArn`
   */
  references(resource: GraphResource, path: string, kind: Kind): readonly Reference[] {
    const steps = path.replaceAll("[]", "").split(".");
    const made = resource.propertyDependencies[steps[0] ?? ""] ?? [];
    const sources = made.filter(({ type }) => kind.types.includes(type));
    const values = leaves([resource.properties], steps).filter(({ state }) => state !== "absent");
    const matches = values.map((at) => ({ at, match: this.#matches(at, kind, sources) }));
    const matched = new Set(matches.flatMap(({ match }) => match ?? []));
    const rest = sources.filter((source) => !matched.has(source));
    return matches.map(({ at, match }) => ({ at, candidates: match ?? rest }));
  }

  /**
   * The resources of a kind that a property certainly refers to: those of which no other could be meant, and all of them where
   * there are as many as values that may stand for them.
   */
  referenced(resource: GraphResource, path: string, kind: Kind): readonly GraphResource[] {
    const references = this.references(resource, path, kind);
    const open = references.filter(({ candidates }) => candidates.length > 1);
    const certain = references.filter(({ candidates }) => candidates.length <= open.length || candidates.length === 1);
    return [...new Set(certain.flatMap(({ candidates }) => candidates))];
  }

  /** The resources of some types that certainly refer to a resource by a property that takes resources of its kind. */
  referrers(target: GraphResource, types: readonly string[], path: string, kind: Kind): readonly GraphResource[] {
    const key = [...types, path].join(" ");
    const known = this.#referrers.get(key);
    if (known !== undefined) return known.get(target) ?? [];
    const referrers = new Map<GraphResource, GraphResource[]>();
    for (const resource of this.ofType(...types)) {
      for (const referenced of this.referenced(resource, path, kind)) {
        const same = referrers.get(referenced);
        if (same === undefined) referrers.set(referenced, [resource]);
        else same.push(resource);
      }
    }
    this.#referrers.set(key, referrers);
    return referrers.get(target) ?? [];
  }

  /** The resources that a known value stands for, by its whole text or by a part of it; undefined for an unknown value. */
  #matches(value: Property, kind: Kind, sources: readonly GraphResource[]): readonly GraphResource[] | undefined {
    const text = value.string();
    if (text.state !== "known") return undefined;
    const same = this.#identities(kind).get(text.value);
    return (
      same ?? sources.filter((source) => identitiesOf(source, kind).some((identity) => text.value.includes(identity)))
    );
  }

  #identities(kind: Kind): ReadonlyMap<string, readonly GraphResource[]> {
    const known = this.#byIdentity.get(kind);
    if (known !== undefined) return known;
    const identities = new Map<string, GraphResource[]>();
    for (const resource of this.ofType(...kind.types)) {
      for (const identity of identitiesOf(resource, kind)) {
        const same = identities.get(identity);
        if (same === undefined) identities.set(identity, [resource]);
        else if (!same.includes(resource)) same.push(resource);
      }
    }
    this.#byIdentity.set(kind, identities);
    return identities;
  }
}

function identitiesOf(resource: Resource, kind: Kind): readonly string[] {
  const values = kind.identifiedBy.map((output) => resource.properties.at(output).string());
  return values.flatMap((value) => (value.state === "known" && value.value !== "" ? [value.value] : []));
}

/** The values that a path leads to, lists and objects at its end taken apart. */
function leaves(properties: readonly Property[], [step, ...rest]: readonly string[]): readonly Property[] {
  const values = properties.flatMap((property) => {
    const items = property.items();
    return items.state === "known" ? items.value : [property];
  });
  if (step !== undefined)
    return leaves(
      values.map((value) => value.at(step)),
      rest,
    );
  return values.flatMap((value) => {
    const entries = value.entries();
    return entries.state === "known" ? entries.value.map(([, property]) => property) : [value];
  });
}

const graphs = new WeakMap<object, Graph>();

/** The graph of the resources that the SDK hands to a policy, built once where policies are handed the same ones. */
export function graphOf(resources: readonly PolicyResource[]): Graph {
  const key = resources[0] && unwrap(resources[0].props);
  const graph = (key && graphs.get(key)) ?? buildGraph(resources);
  if (key !== undefined) graphs.set(key, graph);
  return graph;
}

function buildGraph(resources: readonly PolicyResource[]): Graph {
  type Building = { -readonly [K in keyof GraphResource]: GraphResource[K] } & { children: GraphResource[] };
  const built = new Map<PolicyResource, Building>();
  for (const resource of resources) {
    built.set(resource, {
      ...resourceView(resource),
      parent: undefined,
      children: [],
      dependencies: [],
      propertyDependencies: {},
    });
  }
  const find = (others: readonly PolicyResource[]) => others.flatMap((other) => built.get(other) ?? []);
  for (const [resource, node] of built) {
    const parent = resource.parent && built.get(resource.parent);
    if (parent !== undefined && parent !== node) {
      node.parent = parent;
      parent.children.push(node);
    }
    node.dependencies = find(resource.dependencies);
    node.propertyDependencies = Object.fromEntries(
      Object.entries(resource.propertyDependencies).map(([property, others]) => [property, find(others)]),
    );
  }
  return new Graph([...built.values()]);
}
