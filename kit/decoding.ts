import { unwrap } from "./proxies";

type Properties = Record<string, unknown>;
type Decode = (message: object, markSecrets: boolean) => Properties;

/**
 * Lets the SDK decode each resource once a request, with what is secret marked as such: of its own accord it decodes all of
 * them again for each stack policy, and takes the marks off. Other policies than those of the kit would not know the marks.
 */
export function decodeOnce(): void {
  replaceDecoder((decode) => once((message) => marked(decode, message)));
}

/** Remembers what the SDK decodes, for policies of the kit in a pack that has others too. */
export function decodeBesides(): void {
  replaceDecoder((decode) => {
    const decodeMarked = once((message) => marked(decode, message));
    return (message) => {
      const properties = decode(message, false);
      sources.set(properties, () => decodeMarked(message));
      return properties;
    };
  });
}

const sources = new WeakMap<object, () => Properties>();

/** The properties that the SDK hands to a policy, with what is secret marked as such where that is known. */
export function withMarks(properties: Properties): Properties {
  return sources.get(properties)?.() ?? properties;
}

let isReplaced = false;

/** A remediation's properties are left alone: the SDK marks what is secret in them itself. */
function replaceDecoder(replacement: (decode: Decode) => (message: object) => Properties): void {
  const decoder = require("@pulumi/policy/deserialize") as { deserializeProperties?: Decode };
  const decode = decoder.deserializeProperties;
  if (decode === undefined || isReplaced) return;
  isReplaced = true;
  const other = replacement(decode);
  decoder.deserializeProperties = (message, markSecrets) => (markSecrets ? decode(message, true) : other(message));
}

function marked(decode: Decode, message: object): Properties {
  return unwrap(decode(message, true));
}

function once(decode: (message: object) => Properties): (message: object) => Properties {
  const decoded = new WeakMap<object, Properties>();
  return (message) => {
    const properties = decoded.get(message) ?? decode(message);
    decoded.set(message, properties);
    return properties;
  };
}
