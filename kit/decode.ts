import { Secret } from "@pulumi/policy";
import { asset } from "@pulumi/pulumi";
import { specialArchiveSig, specialAssetSig, specialSecretSig, specialSigKey } from "@pulumi/pulumi/runtime/rpc";
import { UNKNOWN, Undecoded } from "./known";
import type { Struct, Value } from "./sdk";

type Properties = Record<string, unknown>;

/**
 * The properties of a resource as policies see them, with secrets, assets and archives as objects of their classes.
 * Source: https://github.com/pulumi/pulumi/blob/master/sdk/go/common/resource/plugin/rpc.go
 * @param forRepair whether they are to be sent back
 */
export function decodeProperties(properties: Struct, forRepair = false): Properties {
  const decoded: Properties = {};
  properties.getFieldsMap().forEach((value, name) => {
    decoded[name] = decode(value, forRepair);
  });
  return decoded;
}

function decode(value: Value, forRepair: boolean): unknown {
  if (value.hasStringValue()) return value.getStringValue();
  if (value.hasBoolValue()) return value.getBoolValue();
  if (value.hasNumberValue()) return value.getNumberValue();
  const list = value.getListValue();
  if (list) return list.getValuesList().map((item) => decode(item, forRepair));
  const struct = value.getStructValue();
  if (!struct) return null;
  const fields = decodeProperties(struct, forRepair);
  if (!Object.hasOwn(fields, specialSigKey)) return fields;
  return special(fields) ?? (forRepair ? new Undecoded(fields) : UNKNOWN);
}

/**
 * SHA-256 of no bytes. The engine leaves empty texts out, and by this hash tells them from texts that are not known.
 * Source: https://github.com/pulumi/pulumi/blob/master/sdk/go/common/resource/asset/asset.go
 */
const HASH_OF_NOTHING = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

/**
 * What has a signature, by its fields.
 * @returns undefined for what the pack cannot tell
 */
function special(fields: Properties): object | undefined {
  const { [specialSigKey]: signature, path, text, uri, assets, hash, value } = fields;
  switch (signature) {
    case specialSecretSig:
      return new Secret(value ?? null);
    case specialAssetSig:
      if (isGiven(path)) return new asset.FileAsset(path);
      if (isGiven(uri)) return new asset.RemoteAsset(uri);
      if (isGiven(text)) return new asset.StringAsset(text);
      return hash === undefined || hash === HASH_OF_NOTHING ? new asset.StringAsset("") : undefined;
    case specialArchiveSig:
      if (isGiven(path)) return new asset.FileArchive(path);
      if (isGiven(uri)) return new asset.RemoteArchive(uri);
      return typeof assets === "object" && assets !== null ? new asset.AssetArchive(assets as never) : undefined;
    default:
      return undefined;
  }
}

function isGiven(place: unknown): place is string {
  return typeof place === "string" && place !== "";
}
