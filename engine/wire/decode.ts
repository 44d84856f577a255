import { Secret } from "@pulumi/policy";
import { asset } from "@pulumi/pulumi";
import { specialArchiveSig, specialAssetSig, specialSecretSig, specialSigKey } from "@pulumi/pulumi/runtime/rpc";
// biome-ignore lint/correctness/noUndeclaredDependencies: types only; the module is the SDK's own
import type { BinaryReader } from "google-protobuf";
import { UNKNOWN, Undecoded } from "./known";
import { encoded } from "./messages";
import { protobuf, type Struct, secretsPreservingProxy } from "./sdk";

type Properties = Record<string, unknown>;

/** How properties are decoded. */
interface Decoding {
  /** How deep values are read; what is deeper is unknown. */
  readonly depth: number;
  secret(value: unknown): unknown;
  /** What stands for something with a signature that the pack cannot tell, by its fields. */
  undecoded(fields: Properties): unknown;
}

/** No resource has values that are as deep, and the call stack is finite. */
const MAX_DEPTH = 200;

const marked = (value: unknown) => new Secret(value);
const toJudge: Decoding = { depth: MAX_DEPTH, secret: marked, undecoded: () => UNKNOWN };
const toSendBack: Decoding = {
  depth: Number.POSITIVE_INFINITY,
  secret: marked,
  undecoded: (fields) => new Undecoded(fields),
};

/**
 * The properties of a resource as policies of the kit see them, with secrets, assets and archives as objects of their classes.
 * Source: https://github.com/pulumi/pulumi/blob/master/sdk/go/common/resource/plugin/rpc.go
 * @param forRepair whether they are to be sent back
 */
export function decodeProperties(properties: Struct, forRepair = false): Properties {
  return readStruct(readerOf(properties), forRepair ? toSendBack : toJudge, 0);
}

/** The properties of a resource as the SDK's policies see them, also where the SDK throws on them. */
export function decodeForSdk(properties: Struct, forRepair: boolean): Properties {
  const decoding: Decoding = forRepair
    ? { ...toSendBack, undecoded: (fields) => fields }
    : { ...toJudge, secret: (value) => value };
  const decoded = readStruct(readerOf(properties), decoding, 0);
  return forRepair ? secretsPreservingProxy(decoded) : decoded;
}

/** The names of a resource's properties, without decoding their values. */
export function propertyNames(properties: Struct): readonly string[] {
  return Object.keys(readStruct(readerOf(properties), { ...toJudge, depth: 0 }, 0));
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
  return Object.hasOwn(fields, specialSigKey) ? special(fields, decoding) : fields;
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

/** What has a signature, by its fields. */
function special(fields: Properties, decoding: Decoding): unknown {
  const { [specialSigKey]: signature, path, text, uri, assets, hash, value } = fields;
  switch (signature) {
    case specialSecretSig:
      return decoding.secret(value ?? null);
    case specialAssetSig:
      if (isGiven(path)) return new asset.FileAsset(path);
      if (isGiven(uri)) return new asset.RemoteAsset(uri);
      if (isGiven(text)) return new asset.StringAsset(text);
      return hash === undefined || hash === HASH_OF_NOTHING ? new asset.StringAsset("") : decoding.undecoded(fields);
    case specialArchiveSig:
      if (isGiven(path)) return new asset.FileArchive(path);
      if (isGiven(uri)) return new asset.RemoteArchive(uri);
      return typeof assets === "object" && assets !== null
        ? new asset.AssetArchive(assets as never)
        : decoding.undecoded(fields);
    default:
      return decoding.undecoded(fields);
  }
}

function isGiven(place: unknown): place is string {
  return typeof place === "string" && place !== "";
}
