// biome-ignore lint/correctness/noUndeclaredDependencies: types only; the module is one of @pulumi/pulumi
import type { BinaryReader } from "google-protobuf";
import { UNKNOWN } from "../../kit/known";
import { protobuf } from "./protocol";
import { specialSigKey } from "./signatures";
import { type Decoding, type Properties, special, toJudge, toSendBack, withoutDefaults } from "./values";

const plain: Decoding = { ...toJudge, secret: (value) => value };

/**
 * The properties of a resource as policies see them, with secrets, assets and archives as objects of their classes.
 * Source: https://github.com/pulumi/pulumi/blob/master/sdk/go/common/resource/plugin/rpc.go
 * @param properties a google.protobuf.Struct as it was sent
 */
export function decodeProperties(properties: Uint8Array): Properties {
  return readStruct(readerOf(properties), toJudge, 0);
}

/**
 * The properties of a resource for a repair, which sends them back: nothing in them may be lost.
 * @throws RangeError if they are nested too deeply
 */
export function decodeForRepair(properties: Uint8Array): Properties {
  return readStruct(readerOf(properties), toSendBack, 0);
}

/**
 * The same in the form that policies of the SDK change.
 * @param secret marks a value as secret
 */
export function decodeForSdkRepair(properties: Uint8Array, secret: (value: unknown) => unknown): Properties {
  return readStruct(readerOf(properties), { ...toSendBack, secret, undecoded: (fields) => fields }, 0);
}

/** The properties of a resource without the marks of secrets, for policies of the SDK. */
export function decodePlain(properties: Uint8Array): Properties {
  return readStruct(readerOf(properties), plain, 0);
}

/** What the program set of a resource's inputs, without what the provider added and noted as its own. */
export function decodeInputs(inputs: Uint8Array): Properties {
  return withoutDefaults(decodeProperties(inputs)) as Properties;
}

/** The names of a resource's properties, without decoding their values. */
export function propertyNames(properties: Uint8Array): readonly string[] {
  return Object.keys(readStruct(readerOf(properties), { ...toJudge, depth: 0 }, 0));
}

const readerOf = (properties: Uint8Array) => new protobuf.BinaryReader(properties);

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
  // Unlike an assignment, this also creates an own property `__proto__`.
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
