import { Secret } from "@pulumi/policy";
import { asset } from "@pulumi/pulumi";
import { specialArchiveSig, specialAssetSig, specialSigKey } from "@pulumi/pulumi/runtime/rpc";
import { type Property, Undecoded } from "./known";

/** One repair of a resource: the property that it sets, and its new value; `undefined` removes the property. */
export interface Change {
  readonly at: Property;
  readonly value: unknown;
}

/**
 * Applies changes to a resource's inputs and leaves everything else as it is: unknown values, secrets, assets and archives.
 * @param inputs as the SDK decoded them, secrets wrapped; not modified
 * @returns the repaired inputs in the form that the engine decodes
 * @throws Error where something in the inputs would be lost
 */
export async function applyChanges(inputs: Record<string, unknown>, changes: readonly Change[]): Promise<unknown> {
  let result: unknown = await encodeAssets(inputs);
  for (const { at, value } of changes) result = replaced(result, at.path, value);
  return result;
}

function replaced(target: unknown, [step, ...rest]: Property["path"], value: unknown): unknown {
  if (step === undefined) return value;
  if (target instanceof Secret) return new Secret(replaced(target.value, [step, ...rest], value));
  const container = target ?? (typeof step === "number" ? [] : {});
  const copy = (Array.isArray(container) ? [...container] : { ...container }) as Record<string | number, unknown>;
  const next = replaced(copy[step], rest, value);
  if (next === undefined) delete copy[step];
  else copy[step] = next;
  return copy;
}

/** Names that the SDK takes for its own when it writes a repaired resource: it would write another value, or none. */
const SDK_NAMES = ["__isSpecialProxy", "__getSpecialProxyTarget"];

/**
 * Writes assets and archives in their wire form. The SDK writes an `AssetArchive` as the names of its entries and loses
 * their contents: https://github.com/pulumi/pulumi-policy/blob/main/sdk/nodejs/policy/deserialize.ts
 */
async function encodeAssets(value: unknown): Promise<unknown> {
  if (value instanceof asset.FileAsset) return { [specialSigKey]: specialAssetSig, path: await value.path };
  if (value instanceof asset.StringAsset) return { [specialSigKey]: specialAssetSig, text: await value.text };
  if (value instanceof asset.RemoteAsset) return { [specialSigKey]: specialAssetSig, uri: await value.uri };
  if (value instanceof asset.FileArchive) return { [specialSigKey]: specialArchiveSig, path: await value.path };
  if (value instanceof asset.RemoteArchive) return { [specialSigKey]: specialArchiveSig, uri: await value.uri };
  if (value instanceof asset.AssetArchive) {
    return { [specialSigKey]: specialArchiveSig, assets: await encodeAssets(await value.assets) };
  }
  if (value instanceof Secret) return new Secret(await encodeAssets(value.value));
  if (value instanceof Undecoded) return encodeAssets(value.fields);
  if (Array.isArray(value)) return Promise.all(value.map(encodeAssets));
  if (typeof value !== "object" || value === null) return value;
  if (SDK_NAMES.some((name) => Object.hasOwn(value, name))) throw new Error("the SDK would lose a property");
  const entries = Object.entries(value).map(async ([key, child]) => [key, await encodeAssets(child)] as const);
  return Object.fromEntries(await Promise.all(entries));
}
