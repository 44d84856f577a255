import { decodeForSdk, decodeProperties } from "./decode";
import { once } from "./once";
import { decoder, type Struct } from "./sdk";

type Properties = Record<string, unknown>;
type Decode = (properties: Struct, forRepair: boolean) => Properties;

/**
 * Has each resource decoded when a policy looks at it, and once a request, with what is secret marked as such: of its own accord
 * the SDK decodes all of them again for each policy, takes the marks off, and throws on empty files and on signatures that it does
 * not know, which stops the user's run. Other policies than those of the kit would see nothing in what the SDK hands to them.
 */
export function decodeOnce(): void {
  const later = once((properties: Struct) => rememberSource({}, properties));
  // Repairs change what they are given.
  replaceDecoder(() => (properties, forRepair) => (forRepair ? decodeProperties(properties, true) : later(properties)));
}

/**
 * Remembers what the SDK decodes, for policies of the kit in a pack that has others too, and decodes what the SDK throws on, which
 * would stop the user's run before any policy is asked.
 */
export function decodeBesides(): void {
  replaceDecoder((sdkDecode) => (properties, forRepair) => {
    const decoded = attempt(() => sdkDecode(properties, forRepair)) ?? decodeForSdk(properties, forRepair);
    return forRepair ? decoded : rememberSource(decoded, properties);
  });
}

function attempt<T>(make: () => T): T | undefined {
  try {
    return make();
  } catch {
    return undefined;
  }
}

type Source = () => Properties;

/** Decodes properties when they are first asked for. */
const sourceOf = once((properties: Struct): Source => {
  let decoded: Properties | undefined;
  return () => (decoded ??= decodeProperties(properties));
});

const sources = new WeakMap<object, Source>();

function rememberSource(handedOut: Properties, properties: Struct): Properties {
  sources.set(handedOut, sourceOf(properties));
  return handedOut;
}

/** The properties of what the SDK hands to a policy, with what is secret marked as such where that is known. */
export function withMarks(handedOut: Properties): Properties {
  return sources.get(handedOut)?.() ?? handedOut;
}

/** The same object for all that the SDK hands out of the properties of one resource in one request, where it is known. */
export function identityOf(handedOut: Properties): object {
  return sources.get(handedOut) ?? handedOut;
}

let isReplaced = false;

function replaceDecoder(replacement: (decode: Decode) => Decode): void {
  if (isReplaced) return;
  isReplaced = true;
  decoder.deserializeProperties = replacement(decoder.deserializeProperties);
}
