import { specialArchiveSig, specialAssetSig, specialSigKey } from "@pulumi/pulumi/runtime/rpc";
import fc from "fast-check";
import { isSecret } from "../../support/wire";
import { hostileText } from "./hostile";

type Properties = Record<string, unknown>;

/** A text, now and then with a hostile one in its place or beside it, so that it may still violate the same rule. */
export function hostileLike(text: string): fc.Arbitrary<string> {
  const changed = hostileText.chain((hostile) => fc.constantFrom(hostile, text + hostile, hostile + text));
  return fc.oneof({ weight: 3, arbitrary: fc.constant(text) }, { weight: 1, arbitrary: changed });
}

/** A value with hostile texts in place of some of its texts and some of the names in it, code and names of files too. */
export function withHostileTexts(value: unknown): fc.Arbitrary<unknown> {
  if (typeof value === "string") return hostileLike(value);
  if (Array.isArray(value)) return fc.tuple(...value.map(withHostileTexts));
  if (typeof value !== "object" || value === null) return fc.constant(value);
  if (isSecret(value)) return withHostileTexts(value.value).map((inner) => ({ ...value, value: inner }));
  const { [specialSigKey]: sig, ...properties } = value as Properties;
  if (sig === specialAssetSig && typeof properties.text === "string")
    return inLines(properties.text).map((text) => ({ ...value, text }));
  if (sig === specialAssetSig || (sig === specialArchiveSig && properties.assets === undefined))
    return fc.constant(value);
  if (sig === specialArchiveSig)
    return withHostileNames(properties.assets as Properties).map((assets) => ({ ...value, assets }));
  return withHostileNames(properties);
}

export function withHostileNames(properties: Properties): fc.Arbitrary<Properties> {
  const entries = Object.entries(properties).map(([name, value]) => {
    const names = fc.oneof(
      { weight: 12, arbitrary: fc.constant(name) },
      { weight: 1, arbitrary: hostileText.map((hostile) => `${hostile}${name}`) },
    );
    return fc.tuple(names, withHostileTexts(value));
  });
  return fc.tuple(...entries).map((all) => Object.fromEntries(all));
}

/** Code with a hostile text as a name, a string or a comment somewhere in it. */
function inLines(text: string): fc.Arbitrary<string> {
  const lines = text.split("\n");
  const places = fc.tuple(
    fc.nat(lines.length),
    hostileText,
    fc.constantFrom("", "# ", "import ", "x = ", "'", "### Answer "),
  );
  const changed = places.map(([at, hostile, before]) => lines.toSpliced(at, 0, `${before}${hostile}`).join("\n"));
  return fc.oneof({ weight: 3, arbitrary: fc.constant(text) }, { weight: 1, arbitrary: changed });
}
