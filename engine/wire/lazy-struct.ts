// biome-ignore lint/correctness/noUndeclaredDependencies: types only; the module is the SDK's own
import type { BinaryReader, Message } from "google-protobuf";
import { protobuf, type Struct } from "./sdk";

/** A class that protoc generated. */
export interface MessageType<M extends Message> {
  new (): M;
  deserializeBinaryFromReader(message: M, reader: BinaryReader): M;
}

const encodedProperties = new WeakMap<Message, Uint8Array>();

/**
 * Reads a message of the engine. Properties of resources stay encoded in it until someone asks for them: most of them nobody
 * does, and to make messages of them takes longer than to judge them.
 */
export function readMessage<M extends Message>(type: MessageType<M>, bytes: Uint8Array): M {
  const reader = new protobuf.BinaryReader(bytes);
  const { readMessage } = reader;
  reader.readMessage = (message: Message, read) => {
    if (message instanceof protobuf.Struct) leaveEncoded(message, reader.readBytes());
    else readMessage.call(reader, message, read);
  };
  return type.deserializeBinaryFromReader(new type(), reader);
}

function leaveEncoded(properties: Struct, bytes: Uint8Array): void {
  encodedProperties.set(properties, bytes);
  properties.getFieldsMap = (...args) => {
    Reflect.deleteProperty(properties, "getFieldsMap");
    protobuf.Struct.deserializeBinaryFromReader(properties, new protobuf.BinaryReader(bytes));
    return properties.getFieldsMap(...args);
  };
}

/** Properties as they were sent. */
export function encoded(properties: Struct): Uint8Array {
  return encodedProperties.get(properties) ?? properties.serializeBinary();
}
