import * as asset from "@pulumi/pulumi/asset";

/** Whether a value is an asset or an archive. */
export function isAsset(value: unknown): boolean {
  return value instanceof asset.Asset || value instanceof asset.Archive;
}

/** The deepest archive in an archive that is looked into. */
const MAX_DEPTH = 20;

/** The texts that a program writes into an asset or an archive itself, by the names of their files. Files are not read. */
export async function assetTexts(value: unknown, name = "", depth = 0): Promise<readonly AssetText[]> {
  if (value instanceof asset.StringAsset) return [{ name, text: await value.text }];
  if (!(value instanceof asset.AssetArchive) || depth > MAX_DEPTH) return [];
  const found: AssetText[] = [];
  for (const [file, inner] of Object.entries(await value.assets)) {
    found.push(...(await assetTexts(inner, name === "" ? file : `${name}/${file}`, depth + 1)));
  }
  return found;
}

export interface AssetText {
  /** Empty if it is no file of an archive. */
  readonly name: string;
  readonly text: string;
}
