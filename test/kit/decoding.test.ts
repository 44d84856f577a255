import assert from "node:assert/strict";
import { Secret } from "@pulumi/policy";
import { asset } from "@pulumi/pulumi";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { decoder } from "../../kit/sdk";
import { secret, stringAsset } from "../support/wire";

type Decoding = typeof import("../../kit/decoding");

/** The module as in another process: it replaces the SDK's decoder once. */
function loadAnew(): Decoding {
  const file = require.resolve("../../kit/decoding");
  const known = require.cache[file];
  delete require.cache[file];
  const decoding = require(file) as Decoding;
  if (known !== undefined) require.cache[file] = known;
  module.children.length = 0;
  return decoding;
}

describe("kit/decoding, beside policies of others", () => {
  const { deserializeProperties } = decoder;
  let decoding: Decoding;
  beforeEach(() => {
    decoding = loadAnew();
    decoding.decodeBesides();
  });
  afterEach(() => {
    decoder.deserializeProperties = deserializeProperties;
  });
  const struct = (properties: object) => Struct.fromJavaScript(properties as never);

  it("hands out what the SDK decodes, and knows what is secret in it", () => {
    const sent = struct({ password: secret("hunter2"), size: 5 });
    const [one, other] = [decoder.deserializeProperties(sent, false), decoder.deserializeProperties(sent, false)];
    assert.deepEqual({ ...one }, { password: "hunter2", size: 5 });
    assert.deepEqual(decoding.withMarks(one), { password: new Secret("hunter2"), size: 5 });
    assert.equal(decoding.identityOf(one), decoding.identityOf(other));
  });
  it("hands out nothing else where the SDK can decode, and replaces its decoder once", () => {
    const handedOut = {};
    decoder.deserializeProperties = () => handedOut;
    decoding = loadAnew();
    decoding.decodeBesides();
    const replacement = decoder.deserializeProperties;
    assert.equal(replacement(struct({ size: 5 }), false), handedOut);
    decoding.decodeBesides();
    assert.equal(decoder.deserializeProperties, replacement);
  });
  it("leaves to the SDK what is to be repaired", () => {
    const repaired = decoder.deserializeProperties(struct({ password: secret("hunter2") }), true);
    assert.equal(decoding.withMarks(repaired), repaired);
  });
  it("decodes an empty file, on which the SDK throws", async () => {
    const { file } = decoder.deserializeProperties(struct({ file: stringAsset("") }), false);
    assert.ok(file instanceof asset.StringAsset);
    assert.equal(await file.text, "");
  });
});
