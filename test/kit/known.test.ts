import assert from "node:assert/strict";
import * as asset from "@pulumi/pulumi/asset";
import { absent, formatPath, known, Property, type PropertyPath, Secret, unknown } from "../../kit/known";
import { unknown as sentinel } from "../support/wire";

const sentinels = {
  boolean: "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
  number: "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
  string: "04da6b54-80e4-46f7-96ec-b56ff0331ba9",
  array: "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
  asset: "030794c1-ac77-496b-92df-f27374a8bd58",
  archive: "e48ece36-62e2-4504-bad9-02848725956a",
  object: "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
};

/** What every way to read a value says of it. */
function readings(property: Property) {
  const items = property.items();
  const entries = property.entries();
  return {
    state: property.state,
    string: property.string(),
    number: property.number(),
    boolean: property.boolean(),
    value: property.value(),
    items: items.state === "known" ? items.value.map((item) => item.value()) : items,
    entries: entries.state === "known" ? entries.value.map(([name, entry]) => [name, entry.value()]) : entries,
  };
}

const all = (state: typeof absent | typeof unknown) => ({
  state: state.state,
  string: state,
  number: state,
  boolean: state,
  value: state,
  items: state,
  entries: state,
});

describe("kit/known", () => {
  for (const nothing of [undefined, null]) {
    it(`${nothing} is absent, however it is read`, () =>
      assert.deepEqual(readings(new Property(nothing)), all(absent)));
  }
  for (const [type, raw] of Object.entries(sentinels)) {
    it(`an unknown ${type} is unknown, however it is read`, () =>
      assert.deepEqual(readings(new Property(raw)), all(unknown)));
  }

  const values: [string, unknown, object][] = [
    ["text", "python3.8", { string: known("python3.8") }],
    ["empty text", "", { string: known("") }],
    ["a number", 0, { number: known(0) }],
    ["a boolean", false, { boolean: known(false) }],
    ["a list", ["a", sentinel, null], { items: [known("a"), unknown, absent] }],
    ["an empty list", [], { items: [] }],
    [
      "an object",
      { a: 1, b: sentinel, c: null },
      {
        entries: [
          ["a", known(1)],
          ["b", unknown],
        ],
      },
    ],
    ["an empty object", {}, { entries: [] }],
  ];
  for (const [type, raw, own] of values) {
    it(`${type} is known as what it is, and unknown as anything else`, () => {
      assert.deepEqual(readings(new Property(raw)), { ...all(unknown), state: "known", value: known(raw), ...own });
    });
  }

  it("looks into secrets", () => {
    const property = new Property(new Secret({ tags: new Secret(["a"]) }));
    assert.deepEqual(property.at("tags").at(0).string(), known("a"));
    assert.deepEqual(new Property(new Secret(sentinel)).string(), unknown);
  });

  it("reads what a text says as JSON, and knows nothing of what is none", () => {
    const name = (raw: unknown) => new Property(raw).json().at("name").string();
    assert.deepEqual(['{"name":"a"}', "{", sentinel, undefined].map(name), [known("a"), unknown, unknown, absent]);
  });
  it("reads what lies beneath", () => {
    const property = new Property({ indexes: [{ name: "by-owner" }, sentinel] });
    assert.deepEqual(property.at("indexes").at(0).at("name").string(), known("by-owner"));
    assert.deepEqual(property.at("indexes").at(0).at("hashKey").string(), absent);
    assert.deepEqual(property.at("indexes").at(2).string(), absent);
  });

  it("knows nothing of what lies beneath an unknown value", () => {
    assert.deepEqual(readings(new Property(sentinel).at("indexes").at(0).at("name")), all(unknown));
    assert.deepEqual(readings(new Property([sentinel]).at(0).at("name")), all(unknown));
  });
  it("cannot check a list, asset or archive as an object, nor an object as a list", () => {
    for (const value of [["a"], new asset.StringAsset("a"), new asset.FileArchive("./a")]) {
      for (const key of ["path", "length", "text", "0"]) {
        assert.deepEqual(readings(new Property({ value }).at("value").at(key)), all(unknown));
      }
      assert.deepEqual(new Property(value).entries(), unknown);
    }
    assert.deepEqual(readings(new Property({ 0: "a" }).at(0)), all(unknown));
  });
  it("has nothing beneath an absent value", () => {
    assert.deepEqual(readings(new Property(undefined).at("indexes").at(0)), all(absent));
  });
  for (const scalar of ["text", 5, true]) {
    it(`cannot check what a program puts beneath ${JSON.stringify(scalar)}`, () =>
      assert.deepEqual(readings(new Property(scalar).at("length")), all(unknown)));
  }

  for (const key of ["__proto__", "constructor", "toString", "hasOwnProperty"]) {
    it(`finds no ${key} in an object that has none`, () => {
      assert.deepEqual(new Property({}).at(key).value(), absent);
      assert.deepEqual(new Property([]).at(key).value(), unknown);
    });
    it(`finds an object's own ${key}`, () => {
      const property = new Property(JSON.parse(`{ "${key}": "mine" }`));
      assert.deepEqual(property.at(key).string(), known("mine"));
    });
  }
  it("lists what the program set, and not what Pulumi adds", () => {
    const { entries } = readings(new Property(JSON.parse('{ "a": 1, "__defaults": ["a"], "constructor": 2 }')));
    assert.deepEqual(entries, [
      ["a", known(1)],
      ["constructor", known(2)],
    ]);
  });

  it("says where a value is, even where there is none", () => {
    const property = new Property({ list: [{}] });
    assert.deepEqual(property.path, []);
    assert.deepEqual(property.at("list").at(0).at("name").path, ["list", 0, "name"]);
    assert.deepEqual(property.at("none").at(3).path, ["none", 3]);
    const items = property.at("list").items();
    assert.deepEqual(items.state === "known" && items.value.map(({ path }) => path), [["list", 0]]);
  });

  const paths: [PropertyPath, string][] = [
    [[], ""],
    [["runtime"], "runtime"],
    [["globalSecondaryIndexes", 0, "readCapacity"], "globalSecondaryIndexes[0].readCapacity"],
    [["tags", "cost center"], 'tags["cost center"]'],
    [["tags", "équipe"], "tags.équipe"],
    [["tags", "1st"], 'tags["1st"]'],
    [["tags", "a.b"], 'tags["a.b"]'],
    [["tags", 'a"b'], 'tags["a\\"b"]'],
    [["aws:tag"], '["aws:tag"]'],
    [["$schema", "_private", ""], '$schema._private[""]'],
  ];
  for (const [path, text] of paths) {
    it(`writes ${JSON.stringify(path)} as ${text || "nothing"}`, () => assert.equal(formatPath(path), text));
  }
});
