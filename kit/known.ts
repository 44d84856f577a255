import { Secrets } from "./secrets";
import { type Unresolved, unresolvedIn } from "./unresolved";

/** A value that the program marks as secret. */
export class Secret {
  constructor(readonly value: unknown) {}
}

/** The program did not set the property (or set it to null, which Pulumi treats alike). */
export interface Absent {
  readonly state: "absent";
}

/** The value cannot be checked: not known before the deployment, or not of the shape that was asked for. */
export interface Unknown {
  readonly state: "unknown";
}

export interface Known<T> {
  readonly state: "known";
  readonly value: T;
}

/** The state of a value. A policy has to check `state` before it can read `value`. */
export type Maybe<T> = Absent | Unknown | Known<T>;

export const absent: Absent = { state: "absent" };
export const unknown: Unknown = { state: "unknown" };
export const known = <T>(value: T): Known<T> => ({ state: "known", value });

/**
 * The key that tells secrets, assets and archives from other objects on the wire.
 * Source: https://github.com/pulumi/pulumi/blob/master/sdk/go/common/resource/sig/sig.go
 */
export const SIGNATURE_KEY = "4dabf18193072939515e22adb298388d";

/** A value of which nothing is known. */
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/**
 * Texts that the engine sends in place of unknown values, one for each type.
 * Source: https://github.com/pulumi/pulumi/blob/master/sdk/go/common/resource/plugin/rpc.go
 */
const UNKNOWN_SENTINELS: ReadonlySet<unknown> = new Set([
  "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7", // boolean
  "3eeb2bf0-c639-47a8-9e75-3b44932eb421", // number
  UNKNOWN, // string
  "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2", // array
  "030794c1-ac77-496b-92df-f27374a8bd58", // asset
  "e48ece36-62e2-4504-bad9-02848725956a", // archive
  "dd056dcd-154b-4c76-9bd3-c8f88648b5ff", // object
]);

/** Properties that the Terraform bridge adds to objects in its inputs. */
const PULUMI_KEYS: ReadonlySet<string> = new Set(["__defaults", "__meta"]);

/** An object with an unknown signature, kept as the engine sent it so that repairs can send it back. */
export class Undecoded {
  constructor(readonly fields: Readonly<Record<string, unknown>>) {}
}

/** Steps from a resource to one of its properties: keys of objects and indexes of lists. */
export type PropertyPath = readonly (string | number)[];

/** Writes a path as Pulumi does: `globalSecondaryIndexes[0].readCapacity`, `tags["cost center"]`. */
export function formatPath(path: PropertyPath): string {
  let text = "";
  for (const step of path) {
    if (typeof step === "string" && /^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(step)) text += text === "" ? step : `.${step}`;
    else text += `[${JSON.stringify(step)}]`;
  }
  return text;
}

/** A value in another, and how it was reached. */
interface Step {
  readonly raw: unknown;
  readonly step?: string | number;
  readonly from?: Step;
}

/**
 * A property of a resource, or a value in it, that is safe to read whatever the program passed. A value in an unknown value is
 * unknown, and so is a value of another type than the one asked for.
 */
export class Property {
  readonly #raw: unknown;
  readonly #isSecret: boolean;

  /**
   * @param secrets collects the secret values that policies read
   * @param isInSecret whether the value and its name are parts of a secret
   */
  constructor(
    raw: unknown,
    readonly path: PropertyPath = [],
    readonly secrets = new Secrets(),
    readonly isInSecret = false,
  ) {
    const value: unknown = raw instanceof Secret ? raw.value : raw;
    this.#raw = value instanceof Undecoded ? UNKNOWN : value;
    this.#isSecret = isInSecret || raw instanceof Secret;
  }

