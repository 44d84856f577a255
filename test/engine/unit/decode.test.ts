import assert from "node:assert/strict";
import * as asset from "@pulumi/pulumi/asset";
import * as rpc from "@pulumi/pulumi/runtime/rpc";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import {
  decodeForRepair,
  decodeForSdkRepair,
  decodeInputs,
  decodePlain,
  decodeProperties,
  propertyNames,
} from "../../../engine/wire/decode";
import { applyChanges, wireForm } from "../../../engine/wire/encode";
import * as signatures from "../../../engine/wire/signatures";
import { Property, Secret, UNKNOWN } from "../../../kit/known";
import { assetArchive, fileArchive, secret, stringAsset, unknown } from "../../support/wire";

const { specialArchiveSig, specialAssetSig, specialSigKey } = signatures;
const struct = (properties: Record<string, unknown>) => Struct.fromJavaScript(properties as never).serializeBinary();
const decoded = (properties: Record<string, unknown>) => decodeProperties(struct(properties));
/** The SDK's own decoder, which the library replaces later. */
const { deserializeProperties } = require("@pulumi/policy/deserialize") as {
  deserializeProperties(properties: Struct, forRepair: boolean): Record<string, unknown>;
};
const sdkDecoded = (properties: Record<string, unknown>) =>
  deserializeProperties(Struct.fromJavaScript(properties as never), false);
const assetOf = (fields: object) => ({ [specialSigKey]: specialAssetSig, ...fields });

/** Values with what promises in them come to: a promise has a number where something follows what is asynchronous. */
async function settled(value: unknown): Promise<unknown> {
  const made = await value;
  if (Array.isArray(made)) return Promise.all(made.map(settled));
  if (typeof made !== "object" || made === null) return made;
  const entries = Object.entries(made).map(async ([name, inner]) => [name, await settled(inner)] as const);
  return Object.assign(Object.create(Object.getPrototypeOf(made)), Object.fromEntries(await Promise.all(entries)));
}

describe("engine/wire/decode", () => {
  it("tells secrets, assets and archives by the signatures that Pulumi has", () => {
    for (const [name, signature] of Object.entries(signatures))
      assert.equal(signature, (rpc as unknown as Readonly<Record<string, unknown>>)[name]);
  });

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
    it(`decodes ${name} as the SDK does, where no marks are wanted`, async () => {
      assert.deepEqual(await settled(decodePlain(struct(properties))), await settled({ ...sdkDecoded(properties) }));
    });
  }

  it("puts properties in an order that is not the engine's", () => {
    const sent = Buffer.concat(["b", "d", "a", "c"].map((name) => struct({ [name]: 1 })));
    const properties = decodeProperties(sent);
    assert.deepEqual(Object.keys(properties), ["a", "b", "c", "d"]);
  });

  it("keeps secrets where they are to be sent back", () => {
    const properties = decoded({ list: [secret("hunter2")], empty: secret(null) });
    assert.deepEqual(properties, { list: [new Secret("hunter2")], empty: new Secret(null) });
  });

  it("decodes an empty file, on which the SDK throws", async () => {
    const hash = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    for (const empty of [stringAsset(""), assetOf({}), assetOf({ hash })]) {
      const properties = { file: empty };
      assert.throws(() => sdkDecoded(properties), /Invalid asset/);
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
    const judged = decodePlain(struct(properties));
    const expected = { file: new asset.StringAsset(""), new: UNKNOWN, none: null };
    assert.deepEqual(await settled(judged), await settled(expected));
    const sentBack = decodeForSdkRepair(struct(properties), (value) => ({ value }));
    assert.deepEqual([sentBack.new, sentBack.none], [properties.new, { value: null }]);
  });

  it("tells what the program set from what the provider notes as its own defaults, at any depth", async () => {
    const properties = {
      name: "orders",
      timeout: 3,
      indexes: [{ name: "by-id", writeCapacity: 0, __defaults: ["writeCapacity"] }],
      token: secret({ value: "a", kind: "b", __defaults: ["kind"] }),
      code: stringAsset("a"),
      __defaults: ["timeout"],
    };
    const expected = {
      code: new asset.StringAsset("a"),
      indexes: [{ name: "by-id" }],
      name: "orders",
      token: new Secret({ value: "a" }),
    };
    assert.deepEqual(await settled(decodeInputs(struct(properties))), await settled(expected));
    assert.deepEqual(decodeInputs(struct({ name: "a", __defaults: secret(["name"]) })), { name: "a" });
  });

  it("keeps what it cannot tell where it is to be sent back", async () => {
    const properties = {
      list: [{ [specialSigKey]: "0123", code: stringAsset("a") }],
      asset: secret(assetOf({ hash: "abc" })),
    };
    const kept = decodeForRepair(struct(properties));
    assert.equal(new Property(kept).at("list").at(0).at("code").state, "unknown");
    assert.equal(new Property(kept).at("asset").state, "unknown");
    assert.deepEqual(await wireForm(applyChanges(kept, [])), properties);
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
