import assert from "node:assert/strict";
import { AnalyzeRequest, AnalyzerResource, AnalyzeStackRequest } from "@pulumi/pulumi/proto/analyzer_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { decodeProperties } from "../../../engine/wire/decode";
import { encodedIn, readMessage } from "../../../engine/wire/lazy-struct";

const tags = { Owner: "team", list: [1, null, { a: true }] };

function request(properties: Parameters<typeof Struct.fromJavaScript>[0]): Uint8Array {
  return new AnalyzeRequest()
    .setUrn("urn:pulumi:dev::mq::acme:mq:Queue::a")
    .setProperties(Struct.fromJavaScript(properties))
    .serializeBinary();
}

describe("engine/wire/lazy-struct", () => {
  const generated = Struct.deserializeBinaryFromReader;
  let made: number;
  beforeEach(() => {
    made = 0;
    Struct.deserializeBinaryFromReader = (...args) => {
      made++;
      return generated(...args);
    };
  });
  afterEach(() => {
    Struct.deserializeBinaryFromReader = generated;
  });

  it("leaves properties encoded, of which no messages are made to decode them", () => {
    const message = readMessage(AnalyzeRequest, request({ tags }));
    assert.equal(message.getUrn(), "urn:pulumi:dev::mq::acme:mq:Queue::a");
    assert.deepEqual(decodeProperties(encodedIn(message)), { tags });
    assert.equal(made, 0);
  });

  it("knows the properties of messages that were made, and of those without any", () => {
    const message = new AnalyzeRequest();
    assert.deepEqual(decodeProperties(encodedIn(message)), {});
    assert.deepEqual(decodeProperties(encodedIn(message.setProperties(Struct.fromJavaScript({ tags })))), { tags });
  });

  it("reads properties within a list of resources", () => {
    const resources = ["a", "b"].map((name) =>
      new AnalyzerResource().setName(name).setProperties(Struct.fromJavaScript({ name })),
    );
    const bytes = new AnalyzeStackRequest().setResourcesList(resources).serializeBinary();
    const found = readMessage(AnalyzeStackRequest, bytes).getResourcesList();
    assert.deepEqual(
      found.map((resource) => [resource.getName(), decodeProperties(encodedIn(resource))]),
      [
        ["a", { name: "a" }],
        ["b", { name: "b" }],
      ],
    );
    assert.equal(made, 0);
  });

  it("knows properties by any name, also where generated messages would lose them", () => {
    const bytes = Buffer.from(request({ tags: { __pr0to__: { polluted: true } } }));
    bytes.write("__proto__", bytes.indexOf("__pr0to__"));
    const decoded = decodeProperties(encodedIn(readMessage(AnalyzeRequest, bytes))).tags as object;
    assert.deepEqual(Object.entries(decoded), [["__proto__", { polluted: true }]]);
    assert.equal(Object.getPrototypeOf(decoded), Object.prototype);
  });
});
