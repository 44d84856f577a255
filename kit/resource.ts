import { Property, UNKNOWN } from "./known";
import { Secrets } from "./secrets";
import { enumerate, quote } from "./text";

/** A resource as a policy sees it: its identity, and its properties through the unknown-safe view. */
export interface Resource {
  /** Type token, such as `aws:lambda/function:Function`. */
  readonly type: string;
  /** Logical name in the program. */
  readonly name: string;
  readonly urn: string;
  /** Its inputs where it is checked by itself, its outputs where a stack is. */
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
  /** Whether texts in its properties may match an expression of ASCII characters: false saves reading all of them. */
  mayMatch(expression: RegExp): boolean;
}

/** What a view of a resource is made from. Properties are decoded when a policy first looks at them, since few are looked at. */
export interface ResourceSource {
  readonly type: string;
  readonly name: string;
  readonly urn: string;
  readonly properties: Decoded;
  readonly provider?: { readonly type: string; readonly properties: Decoded } | undefined;
  readonly deleteBeforeReplace?: boolean | undefined;
  /** What the program set, where that was seen. */
  inputs(): Decoded | undefined;
}

export interface Decoded {
  readonly decode: () => unknown;
  /** Whether it is known what of them is secret: where it is not, all of them are taken for secrets. */
  readonly marked: boolean;
  /** What they are decoded from, where that has each text as it is, in UTF-8. */
  readonly encoded?: Uint8Array;
}

/** @param secrets collects what is read of secret values */
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

/** Bytes as characters: those of ASCII are in UTF-8 what they are here. */
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

/** A number that the program set, or another where it set none; undefined where it cannot be known. */
export function numberOr(resource: Resource, property: string, unset: number): number | undefined {
  if (resource.input(property).state === "absent") return unset;
  const value = resource.properties.at(property).number();
  return value.state === "known" ? value.value : undefined;
}

/** Whether the program set a property to true, which is false where it set nothing; undefined where it cannot be known. */
export function isTrue(resource: Resource, property: string): boolean | undefined {
  if (resource.input(property).state === "absent") return false;
  const value = resource.properties.at(property).boolean();
  return value.state === "known" ? value.value : undefined;
}

/** Whether the inputs of a resource were not seen, as those of one that the program only reads, or that the stack does not make. */
export function isUnseen(resource: Resource): boolean {
  return resource.input("").state !== "absent";
}
