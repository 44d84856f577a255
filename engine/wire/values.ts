import * as asset from "@pulumi/pulumi/asset";
import { Secret, UNKNOWN, Undecoded } from "../../kit/known";
import { specialArchiveSig, specialAssetSig, specialSecretSig, specialSigKey } from "./signatures";

export type Properties = Record<string, unknown>;

/** How properties are decoded. */
export interface Decoding {
  /** Depth up to which values are read; deeper ones are unknown. */
  readonly depth: number;
  secret(value: unknown): unknown;
  /** The value for an object with an unknown signature. */
  undecoded(fields: Properties): unknown;
}

/** Deeper than the values of any real resource, and safe for the call stack. */
const MAX_DEPTH = 200;

const marked = (value: unknown) => new Secret(value);
export const toJudge: Decoding = { depth: MAX_DEPTH, secret: marked, undecoded: () => UNKNOWN };
export const toSendBack: Decoding = {
  depth: Number.POSITIVE_INFINITY,
  secret: marked,
  undecoded: (fields) => new Undecoded(fields),
};

/** Property in which the Terraform bridge lists the names of its own defaults in an object. */
export const DEFAULTS = "__defaults";

/** The value as the program set it, without the defaults that the provider added and listed. */
export function withoutDefaults(value: unknown): unknown {
  if (value instanceof Secret) return new Secret(withoutDefaults(value.value));
  if (Array.isArray(value)) return value.map(withoutDefaults);
  if (typeof value !== "object" || value === null || Object.getPrototypeOf(value) !== Object.prototype) return value;
  const { [DEFAULTS]: noted, ...rest } = value as Properties;
  const defaults: readonly unknown[] = Array.isArray(noted) ? noted : [];
  const set = Object.entries(rest).filter(([name]) => !defaults.includes(name));
  return Object.fromEntries(set.map(([name, inner]) => [name, withoutDefaults(inner)]));
}

/**
 * SHA-256 of no bytes. The engine omits empty texts, and this hash tells them from unknown texts.
 * Source: https://github.com/pulumi/pulumi/blob/master/sdk/go/common/resource/asset/asset.go
 */
const HASH_OF_NOTHING = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

/** The object for fields with a signature. */
export function special(fields: Properties, decoding: Decoding): unknown {
  const { [specialSigKey]: signature, path, text, uri, assets, hash, value } = fields;
  switch (signature) {
    case specialSecretSig:
      return decoding.secret(value ?? null);
    case specialAssetSig:
      if (isGiven(path)) return new asset.FileAsset(path);
      if (isGiven(uri)) return new asset.RemoteAsset(uri);
      if (isGiven(text)) return new asset.StringAsset(text);
      return hash === undefined || hash === HASH_OF_NOTHING ? new asset.StringAsset("") : decoding.undecoded(fields);
    case specialArchiveSig:
      if (isGiven(path)) return new asset.FileArchive(path);
      if (isGiven(uri)) return new asset.RemoteArchive(uri);
      return typeof assets === "object" && assets !== null
        ? new asset.AssetArchive(assets as never)
        : decoding.undecoded(fields);
    default:
      return decoding.undecoded(fields);
  }
}

function isGiven(place: unknown): place is string {
  return typeof place === "string" && place !== "";
}
