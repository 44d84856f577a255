import { createRequire } from "node:module";
import path from "node:path";
import { types } from "node:util";
// biome-ignore lint/correctness/noUndeclaredDependencies: types only; the module is one of @pulumi/pulumi
import type { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { Secret } from "../kit/known";
import { once } from "../kit/once";
import type { Decoded } from "../kit/resource";
import { decodeForSdkRepair, decodeInputs, decodePlain, decodeProperties } from "./wire/decode";
import { wireSecret } from "./wire/encode";

type Properties = Record<string, unknown>;

/** The SDK's module that decodes properties. The SDK looks the function up at each call. */
interface SdkDecoder {
  deserializeProperties: (properties: Struct, forRepair: boolean) => Properties;
}

/** A copy of the policy SDK that is loaded in this process. */
interface SdkCopy {
  readonly decoder: SdkDecoder;
  /** The SDK's class of secrets in repaired properties. */
  readonly Secret: new (
    value: unknown,
  ) => { readonly value: unknown };
  /** Lets repairs read secrets and write into them, which keeps them secret. */
  readonly secretsPreservingProxy: (properties: Properties) => Properties;
}

const copies = new Map<string, SdkCopy>();
/** The message that each value of the SDK came from. */
const messages = new WeakMap<object, Struct>();

/**
 * Remembers what the SDK decodes, which removes the marks of secrets, and decodes values on which it throws. A pack may have
 * several copies of the SDK, and nothing shows which one serves it.
 */
export function hookSdk(): void {
  if (loadedDecoders().length === 0) loadSdk();
  for (const file of loadedDecoders()) {
    if (!copies.has(file)) copies.set(file, hooked(createRequire(file)));
  }
}

function loadedDecoders(): readonly string[] {
  return Object.keys(require.cache).filter((file) => /[\\/]@pulumi[\\/]policy[\\/]deserialize\.js$/.test(file));
}

/** Loads the copy that a pack would find, if no copy is loaded yet. */
function loadSdk(): void {
  const packFile = path.join(process.cwd(), "package.json");
  for (const from of [packFile, require.main?.filename ?? packFile, __filename]) {
    try {
      createRequire(from)("@pulumi/policy");
      return;
    } catch {
      // There is no copy there.
    }
  }
}

function hooked(load: NodeJS.Require): SdkCopy {
  const decoder = load("./deserialize") as SdkDecoder;
  const { Secret } = load("./policy") as Pick<SdkCopy, "Secret">;
  const { secretsPreservingProxy } = load("./secret") as Pick<SdkCopy, "secretsPreservingProxy">;
  const decode = decoder.deserializeProperties;
  decoder.deserializeProperties = (properties, forRepair) => {
    const bytes = () => properties.serializeBinary();
    const own = () =>
      forRepair
        ? secretsPreservingProxy(decodeForSdkRepair(bytes(), (value) => new Secret(value)))
        : decodePlain(bytes());
    const decoded = attempt(() => decode(properties, forRepair)) ?? own();
    messages.set(unwrap(decoded), properties);
    return decoded;
  };
  return { decoder, Secret, secretsPreservingProxy };
}

function attempt<T>(make: () => T): T | undefined {
  try {
    return make();
  } catch {
    return undefined;
  }
}

/**
 * Removes the SDK's proxies: they throw on every read of an unknown value, which the view handles itself. A program may have
 * properties with the same names as theirs.
 */
function unwrap(props: Properties): Properties {
  let raw = props;
  while (types.isProxy(raw)) raw = raw.__getSpecialProxyTarget as Properties;
  return raw;
}

const propertiesIn = once((message: Struct) => decodeProperties(message.serializeBinary()));

/** The properties that the SDK passes to a policy. Where it is unknown which are secret, all of them count as secret. */
export function handedOut(props: Properties): Decoded {
  const raw = unwrap(props);
  const message = messages.get(raw);
  return message === undefined
    ? { decode: () => raw, marked: false }
    : { decode: () => propertiesIn(message), marked: true };
}

/** The same for a resource's inputs, without the provider's defaults. */
export function inputsIn(props: Properties): Decoded {
  const message = messages.get(unwrap(props));
  return message === undefined
    ? handedOut(props)
    : { decode: () => decodeInputs(message.serializeBinary()), marked: true };
}

/** The inputs that the SDK passes to a repair, in the form of the kit. Earlier policies may have changed them. */
export function inputsToRepair(props: Properties): Properties {
  return withOwnSecrets(props) as Properties;
}

function withOwnSecrets(given: unknown): unknown {
  if (typeof given !== "object" || given === null) return given;
  const value = unwrap(given as Properties);
  if (Array.isArray(value)) return value.map(withOwnSecrets);
  if (isSdkSecret(value)) return new Secret(withOwnSecrets(value.value));
  if (Object.getPrototypeOf(value) !== Object.prototype) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, withOwnSecrets(inner)]));
}

function isSdkSecret(value: object): value is { readonly value: unknown } {
  return Object.getPrototypeOf(value)?.constructor?.name === "Secret";
}

/** Marks a value as secret for the SDK that serves the pack, or in wire form, which each SDK accepts, where that SDK is unknown. */
export function sdkSecret(value: unknown): unknown {
  const [copy, ...others] = copies.values();
  return copy === undefined || others.length > 0 ? wireSecret(value) : new copy.Secret(value);
}

/** One object for all views of one resource's properties in one request, if it is known. */
export function identityOf(props: Properties): object {
  const raw = unwrap(props);
  return messages.get(raw) ?? raw;
}
