import { Secret } from "@pulumi/policy";
import { asset } from "@pulumi/pulumi";
import { specialArchiveSig, specialAssetSig, specialSecretSig, specialSigKey } from "@pulumi/pulumi/runtime/rpc";
// biome-ignore lint/correctness/noUndeclaredDependencies: types only; the module is the SDK's own
import type { BinaryReader } from "google-protobuf";
import { UNKNOWN } from "./known";
import { encoded } from "./messages";
import { protobuf, type Struct } from "./sdk";

type Properties = Record<string, unknown>;

/**
 * The properties of a resource as policies see them, with secrets, assets and archives as objects of their classes.
 * Source: https://github.com/pulumi/pulumi/blob/master/sdk/go/common/resource/plugin/rpc.go
 */
export function decodeProperties(properties: Struct): Properties {
  return readStruct(readerOf(properties), 0);
}

/** The names of a resource's properties, without decoding their values. */
export function propertyNames(properties: Struct): readonly string[] {
  return Object.keys(readStruct(readerOf(properties), MAX_DEPTH));
}

/** Deeper values are unknown: no resource has any, and the call stack is finite. */
const MAX_DEPTH = 200;

const readerOf = (properties: Struct) => new protobuf.BinaryReader(encoded(properties));

// Fields by their numbers: https://github.com/protocolbuffers/protobuf/blob/main/src/google/protobuf/struct.proto

function readStruct(reader: BinaryReader, depth: number): Properties {
  const fields: [name: string, value: unknown][] = [];
  while (reader.nextField()) {
    readInner(reader, () => {
      let [name, value]: [string, unknown] = ["", null];
      while (reader.nextField()) {
        if (reader.getFieldNumber() === 1) name = reader.readString();
        else value = readValue(reader, depth);
      }
      fields.push([name, value]);
    });
  }
  // The engine sends them in no particular order, and messages should not change from run to run.
  fields.sort(([a], [b]) => (a < b ? -1 : 1));
  // Unlike assignments, this makes an own property of `__proto__`, too.
  return Object.fromEntries(fields);
}

function readValue(reader: BinaryReader, depth: number): unknown {
  if (depth >= MAX_DEPTH) return skip(reader, UNKNOWN);
  let value: unknown = null;
  readInner(reader, () => {
    while (reader.nextField()) value = readKind(reader, depth + 1);
  });
  return value;
}

function readKind(reader: BinaryReader, depth: number): unknown {
  switch (reader.getFieldNumber()) {
    case 2:
      return reader.readDouble();
    case 3:
      return reader.readString();
    case 4:
      return reader.readBool();
    case 5:
      return readInner(reader, () => special(readStruct(reader, depth)));
    case 6:
      return readInner(reader, () => readList(reader, depth));
    default:
      return skip(reader, null);
  }
}

function readList(reader: BinaryReader, depth: number): unknown[] {
  const values: unknown[] = [];
  while (reader.nextField()) values.push(readValue(reader, depth));
  return values;
}

function skip(reader: BinaryReader, value: unknown): unknown {
  reader.skipField();
  return value;
}

/** Reads the message that a field holds. */
function readInner<T>(reader: BinaryReader, read: () => T): T | undefined {
  let value: T | undefined;
  reader.readMessage(undefined, () => {
    value = read();
  });
  return value;
}

/**
 * SHA-256 of no bytes. The engine leaves empty texts out, and by this hash tells them from texts that are not known.
 * Source: https://github.com/pulumi/pulumi/blob/master/sdk/go/common/resource/asset/asset.go
 */
const HASH_OF_NOTHING = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

/** What has a signature, by its fields. What the pack cannot tell is unknown to it. */
function special(fields: Properties): unknown {
  if (!Object.hasOwn(fields, specialSigKey)) return fields;
  const { [specialSigKey]: signature, path, text, uri, assets, hash, value } = fields;
  switch (signature) {
    case specialSecretSig:
      return new Secret(value ?? null);
    case specialAssetSig:
      if (isGiven(path)) return new asset.FileAsset(path);
      if (isGiven(uri)) return new asset.RemoteAsset(uri);
      if (isGiven(text)) return new asset.StringAsset(text);
      return hash === undefined || hash === HASH_OF_NOTHING ? new asset.StringAsset("") : UNKNOWN;
    case specialArchiveSig:
      if (isGiven(path)) return new asset.FileArchive(path);
      if (isGiven(uri)) return new asset.RemoteArchive(uri);
      return typeof assets === "object" && assets !== null ? new asset.AssetArchive(assets as never) : UNKNOWN;
    default:
      return UNKNOWN;
  }
}

function isGiven(place: unknown): place is string {
  return typeof place === "string" && place !== "";
}
