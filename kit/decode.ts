import { Secret } from "@pulumi/policy";
import { asset } from "@pulumi/pulumi";
import { specialArchiveSig, specialAssetSig, specialSecretSig, specialSigKey } from "@pulumi/pulumi/runtime/rpc";
// biome-ignore lint/correctness/noUndeclaredDependencies: types only; the module is the SDK's own
import type { BinaryReader } from "google-protobuf";
import { UNKNOWN, Undecoded } from "./known";
import { encoded } from "./messages";
import { protobuf, type Struct } from "./sdk";

type Properties = Record<string, unknown>;

/** How properties are decoded. */
interface Decoding {
  /** How deep values are read; what is deeper is unknown. */
  readonly depth: number;
  /** What stands for something with a signature that the pack cannot tell, by its fields. */
  undecoded(fields: Properties): unknown;
}

/** No resource has values that are as deep, and the call stack is finite. */
const TO_JUDGE: Decoding = { depth: 200, undecoded: () => UNKNOWN };
const TO_SEND_BACK: Decoding = { depth: Number.POSITIVE_INFINITY, undecoded: (fields) => new Undecoded(fields) };
const NAMES: Decoding = { ...TO_JUDGE, depth: 0 };

/**
 * The properties of a resource as policies see them, with secrets, assets and archives as objects of their classes.
 * Source: https://github.com/pulumi/pulumi/blob/master/sdk/go/common/resource/plugin/rpc.go
 * @param forRepair whether they are to be sent back
 */
export function decodeProperties(properties: Struct, forRepair = false): Properties {
  return readStruct(readerOf(properties), forRepair ? TO_SEND_BACK : TO_JUDGE, 0);
}

/** The names of a resource's properties, without decoding their values. */
export function propertyNames(properties: Struct): readonly string[] {
  return Object.keys(readStruct(readerOf(properties), NAMES, 0));
}

const readerOf = (properties: Struct) => new protobuf.BinaryReader(encoded(properties));

// Fields by their numbers: https://github.com/protocolbuffers/protobuf/blob/main/src/google/protobuf/struct.proto

function readStruct(reader: BinaryReader, decoding: Decoding, depth: number): Properties {
  const fields: [name: string, value: unknown][] = [];
  while (reader.nextField()) {
    readInner(reader, () => {
      let [name, value]: [string, unknown] = ["", null];
      while (reader.nextField()) {
        if (reader.getFieldNumber() === 1) name = reader.readString();
        else value = readValue(reader, decoding, depth);
      }
      fields.push([name, value]);
    });
  }
  // The engine sends them in no particular order, and messages should not change from run to run.
  fields.sort(([a], [b]) => (a < b ? -1 : 1));
  // Unlike assignments, this makes an own property of `__proto__`, too.
  return Object.fromEntries(fields);
}

function readValue(reader: BinaryReader, decoding: Decoding, depth: number): unknown {
  if (depth === decoding.depth) return skip(reader, UNKNOWN);
  let value: unknown = null;
  readInner(reader, () => {
    while (reader.nextField()) value = readKind(reader, decoding, depth + 1);
  });
  return value;
}

function readKind(reader: BinaryReader, decoding: Decoding, depth: number): unknown {
  switch (reader.getFieldNumber()) {
    case 2:
      return reader.readDouble();
    case 3:
      return reader.readString();
    case 4:
      return reader.readBool();
    case 5:
      return readInner(reader, () => readObject(reader, decoding, depth));
    case 6:
      return readInner(reader, () => readList(reader, decoding, depth));
    default:
      return skip(reader, null);
  }
}

function readObject(reader: BinaryReader, decoding: Decoding, depth: number): unknown {
  const fields = readStruct(reader, decoding, depth);
  return Object.hasOwn(fields, specialSigKey) ? (special(fields) ?? decoding.undecoded(fields)) : fields;
}

function readList(reader: BinaryReader, decoding: Decoding, depth: number): unknown[] {
  const values: unknown[] = [];
  while (reader.nextField()) values.push(readValue(reader, decoding, depth));
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

/**
 * What has a signature, by its fields.
 * @returns undefined for what the pack cannot tell
 */
function special(fields: Properties): object | undefined {
  const { [specialSigKey]: signature, path, text, uri, assets, hash, value } = fields;
  switch (signature) {
    case specialSecretSig:
      return new Secret(value ?? null);
    case specialAssetSig:
      if (isGiven(path)) return new asset.FileAsset(path);
      if (isGiven(uri)) return new asset.RemoteAsset(uri);
      if (isGiven(text)) return new asset.StringAsset(text);
      return hash === undefined || hash === HASH_OF_NOTHING ? new asset.StringAsset("") : undefined;
    case specialArchiveSig:
      if (isGiven(path)) return new asset.FileArchive(path);
      if (isGiven(uri)) return new asset.RemoteArchive(uri);
      return typeof assets === "object" && assets !== null ? new asset.AssetArchive(assets as never) : undefined;
    default:
      return undefined;
  }
}

function isGiven(place: unknown): place is string {
  return typeof place === "string" && place !== "";
}
