import { isComponent } from "./components";
import { append } from "./groups";
import type { Property } from "./known";
import { type Resource, type ResourceSource, resourceView } from "./resource";
import { Secrets } from "./secrets";

/** A kind of resource that others refer to. */
export interface Kind {
  /** Its type tokens: today's and older ones. */
  readonly types: readonly [string, ...string[]];
  /** The outputs that others use to refer to it, such as `arn` and `id`. */
  readonly identifiedBy: readonly string[];
}

/** A resource among the others of its stack. */
export interface GraphResource extends Resource {
  readonly parent: GraphResource | undefined;
  readonly children: readonly GraphResource[];
  /** Its direct dependencies, through `dependsOn` and through its properties. */
  readonly dependencies: readonly GraphResource[];
  /** The resources that the value of each property was made from. */
  readonly propertyDependencies: Readonly<Record<string, readonly GraphResource[]>>;
}

/** One value by which a property refers to a resource. */
export interface Reference {
  readonly at: Property;
  /**
   * The resources of the stack that the value may name. One: it is that one. Several: nothing tells them apart, so report only
   * what holds for all. None: it names a resource elsewhere, or nothing is known of it.
   */
  readonly candidates: readonly GraphResource[];
}

/** Resources that refer to another. */
export interface Referrers {
  /** The resources that certainly refer to it. */
  readonly certain: readonly GraphResource[];
  /** Whether these are all: false if it is unknown whether others refer to it too. */
  readonly complete: boolean;
}

interface ReferrerIndex {
  readonly certain: ReadonlyMap<GraphResource, readonly GraphResource[]>;
  readonly possible: ReadonlyMap<GraphResource, readonly GraphResource[]>;
  /** Whether some value may refer to any resource of the kind, since it or the identity of a resource is unknown. */
  readonly unresolved: boolean;
}

/** The most resources that a search for an indirect dependency visits. */
const MAX_VISITS = 2_000;

/** The resources of a stack and their references to each other, with known and unknown values. */
export class Graph {
  readonly #byType = new Map<string, GraphResource[]>();
  readonly #byIdentity = new Map<Kind, Map<string, GraphResource[]>>();
  readonly #unknownIdentity = new Map<Kind, boolean>();
  readonly #references = new Map<Kind, Map<string, Map<GraphResource, readonly Reference[]>>>();
  readonly #referrers = new Map<string, ReferrerIndex>();
  #reach: (Reach & { readonly from: GraphResource }) | undefined;
  /** The stack itself: its properties are the stack's outputs. */
  readonly root: GraphResource | undefined;

