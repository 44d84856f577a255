// Property values as they come over the wire. The engine is told that this provider takes neither secrets nor outputs,
// as the real one tells it, so that a value is plain JSON, the marker for unknown, or an asset.

export type Value = null | boolean | number | string | Value[] | Properties;

export interface Properties {
  [name: string]: Value;
}

/** What the engine sends, and understands, for a value that only exists after the deployment. */
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

const SIGNATURE = "4dabf18193072939515e22adb298388d";
const DEFAULTS = "__defaults";

export function isObject(value: Value | undefined): value is Properties {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function isAsset(value: Value): boolean {
  return isObject(value) && SIGNATURE in value;
}

export function containsUnknown(value: Value | undefined): boolean {
  if (value === UNKNOWN) {
    return true;
  }
  return typeof value === "object" && value !== null && Object.values(value).some(containsUnknown);
}

/** A string property, or "" when it is absent, unknown or of another type. */
export function text(properties: Properties, name: string): string {
  const value = properties[name];
  return typeof value === "string" && value !== UNKNOWN ? value : "";
}

/** The real provider notes in every object which of its values are defaults. Policies must cope with that note. */
export function withDefaultsNoted(properties: Properties, defaults: string[]): Properties {
  const noted: Properties = { [DEFAULTS]: [...defaults].sort() };
  for (const [name, value] of Object.entries(properties)) {
    noted[name] = noteNested(value);
  }
  return noted;
}

function noteNested(value: Value): Value {
  if (Array.isArray(value)) {
    return value.map(noteNested);
  }
  const isNoted = isObject(value) && !isAsset(value) && Object.keys(value).length > 0;
  return isNoted ? withDefaultsNoted(value, []) : value;
}

export function withoutDefaultsNoted(properties: Properties): Properties {
  const plain: Properties = {};
  for (const [name, value] of Object.entries(properties)) {
    if (name !== DEFAULTS) {
      plain[name] = plainNested(value);
    }
  }
  return plain;
}

function plainNested(value: Value): Value {
  if (Array.isArray(value)) {
    return value.map(plainNested);
  }
  return isObject(value) ? withoutDefaultsNoted(value) : value;
}

export function equal(a: Value | undefined, b: Value | undefined): boolean {
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((item, index) => equal(item, b[index]));
  }
  if (isObject(a) && isObject(b)) {
    const names = new Set([...Object.keys(a), ...Object.keys(b)]);
    return [...names].every((name) => name === DEFAULTS || equal(a[name], b[name]));
  }
  return a === b;
}