  get state(): Maybe<unknown>["state"] {
    if (this.#raw === undefined || this.#raw === null) return "absent";
    return UNKNOWN_SENTINELS.has(this.#raw) ? "unknown" : "known";
  }

  /** The value at a key of an object or an index of a list. */
  at(step: string | number): Property {
    if (this.#isSecret && typeof step === "string") this.secrets.noteAsked(step);
    return this.#beneath(step);
  }

  #beneath(step: string | number): Property {
    const inner = (raw: unknown) => new Property(raw, [...this.path, step], this.secrets, this.#isSecret);
    if (this.state !== "known") return inner(this.#raw);
    const isContainer = typeof step === "number" ? Array.isArray(this.#raw) : isPlainObject(this.#raw);
    if (!isContainer) return inner(UNKNOWN);
    return inner(Object.hasOwn(this.#raw as object, step) ? (this.#raw as never)[step] : undefined);
  }

  /** A text. It is unknown if it contains an unresolved Output, which policy resolved-outputs reports. */
  string(): Maybe<string> {
    return this.#noted(this.#as((raw): raw is string => typeof raw === "string" && unresolvedIn(raw) === undefined));
  }

  /** The trace of an unresolved Output in a text. */
  unresolved(): Unresolved | undefined {
    return typeof this.#raw === "string" ? unresolvedIn(this.#raw) : undefined;
  }

  number(): Maybe<number> {
    return this.#noted(this.#as((raw) => typeof raw === "number"));
  }

  boolean(): Maybe<boolean> {
    return this.#as((raw) => typeof raw === "boolean");
  }

  /** The value as it is, for values of any shape. */
  value(): Maybe<unknown> {
    const value = this.#as((_raw): _raw is unknown => true);
    if (this.#isSecret && value.state === "known") this.secrets.opaque = true;
    return value;
  }

  /** A text parsed as JSON. */
  json(): Property {
    const text = this.string();
    return text.state === "known" ? new Property(parse(text.value), this.path, this.secrets, this.#isSecret) : this;
  }

  /** Marks a text that was made from this value as equally secret. */
  note(text: string): void {
    if (this.#isSecret) this.secrets.note(text);
  }

  /** The elements of a list, each with a state of its own. */
  items(): Maybe<readonly Property[]> {
    const list = this.#as((raw) => Array.isArray(raw));
    return list.state === "known" ? known(list.value.map((_, index) => this.at(index))) : list;
  }

  /** The properties of an object by name, without absent ones and those that Pulumi adds. */
  entries(): Maybe<readonly (readonly [name: string, property: Property])[]> {
    const object = this.#as(isPlainObject);
    if (object.state !== "known") return object;
    const names = Object.keys(object.value).filter((name) => !PULUMI_KEYS.has(name));
    if (this.#isSecret) for (const name of names) this.secrets.noteName(name);
    const entries = names.map((name) => [name, this.#beneath(name)] as const);
    return known(entries.filter(([, property]) => property.state !== "absent"));
  }

  /**
   * All scalars in this value, at any depth, that pass a test. It costs little if few pass.
   * @param test gets texts, numbers, booleans, assets and archives
   */
  find(test: (value: unknown) => boolean): readonly Property[] {
    const found: Property[] = [];
    const waiting: Step[] = [{ raw: this.#raw }];
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      const value = next.raw instanceof Secret ? next.raw.value : next.raw;
      const isList = Array.isArray(value);
      if (!isList && !isPlainObject(value)) {
        if (value !== undefined && value !== null && test(value)) found.push(this.#reached(next));
        continue;
      }
      const steps = isList ? value.keys() : Object.keys(value).filter((name) => !name.startsWith("__"));
      const inner = [...steps].map((step) => ({ raw: value[step as never], step, from: next }));
      waiting.push(...inner.reverse());
    }
    return found;
  }

  #reached(step: Step): Property {
    const path: (string | number)[] = [];
    for (let next = step; next.from !== undefined; next = next.from) path.push(next.step ?? "");
    return path.reduceRight<Property>((property, name) => {
      if (property.#isSecret && typeof name === "string") this.secrets.noteName(name);
      return property.#beneath(name);
    }, this);
  }

  #noted<T extends string | number>(value: Maybe<T>): Maybe<T> {
    if (this.#isSecret && value.state === "known") this.secrets.note(value.value);
    return value;
  }

  #as<T>(is: (raw: unknown) => raw is T): Maybe<T> {
    if (this.state === "absent") return absent;
    return this.state === "known" && is(this.#raw) ? known(this.#raw) : unknown;
  }
}

/** A known text; undefined for anything else. */
export function textOf(property: Property): string | undefined {
  const text = property.string();
  return text.state === "known" ? text.value : undefined;
}

/** Lists, assets and archives are no objects here. */
function isPlainObject(raw: unknown): raw is Record<string, unknown> {
  if (typeof raw !== "object" || raw === null || Object.getPrototypeOf(raw) !== Object.prototype) return false;
  return !Object.hasOwn(raw, SIGNATURE_KEY);
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return json; // Of which nothing can be known.
  }
}
