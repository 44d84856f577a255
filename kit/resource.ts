import { Property, UNKNOWN } from "./known";
import { Secrets } from "./secrets";
import { enumerate, quote } from "./text";

/** A resource as a policy sees it: its identity, and its properties, which are safe to read while they are unknown. */
export interface Resource {
  /** Type token, such as `aws:lambda/function:Function`. */
  readonly type: string;
  /** Logical name in the program. */
  readonly name: string;
  readonly urn: string;
  /** Its inputs for a resource policy, its outputs for a stack policy. */
  readonly properties: Property;
  /** The provider that manages the resource, explicit or default; its properties are JSON-encoded strings. */
  readonly provider: { readonly type: string; readonly properties: Property } | undefined;
  /** Whether the program wants it deleted before its replacement is made; an exported state does not say. */
  readonly deleteBeforeReplace: boolean;
  /**
   * What the program set a property to: absent where it set nothing, whatever the provider answers, at preview, after the
   * deployment and in a state. Unknown where the inputs were not seen.
   */
  input(name: string): Property;
  /** Whether texts in its properties may match a regular expression of ASCII characters. If false, nobody has to read them. */
  mayMatch(expression: RegExp): boolean;
}

/** The source of a resource's view. Properties are decoded when a policy first reads them, since few are read. */
export interface ResourceSource {
  readonly type: string;
  readonly name: string;
  readonly urn: string;
  readonly properties: Decoded;
  readonly provider?: { readonly type: string; readonly properties: Decoded } | undefined;
  readonly deleteBeforeReplace?: boolean | undefined;
  /** Its inputs, if they were seen. */
  inputs(): Decoded | undefined;
}

export interface Decoded {
  readonly decode: () => unknown;
  /** Whether secrets are marked. If not, all values count as secret. */
  readonly marked: boolean;
  /** The encoded form, if it has all texts as plain UTF-8. */
  readonly encoded?: Uint8Array;
}

/** @param secrets collects the secret values that policies read */
export function resourceView(source: ResourceSource, secrets = new Secrets()): Resource {
  const { type, name, urn, provider, deleteBeforeReplace = false } = source;
  let inputs: Property | undefined;
  const input = (property: string) => {
    inputs ??= propertyOf(source.inputs() ?? UNSEEN, secrets);
    return inputs.at(property);
  };
  const { encoded } = source.properties;
  return withProperties(source.properties, secrets, {
    type,
    name,
    urn,
    provider: provider && withProperties(provider.properties, secrets, { type: provider.type }),
    deleteBeforeReplace,
    input,
    mayMatch: (expression: RegExp) => encoded === undefined || expression.test(latin1(encoded)),
  });
}

/** Bytes as characters, which is right for ASCII in UTF-8. */
function latin1({ buffer, byteOffset, byteLength }: Uint8Array): string {
  return Buffer.from(buffer, byteOffset, byteLength).toString("latin1");
}

const UNSEEN: Decoded = { decode: () => UNKNOWN, marked: true };

function propertyOf({ decode, marked }: Decoded, secrets: Secrets): Property {
  return new Property(decode(), [], secrets, !marked);
}

/** Adds the view of properties. */
function withProperties<T extends object>(properties: Decoded, secrets: Secrets, identity: T) {
  let view: Property | undefined;
  const get = () => (view ??= propertyOf(properties, secrets));
  return Object.defineProperty(identity, "properties", { get }) as T & { readonly properties: Property };
}

/** A type as the CLI prints it: `aws:sqs:Queue` for `aws:sqs/queue:Queue`. */
export function printedType(type: string): string {
  const [, module, file, name = ""] = /^([^/]+)\/([^/:]+):([^:]+)$/.exec(type) ?? [];
  return file === undefined || file !== name.charAt(0).toLowerCase() + name.slice(1) ? type : `${module}:${name}`;
}

/**
 * Names of resources as a list in words. A name that several of them have is followed by the type.
 * @param among the resources that a message names
 */
export function names(
  resources: readonly Pick<Resource, "name" | "type">[],
  conjunction: "and" | "or" = "and",
  among = resources,
): string {
  const seen = new Set<string>();
  const shared = new Set(among.map(({ name }) => name).filter((name) => seen.has(name) || !seen.add(name)));
  const texts = resources.map(({ name, type }) =>
    shared.has(name) ? `${quote(name)} (${printedType(type)})` : quote(name),
  );
  return enumerate(texts, conjunction);
}

/** The number that the program set, or a default if it set none; undefined if it is unknown. */
export function numberOr(resource: Resource, property: string, unset: number): number | undefined {
  if (resource.input(property).state === "absent") return unset;
  const value = resource.properties.at(property).number();
  return value.state === "known" ? value.value : undefined;
}

/** Whether the program set a property to true; false if it set nothing, undefined if it is unknown. */
export function isTrue(resource: Resource, property: string): boolean | undefined {
  if (resource.input(property).state === "absent") return false;
  const value = resource.properties.at(property).boolean();
  return value.state === "known" ? value.value : undefined;
}

/** Whether the inputs of a resource were not seen, for example since the program only reads it. */
export function isUnseen(resource: Resource): boolean {
  return resource.input("").state !== "absent";
}
