import type { Link } from "./exemptions";

/** Parents by URN, of all resources that were seen in this run. */
const parents = new Map<string, string>();

export function recordParent(urn: string, parent: string): void {
  parents.set(urn, parent);
}

/** A resource and its parents as far as they were seen, the nearest first. */
export function chainOf(urn: string): readonly Link[] {
  const chain = new Map<string, Link>();
  for (let next: string | undefined = urn; next !== undefined && !chain.has(next); next = parents.get(next)) {
    chain.set(next, linkOf(next));
  }
  return [...chain.values()];
}

/** A URN says name and type: `urn:pulumi:stack::project::parentType$type::name`. */
function linkOf(urn: string): Link {
  const [, , types = ""] = urn.split("::", 3);
  return { urn, name: nameOf(urn), type: types.slice(types.lastIndexOf("$") + 1) };
}

/** The name of a resource, which may have colons too. */
export function nameOf(urn: string): string {
  return urn.split("::").slice(3).join("::");
}
