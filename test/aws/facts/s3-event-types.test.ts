import assert from "node:assert/strict";
import {
  isS3EventType,
  isSentByS3Only,
  nearestS3EventType,
  s3EventTypes,
  s3EventTypesOverlap,
} from "../../../aws/facts/s3-event-types";

describe("aws/facts/s3-event-types", () => {
  const valid = [
    "s3:ObjectCreated:*",
    "s3:ObjectCreated:CompleteMultipartUpload",
    "s3:ObjectRemoved:DeleteMarkerCreated",
    "s3:ObjectRestore:*",
    "s3:LifecycleTransition",
    "s3:IntelligentTiering",
    "s3:ObjectAcl:Put",
    "s3:Replication:OperationNotTracked",
  ];
  for (const name of valid) it(`accepts ${name}`, () => assert.equal(isS3EventType(name), true));

  const invalid = [
    "s3:*",
    "*",
    "s3:ObjectAcl:*",
    "s3:ObjectCreated",
    "s3:ObjectCreated:P*",
    "ObjectCreated:Put",
    "s3:objectcreated:put",
    "s3:LifecycleTransition:*",
    "s3:TestEvent",
    "",
  ];
  for (const name of invalid) it(`refuses ${JSON.stringify(name)}`, () => assert.equal(isS3EventType(name), false));

  it("knows the event that S3 sends unasked", () => {
    assert.equal(isSentByS3Only("s3:TestEvent"), true);
    assert.equal(isSentByS3Only("s3:ObjectCreated:Put"), false);
  });

  it("has every name once, and a family for every wildcard", () => {
    assert.equal(new Set(s3EventTypes).size, s3EventTypes.length);
    for (const wildcard of s3EventTypes.filter((name) => name.endsWith("*"))) {
      assert.ok(
        s3EventTypes.some((name) => name !== wildcard && name.startsWith(wildcard.slice(0, -1))),
        wildcard,
      );
    }
  });

  describe("overlap", () => {
    const cases: [string, string, boolean][] = [
      ["s3:ObjectCreated:*", "s3:ObjectCreated:Put", true],
      ["s3:ObjectCreated:*", "s3:ObjectCreated:*", true],
      ["s3:ObjectCreated:Put", "s3:ObjectCreated:Put", true],
      ["s3:ObjectCreated:Put", "s3:ObjectCreated:Post", false],
      ["s3:ObjectCreated:*", "s3:ObjectRemoved:*", false],
      ["s3:ObjectRemoved:*", "s3:ObjectRemoved:DeleteMarkerCreated", true],
      ["s3:LifecycleExpiration:*", "s3:LifecycleTransition", false],
      ["s3:LifecycleTransition", "s3:LifecycleTransition", true],
    ];
    for (const [a, b, expected] of cases) {
      it(`${a} and ${b}: ${expected}`, () => {
        assert.equal(s3EventTypesOverlap(a, b), expected);
        assert.equal(s3EventTypesOverlap(b, a), expected);
      });
    }
  });

  describe("did you mean", () => {
    const cases: [string, string | undefined][] = [
      ["s3:ObjectCreated", "s3:ObjectCreated:*"],
      ["ObjectCreated:Put", "s3:ObjectCreated:Put"],
      ["s3:objectcreated:put", "s3:ObjectCreated:Put"],
      ["s3:ObjectCreate:Put", "s3:ObjectCreated:Put"],
      ["s3:ObjectCreated.*", "s3:ObjectCreated:*"],
      ["s3:ObjectDeleted:*", "s3:ObjectRemoved:*"],
      ["Object Deleted", "s3:ObjectRemoved:*"],
      ["Object Created", "s3:ObjectCreated:*"],
      ["s3:ObjectRemove:Delete", "s3:ObjectRemoved:Delete"],
      ["s3:ReducedRedundancyLostObjects", "s3:ReducedRedundancyLostObject"],
      ["s3:*", undefined],
      ["put", undefined],
      ["", undefined],
      ["s3:TestEvent", undefined],
    ];
    for (const [name, expected] of cases) {
      it(`${JSON.stringify(name)}: ${expected}`, () => assert.equal(nearestS3EventType(name), expected));
    }
    it("says a valid name is itself", () => {
      for (const name of s3EventTypes) assert.equal(nearestS3EventType(name), name);
    });
  });
});
