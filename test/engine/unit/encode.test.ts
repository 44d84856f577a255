import assert from "node:assert/strict";
import * as asset from "@pulumi/pulumi/asset";
import { applyChanges, wireForm } from "../../../engine/wire/encode";
import { specialArchiveSig, specialAssetSig, specialSigKey } from "../../../engine/wire/signatures";
import { Property, type PropertyPath, Secret } from "../../../kit/known";
import { assetArchive, fileArchive, secret, stringAsset, unknown } from "../../support/wire";

/** What the inputs are after the changes. */
function changed(inputs: Record<string, unknown>, ...changes: [path: PropertyPath, value: unknown][]) {
  const at = (path: PropertyPath) => path.reduce((property, step) => property.at(step), new Property(inputs));
  return applyChanges(
    inputs,
    changes.map(([path, value]) => ({ at: at(path), value })),
  );
}

describe("engine/wire/encode", () => {
  const cases: [string, Record<string, unknown>, [PropertyPath, unknown][], unknown][] = [
    ["sets a property", { runtime: "a", handler: "h" }, [[["runtime"], "b"]], { runtime: "b", handler: "h" }],
    ["adds a property", { handler: "h" }, [[["runtime"], "b"]], { handler: "h", runtime: "b" }],
    ["removes a property", { runtime: "a", handler: "h" }, [[["runtime"], undefined]], { handler: "h" }],
    ["removes what is not there", { handler: "h" }, [[["runtime"], undefined]], { handler: "h" }],
    [
      "changes an element of a list",
      { list: [{ a: 1 }, { a: 2 }] },
      [[["list", 1, "a"], 3]],
      { list: [{ a: 1 }, { a: 3 }] },
    ],
    ["appends to a list", { list: ["a"] }, [[["list", 1], "b"]], { list: ["a", "b"] }],
    ["makes objects that are missing", {}, [[["tags", "Team"], "media"]], { tags: { Team: "media" } }],
    ["makes lists that are missing", { tags: null }, [[["tags", 0, "key"], "Team"]], { tags: [{ key: "Team" }] }],
    [
      "applies one change after the other",
      { a: 1, b: 2 },
      [
        [["a"], undefined],
        [["b"], 3],
        [["b"], 4],
      ],
      { b: 4 },
    ],
    [
      "keeps unknown values",
      { role: unknown, list: [unknown] },
      [[["a"], 1]],
      { role: unknown, list: [unknown], a: 1 },
    ],
  ];
  for (const [what, inputs, changes, expected] of cases) {
    it(what, () => {
      const before = structuredClone(inputs);
      assert.deepEqual(changed(inputs, ...changes), expected);
      assert.deepEqual(inputs, before, "the inputs were modified");
    });
  }

  it("keeps secrets, also around what it changes", () => {
    const inputs = {
      tags: new Secret({ Team: "media" }),
      list: new Secret([new Secret({ a: 1 })]),
      token: new Secret("t"),
    };
    assert.deepEqual(changed(inputs, [["tags", "Stage"], "dev"], [["list", 0, "a"], 2]), {
      tags: new Secret({ Team: "media", Stage: "dev" }),
      list: new Secret([new Secret({ a: 2 })]),
      token: new Secret("t"),
    });
    assert.deepEqual(inputs.tags, new Secret({ Team: "media" }));
  });

  for (const name of ["__proto__", "__isSpecialProxy", "__getSpecialProxyTarget"]) {
    it(`writes nothing where there is a ${name}, which would be lost`, async () => {
      const inputs = { runtime: "a", tags: [{ [name]: "yes" }] };
      await assert.rejects(wireForm(inputs), new Error("a property would be lost"));
    });
  }

  it("keeps every kind of asset and archive, at any depth", async () => {
    const code = new asset.AssetArchive({
      "app.py": new asset.StringAsset("x = 1"),
      "empty.txt": new asset.FileAsset("./empty.txt"),
      "remote.txt": new asset.RemoteAsset("https://example.com/remote.txt"),
      vendor: new asset.FileArchive("./vendor"),
      layer: new asset.RemoteArchive("https://example.com/layer.zip"),
      nested: new asset.AssetArchive({ "a.txt": new asset.StringAsset("a") }),
    });
    const wireCode = assetArchive({
      "app.py": stringAsset("x = 1"),
      "empty.txt": { [specialSigKey]: specialAssetSig, path: "./empty.txt" },
      "remote.txt": { [specialSigKey]: specialAssetSig, uri: "https://example.com/remote.txt" },
      vendor: fileArchive("./vendor"),
      layer: { [specialSigKey]: specialArchiveSig, uri: "https://example.com/layer.zip" },
      nested: assetArchive({ "a.txt": stringAsset("a") }),
    });
    const inputs = { code, list: [code], object: { code }, secret: new Secret(code), none: new Secret(undefined) };
    assert.deepEqual(await wireForm(changed(inputs, [["runtime"], "python3.12"])), {
      code: wireCode,
      list: [wireCode],
      object: { code: wireCode },
      secret: secret(wireCode),
      none: secret(null),
      runtime: "python3.12",
    });
  });
});
