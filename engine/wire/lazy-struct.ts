// biome-ignore lint/correctness/noUndeclaredDependencies: types only; the module is one of @pulumi/pulumi
import type { BinaryReader, Message } from "google-protobuf";
import { protobuf, type Struct } from "./protocol";

/** A class that protoc generated. */
export interface MessageType<M extends Message> {
  new (): M;
  deserializeBinaryFromReader(message: M, reader: BinaryReader): M;
}

const encodedProperties = new WeakMap<Message, Uint8Array>();

/**
 * Reads a message of the engine. Properties stay encoded until someone asks for them: nobody reads most, and decoding takes
 * longer than checking.
 */
export function readMessage<M extends Message>(type: MessageType<M>, bytes: Uint8Array): M {
  const reader = new protobuf.BinaryReader(bytes);
  const { readMessage } = reader;
  reader.readMessage = (message: Message, read) => {
    if (message instanceof protobuf.Struct) encodedProperties.set(message, reader.readBytes());
    else readMessage.call(reader, message, read);
  };
  return type.deserializeBinaryFromReader(new type(), reader);
}

const NOTHING = new Uint8Array();

/** The properties in a message, as they were sent. */
export function encodedIn(message: { getProperties(): Struct | undefined }): Uint8Array {
  const properties = message.getProperties();
  return properties === undefined ? NOTHING : (encodedProperties.get(properties) ?? properties.serializeBinary());
}
