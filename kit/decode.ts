import { Secret } from "@pulumi/policy";
import { asset } from "@pulumi/pulumi";
import { specialArchiveSig, specialAssetSig, specialSecretSig, specialSigKey } from "@pulumi/pulumi/runtime/rpc";
import type { Struct, Value } from "google-protobuf/google/protobuf/struct_pb";
import { UNKNOWN } from "./known";
import { decoder } from "./sdk";

type Properties = Record<string, unknown>;

/**
 * Has the SDK decode properties by `decodeProperties`. Its own decoder decodes each resource anew for each policy, and throws on
 * empty assets and on signatures that it does not know, which stops the user's run before a policy can look at anything.
 */
export function replaceDecoder(): void {
  const decoded = new WeakMap<Struct, Properties>();
  decoder.deserializeProperties = (properties, wrapSecrets) => {
    // Remediations change what they are given.
    if (wrapSecrets) return decodeProperties(properties, wrapSecrets);
    const known = decoded.get(properties) ?? decodeProperties(properties, wrapSecrets);
    decoded.set(properties, known);
    return known;
  };
}

/**
 * The properties of a resource as policies see them, with assets and archives as objects of their classes.
 * @param wrapSecrets whether secrets stay secrets; else they are the values that they hold
 * Source: https://github.com/pulumi/pulumi/blob/master/sdk/go/common/resource/plugin/rpc.go
 */
export function decodeProperties(properties: Struct, wrapSecrets: boolean): Properties {
  const decoded: Properties = {};
  properties.getFieldsMap().forEach((value, name) => {
    // An assignment to `__proto__` would be no property of its own.
    if (name === "__proto__") Object.defineProperty(decoded, name, { value: decode(value, wrapSecrets), ...OWN });
    else decoded[name] = decode(value, wrapSecrets);
  });
  return decoded;
}

const OWN = { configurable: true, enumerable: true, writable: true };

function decode(value: Value, wrapSecrets: boolean): unknown {
  if (value.hasStringValue()) return value.getStringValue();
  if (value.hasBoolValue()) return value.getBoolValue();
  if (value.hasNumberValue()) return value.getNumberValue();
  const list = value.getListValue();
  if (list) return list.getValuesList().map((item) => decode(item, wrapSecrets));
  const struct = value.getStructValue();
  if (!struct) return null;
  const fields = decodeProperties(struct, wrapSecrets);
  return Object.hasOwn(fields, specialSigKey) ? special(fields, wrapSecrets) : fields;
}

/** What has a signature, by its fields. What the pack cannot tell is unknown to it. */
function special(fields: Properties, wrapSecrets: boolean): unknown {
  const { [specialSigKey]: signature, path, text, uri, assets, value } = fields;
  switch (signature) {
    case specialSecretSig:
      return wrapSecrets ? new Secret(value ?? null) : (value ?? null);
    case specialAssetSig:
      // The engine sends the empty text of an empty file, and leaves the others out where they are empty.
      if (isGiven(path)) return new asset.FileAsset(path);
      if (isGiven(uri)) return new asset.RemoteAsset(uri);
      return typeof text === "string" ? new asset.StringAsset(text) : UNKNOWN;
    case specialArchiveSig:
      if (isGiven(path)) return new asset.FileArchive(path);
      if (isGiven(uri)) return new asset.RemoteArchive(uri);
      return typeof assets === "object" && assets !== null ? new asset.AssetArchive(assets as never) : UNKNOWN;
    default:
      return UNKNOWN;
  }
}

function isGiven(place: unknown): place is string {
  return typeof place === "string" && place !== "";
}
