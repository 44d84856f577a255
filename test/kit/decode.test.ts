import assert from "node:assert/strict";
import { Secret } from "@pulumi/policy";
import { asset } from "@pulumi/pulumi";
import { specialArchiveSig, specialAssetSig, specialSigKey } from "@pulumi/pulumi/runtime/rpc";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { decodeForSdk, decodeProperties, propertyNames } from "../../kit/decode";
import { Property, UNKNOWN } from "../../kit/known";
import { unwrap } from "../../kit/proxies";
import { applyChanges } from "../../kit/remediation";
import { decoder } from "../../kit/sdk";
import { assetArchive, fileArchive, secret, stringAsset, unknown } from "../support/wire";

const struct = (properties: Record<string, unknown>) => Struct.fromJavaScript(properties as never);
const decoded = (properties: Record<string, unknown>) => decodeProperties(struct(properties));
const assetOf = (fields: object) => ({ [specialSigKey]: specialAssetSig, ...fields });

describe("kit/decode", () => {
  const alike = {
    values: { text: "a", empty: "", zero: 0, number: 1.5, yes: true, no: false, nothing: null, unknown, "": "no name" },
    containers: { list: [1, [], {}, null], object: { "a.b": { c: [] } } },
    assets: {
      text: stringAsset("x = 1\n"),
      file: assetOf({ path: "./app.py" }),
      remote: assetOf({ uri: "https://example.com/app.py" }),
      hashed: assetOf({ hash: "abc", text: "x", path: "" }),
    },
    archives: {
      directory: fileArchive("./app"),
      remote: { [specialSigKey]: specialArchiveSig, uri: "https://example.com/app.zip" },
      mixed: assetArchive({ "a.py": stringAsset("a"), lib: fileArchive("lib") }),
    },
    secrets: { password: secret("hunter2"), nested: { list: [secret({ a: secret(1) })] } },
  };

  for (const [name, properties] of Object.entries(alike)) {
    it(`decodes ${name} as the SDK does`, () => {
      assert.deepEqual(decoded(properties), unwrap(decoder.deserializeProperties(struct(properties), true)));
    });
    for (const forRepair of [false, true]) {
      it(`decodes ${name} for policies of the SDK as it does${forRepair ? ", where they are to be sent back" : ""}`, () => {
        const [own, sdk] = [decodeForSdk, decoder.deserializeProperties].map((decode) =>
          decode(struct(properties), forRepair),
        );
        assert.deepEqual(own, sdk);
        assert.deepEqual(unwrap(own ?? {}), unwrap(sdk ?? {}));
      });
    }
  }

  it("puts properties in an order that is not the engine's", () => {
    const sent = Buffer.concat(["b", "d", "a", "c"].map((name) => struct({ [name]: 1 }).serializeBinary()));
    const properties = decodeProperties({ serializeBinary: (): Uint8Array => sent } as Struct);
    assert.deepEqual(Object.keys(properties), ["a", "b", "c", "d"]);
  });

  it("keeps secrets where they are to be sent back", () => {
    const properties = decodeProperties(struct({ list: [secret("hunter2")], empty: secret(null) }));
    assert.deepEqual(properties, { list: [new Secret("hunter2")], empty: new Secret(null) });
  });

  it("decodes an empty file, on which the SDK throws", async () => {
    const hash = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    for (const empty of [stringAsset(""), assetOf({}), assetOf({ hash })]) {
      const properties = { file: empty };
      assert.throws(() => decoder.deserializeProperties(struct(properties), true), /Invalid asset/);
      const { file } = decoded(properties);
      assert.ok(file instanceof asset.StringAsset);
      assert.equal(await file.text, "");
    }
  });

  it("takes what it cannot tell for unknown", () => {
    const properties = {
      new: { [specialSigKey]: "0123", value: 1 },
      asset: assetOf({ hash: "abc" }),
      archive: fileArchive(""),
      entries: { [specialSigKey]: specialArchiveSig, assets: null },
    };
    assert.deepEqual(decoded(properties), { new: UNKNOWN, asset: UNKNOWN, archive: UNKNOWN, entries: UNKNOWN });
  });

  it("decodes for policies of the SDK what the SDK throws on", async () => {
    const properties = { file: stringAsset(""), new: { [specialSigKey]: "0123", value: "a" }, none: secret(null) };
    const judged = decodeForSdk(struct(properties), false);
    assert.deepEqual(judged, { file: new asset.StringAsset(""), new: UNKNOWN, none: null });
    const sentBack = decodeForSdk(struct(properties), true);
    assert.deepEqual([sentBack.new, sentBack.none], [properties.new, null]);
  });

  it("keeps what it cannot tell where it is to be sent back", async () => {
    const properties = {
      list: [{ [specialSigKey]: "0123", code: stringAsset("a") }],
      asset: secret(assetOf({ hash: "abc" })),
    };
    const kept = decodeProperties(struct(properties), true);
    assert.equal(new Property(kept).at("list").at(0).at("code").state, "unknown");
    assert.equal(new Property(kept).at("asset").state, "unknown");
    assert.deepEqual(await applyChanges(kept, []), { ...properties, asset: new Secret(properties.asset.value) });
  });

  it("sorts properties by name, which the engine sends in no particular order", () => {
    assert.deepEqual(Object.keys(decoded({ b: 1, B: 2, a: 3, "": 4 })), ["", "B", "a", "b"]);
    assert.deepEqual(propertyNames(struct({ b: 1, a: {} })), ["a", "b"]);
  });

  it("takes what is too deep for the call stack for unknown", () => {
    const depthOf = (value: unknown): number =>
      value === UNKNOWN ? 0 : 1 + depthOf(Object.values(value as object)[0]);
    const nested = (depth: number, inner: unknown) =>
      JSON.parse(`${'{"a":['.repeat(depth)}${inner}${"]}".repeat(depth)}`);
    assert.deepEqual(decoded(nested(50, 1)), nested(50, 1));
    assert.equal(depthOf(decoded(nested(200, 1))), 201);
  });
});
