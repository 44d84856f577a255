import type { Property } from "./known";

/** A property with a wrong name, and the right one. */
export interface Misnamed {
  readonly at: Property;
  readonly found: string;
  readonly meant: string;
}

/**
 * Finds the properties of an object that are written in another case or style, or under another tool's name.
 * @param names the object's properties, each with its other names; separators and case are ignored
 */
export function misnamedProperties(object: Property, names: Readonly<Record<string, readonly string[]>>): Misnamed[] {
  const meant = new Map<string, string>();
  for (const [name, others] of Object.entries(names)) {
    for (const other of [name, ...others]) meant.set(plain(other), name);
  }
  const entries = object.entries();
  return (entries.state === "known" ? entries.value : []).flatMap(([found, at]) => {
    const name = meant.get(plain(found));
    return name === undefined || Object.hasOwn(names, found) ? [] : [{ at, found, meant: name }];
  });
}

function plain(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z0-9]/g, "");
}