  constructor(readonly resources: readonly GraphResource[]) {
    for (const resource of resources) {
      append(this.#byType, resource.type, resource);
    }
    this.root = this.ofType("pulumi:pulumi:Stack")[0];
  }

  ofType(...types: readonly string[]): readonly GraphResource[] {
    return types.flatMap((type) => this.#byType.get(type) ?? []);
  }

  /** The resources whose parent is the stack itself. */
  get atTop(): readonly GraphResource[] {
    return this.resources.filter(
      (resource) => resource !== this.root && (resource.parent === undefined || resource.parent === this.root),
    );
  }

  /** The ancestors of a resource, the nearest first. */
  ancestors(resource: GraphResource): readonly GraphResource[] {
    const lineage = new Set([resource]);
    for (let next = resource.parent; next !== undefined && !lineage.has(next); next = next.parent) lineage.add(next);
    return [...lineage].slice(1);
  }

  /** All descendants of a resource. */
  descendants(resource: GraphResource): readonly GraphResource[] {
    const lineage = new Set([resource]);
    for (const next of lineage) for (const child of next.children) lineage.add(child);
    return [...lineage].slice(1);
  }

  /**
   * Whether a resource depends on another, directly or through others; undefined if the search would take too long. A
   * dependency on a component counts as one on everything in it.
   */
  dependsOn(resource: GraphResource, other: GraphResource): boolean | undefined {
    // Policies ask about many others for the same resource in a row, so the last search is kept.
    if (this.#reach?.from !== resource) this.#reach = { from: resource, ...reachFrom(resource) };
    const { found, complete } = this.#reach;
    if (found.has(other)) return true;
    return complete ? false : undefined;
  }

  /**
   * The resources of a kind that a property refers to, one answer for each of its values.
   *
   * Known values are matched by the outputs that identify the resources. Where a value is unknown, as most are at preview, the
   * engine still says which resources the property was made from.
   * @param path the property; a list or object in it stands for each of its values: `layers`, `queues[].queueArn`
   */
  references(resource: GraphResource, path: string, kind: Kind): readonly Reference[] {
    // Several policies ask for the same.
    const byPath = this.#references.get(kind) ?? new Map<string, Map<GraphResource, readonly Reference[]>>();
    const known = byPath.get(path) ?? new Map<GraphResource, readonly Reference[]>();
    const found = known.get(resource) ?? this.#findReferences(resource, path, kind);
    this.#references.set(kind, byPath.set(path, known.set(resource, found)));
    return found;
  }

  #findReferences(resource: GraphResource, path: string, kind: Kind): readonly Reference[] {
    const steps = path.replaceAll("[]", "").split(".");
    const made = resource.propertyDependencies[steps[0] ?? ""] ?? [];
    const sources = made.filter(({ type }) => kind.types.includes(type));
    const values = leaves([resource.properties], steps).filter(({ state }) => state !== "absent");
    const inText = identitySearch(sources, kind);
    const matches = values.map((at) => ({ at, match: amongSources(this.#matches(at, kind, inText), sources) }));
    const matched = new Set(matches.flatMap(({ match }) => match ?? []));
    const rest = sources.filter((source) => !matched.has(source));
    // A property with one value refers to its one source, even by an id that no output repeats.
    const nameless = values.length === 1 ? sources.filter((source) => lacksIdentity(source, kind)) : [];
    return matches.map(({ at, match }) => ({ at, candidates: match?.length === 0 ? nameless : (match ?? rest) }));
  }

  /** The resources of a kind that a text names by name, ARN, id or URL. */
  identified(text: string, kind: Kind): readonly GraphResource[] {
    return this.#identities(kind).get(text) ?? [];
  }

  /**
   * The resources of a kind that a property certainly refers to: single candidates, and all candidates where there
   * are as many as values that may name them.
   */
  referenced(resource: GraphResource, path: string, kind: Kind): readonly GraphResource[] {
    return certainly(this.references(resource, path, kind));
  }

  /** The resources of some types that refer to a resource by a property that takes its kind. */
  referrers(target: GraphResource, types: readonly string[], path: string, kind: Kind): Referrers {
    const key = [...types, path, ...kind.types].join(" ");
    const index = this.#referrers.get(key) ?? this.#indexReferrers(types, path, kind);
    this.#referrers.set(key, index);
    const certain = index.certain.get(target) ?? [];
    return { certain, complete: !index.unresolved && certain.length === (index.possible.get(target) ?? []).length };
  }

  #indexReferrers(types: readonly string[], path: string, kind: Kind): ReferrerIndex {
    const certain = new Map<GraphResource, GraphResource[]>();
    const possible = new Map<GraphResource, GraphResource[]>();
    let unresolved = false;
    for (const resource of this.ofType(...types)) {
      const references = this.references(resource, path, kind);
      for (const target of certainly(references)) append(certain, target, resource);
      for (const target of candidatesOf(references)) append(possible, target, resource);
      unresolved ||= references.some(
        ({ at, candidates }) => candidates.length === 0 && (at.state === "unknown" || this.#hasUnknownIdentity(kind)),
      );
    }
    return { certain, possible, unresolved };
  }

  /** The resources that a known value names with its whole text or a part of it; undefined for an unknown value. */
  #matches(
    value: Property,
    kind: Kind,
    inText: (text: string) => readonly GraphResource[],
  ): readonly GraphResource[] | undefined {
    const text = value.string();
    return text.state === "known" ? (this.#identities(kind).get(text.value) ?? inText(text.value)) : undefined;
  }

  #hasUnknownIdentity(kind: Kind): boolean {
    const known = this.#unknownIdentity.get(kind);
    if (known !== undefined) return known;
    const resources = this.ofType(...kind.types);
    const found = resources.some((resource) =>
      kind.identifiedBy.some((output) => resource.properties.at(output).string().state === "unknown"),
    );
    this.#unknownIdentity.set(kind, found);
    return found;
  }

  #identities(kind: Kind): ReadonlyMap<string, readonly GraphResource[]> {
    const known = this.#byIdentity.get(kind);
    if (known !== undefined) return known;
    const identities = byIdentities(this.ofType(...kind.types), kind);
    this.#byIdentity.set(kind, identities);
    return identities;
  }
}

/** The dependencies of a resource, and whether the search found all of them. */
interface Reach {
  readonly found: ReadonlySet<GraphResource>;
  readonly complete: boolean;
}

function reachFrom(resource: GraphResource): Reach {
  const found = new Set(resource.dependencies);
  for (const next of found) {
    if (found.size > MAX_VISITS) return { found, complete: false };
    for (const dependency of next.dependencies) found.add(dependency);
    if (isComponent(next)) for (const child of next.children) found.add(child);
  }
  return { found, complete: true };
}

/** Where several resources have one identity, such as functions of one name in two regions, those that the value was made from. */
function amongSources(
  match: readonly GraphResource[] | undefined,
  sources: readonly GraphResource[],
): readonly GraphResource[] | undefined {
  if (match === undefined || match.length < 2) return match;
  const meant = match.filter((resource) => sources.includes(resource));
  return meant.length > 0 ? meant : match;
}

/** The candidates that are certain. */
function certainly(references: readonly Reference[]): readonly GraphResource[] {
  const open = references.filter(({ candidates }) => candidates.length > 1).length;
  return candidatesOf(references.filter(({ candidates: { length } }) => length === 1 || length <= open));
}

function candidatesOf(references: readonly Reference[]): readonly GraphResource[] {
  // Values that cannot be told apart share one list of candidates.
  const lists = new Set(references.map(({ candidates }) => candidates));
  return [...new Set([...lists].flat())];
}

/**
 * Finds the resources whose identity is a whole word of a text: `queue-1` is not in `queue-10`. The time does not grow
 * with the number of resources.
 */
function identitySearch(resources: readonly GraphResource[], kind: Kind): (text: string) => readonly GraphResource[] {
  // The most values are unknown, or whole identities.
  let byIdentity: Map<string, GraphResource[]> | undefined;
  let lengths: ReadonlySet<number> | undefined;
  return (text) => {
    byIdentity ??= byIdentities(resources, kind);
    lengths ??= new Set([...byIdentity.keys()].map(({ length }) => length));
    const found = new Set<GraphResource>();
    for (let start = 0; start < text.length; start++) {
      if (isInWord(text, start - 1)) continue;
      for (const length of lengths) {
        const end = start + length;
        if (isInWord(text, end)) continue;
        for (const resource of byIdentity.get(text.slice(start, end)) ?? []) found.add(resource);
      }
    }
    return [...found];
  };
}

function byIdentities(resources: readonly GraphResource[], kind: Kind): Map<string, GraphResource[]> {
  const identities = new Map<string, GraphResource[]>();
  for (const resource of resources) {
    for (const identity of new Set(identitiesOf(resource, kind))) append(identities, identity, resource);
  }
  return identities;
}

function isInWord(text: string, at: number): boolean {
  return /[\w-]/.test(text[at] ?? "");
}

function identitiesOf(resource: Resource, kind: Kind): readonly string[] {
  const values = kind.identifiedBy.map((output) => resource.properties.at(output).string());
  return values.flatMap((value) => (value.state === "known" && value.value !== "" ? [value.value] : []));
}

function lacksIdentity(resource: Resource, kind: Kind): boolean {
  return kind.identifiedBy.some((output) => resource.properties.at(output).state === "absent");
}

/** The values at the end of a path; lists and objects there count as their values. */
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

/** A resource of a stack, and others by their URNs. */
export interface StackResource extends ResourceSource {
  readonly parent: string | undefined;
  readonly dependencies: readonly string[];
  readonly propertyDependencies: Readonly<Record<string, readonly string[]>>;
}

/** The graph of a stack's resources, without references to resources that are not in it. */
export function graphOf(resources: readonly StackResource[]): Graph {
  type Building = { -readonly [K in keyof GraphResource]: GraphResource[K] } & { children: GraphResource[] };
  const byUrn = new Map<string, Building>();
  const secrets = new Secrets();
  const built = inOrder(resources).map((resource) => {
    const links = { parent: undefined, children: [], dependencies: [], propertyDependencies: {} };
    const node: Building = Object.assign(resourceView(resource, new Secrets(secrets)), links);
    byUrn.set(resource.urn, node);
    return { node, resource };
  });
  const find = (urns: readonly string[]) => urns.toSorted().flatMap((urn) => byUrn.get(urn) ?? []);
  for (const { node, resource } of built) {
    const parent = resource.parent === undefined ? undefined : byUrn.get(resource.parent);
    if (parent !== undefined && parent !== node) {
      node.parent = parent;
      parent.children.push(node);
    }
    node.dependencies = find(resource.dependencies);
    node.propertyDependencies = Object.fromEntries(
      Object.entries(resource.propertyDependencies).map(([property, urns]) => [property, find(urns)]),
    );
  }
  return new Graph(built.map(({ node }) => node));
}

/** The engine sends resources in no particular order, and messages should not change from run to run. */
function inOrder(resources: readonly StackResource[]): readonly StackResource[] {
  return resources.toSorted((a, b) => (a.urn < b.urn ? -1 : 1));
}
