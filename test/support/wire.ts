import { specialArchiveSig, specialAssetSig, specialSecretSig, specialSigKey } from "@pulumi/pulumi/runtime/rpc";

/** What the engine sends for a value that is not known before the deployment. */
export const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

export const secret = (value: unknown) => ({ [specialSigKey]: specialSecretSig, value });
export const isSecret = (value: object): value is { value: unknown } =>
  (value as Record<string, unknown>)[specialSigKey] === specialSecretSig;
export const stringAsset = (text: string) => ({ [specialSigKey]: specialAssetSig, text });
export const fileArchive = (path: string) => ({ [specialSigKey]: specialArchiveSig, path });
export const assetArchive = (assets: Record<string, unknown>) => ({ [specialSigKey]: specialArchiveSig, assets });
