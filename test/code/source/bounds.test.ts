import assert from "node:assert/strict";
import { createWriteStream, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import { createGzip, gzipSync } from "node:zlib";
import { asset } from "@pulumi/pulumi";
import { Header } from "tar/header";
import { assetArchive, fileArchive, stringAsset } from "../../support/wire";
import { directory, problems, read, readDecoded, readWithin, tar, texts, zeros, zip, zipBomb } from "../support";

const MB = 1024 * 1024;
const GB = 1024 * MB;

describe("the bounds of reading code", () => {
  it("a zip of one large file, also where it pretends to be small", async () => {
    const file = await zipBomb(path.join(directory(), "bomb.zip"), "bomb.py", 256 * MB);
    const small = path.join(path.dirname(file), "small.zip");
    const bytes = readFileSync(file);
    bytes.writeUInt32LE(10, bytes.lastIndexOf("bomb.py") - 46 + 24);
    writeFileSync(small, bytes);
    for (const bomb of [file, small]) {
      const [code] = await readWithin({ megabytes: 32, seconds: 2 }, bomb);
      assert.deepEqual(problems(code), ["bomb.py is larger than 2,097,152 bytes"]);
    }
  });

  it("a zip of many files that together are large", async () => {
    const content = Buffer.alloc(2 * MB, 32);
    const entries = Array.from({ length: 80 }, (_, index) => ({ name: `f${index}.py`, content }));
    const file = await zip(path.join(directory(), "bomb.zip"), entries);
    const [code] = await readWithin({ megabytes: 128, seconds: 5 }, file);
    assert.equal(code?.files, 16);
    assert.deepEqual(problems(code), [
      `${file} has more than 33,554,432 bytes of source code, of which the rest is not checked`,
    ]);
    const greedy = { maxTotalBytes: GB, maxUnpackedBytes: 20 * MB };
    const bounded = await read(fileArchive(file), greedy);
    assert.equal(bounded.files.size, 10);
    assert.deepEqual(problems(bounded), [`${file} unpacks to more than 20,971,520 bytes`]);
  });

  it("a .tar.gz of one large file", async () => {
    const file = path.join(directory(), "bomb.tar.gz");
    const header = new Header({ path: "bomb.py", type: "File", size: 300 * MB, mode: 0o644 });
    header.encode();
    const gzip = createGzip({ level: 1 });
    gzip.write(header.block);
    await pipeline(zeros(300 * MB), gzip, createWriteStream(file));
    const [code] = await readWithin({ megabytes: 64, seconds: 5 }, file);
    assert.deepEqual(problems(code), [
      `${file} unpacks to more than 262,144,000 bytes`,
      "bomb.py is larger than 2,097,152 bytes",
    ]);
  });

  it("large files in a tar, which are passed over", async () => {
    const entries = [
      { path: "big.py", content: " ".repeat(3 * MB) },
      { path: "big.bin", content: " ".repeat(3 * MB) },
      { path: "app.py", content: "app" },
    ];
    const code = await read(fileArchive(path.join(directory({ "app.tgz": gzipSync(tar(entries)) }), "app.tgz")));
    assert.deepEqual(texts(code), { "app.py": "app" });
    assert.deepEqual(problems(code), ["big.py is larger than 2,097,152 bytes"]);
  });

  it("archives in each other, 5,000 levels deep", async () => {
    // So many, the SDK does not decode.
    let nested: asset.Archive = new asset.AssetArchive({ "deep.py": new asset.StringAsset("deep") });
    for (let level = 0; level < 5_000; level++) nested = new asset.AssetArchive({ d: nested });
    const whole = new asset.AssetArchive({ "app.py": new asset.StringAsset("app"), nested });
    const code = await readDecoded(whole);
    assert.deepEqual(texts(code), { "app.py": "app" });
    assert.deepEqual(problems(code), [`nested/${"d/".repeat(62)}d is in more than 64 archives`]);
    assert.equal(code.entriesComplete, false);
  });

  it("more files than are listed", async () => {
    const files = Object.fromEntries(Array.from({ length: 30 }, (_, index) => [`d${index % 3}/f${index}.py`, "x"]));
    const root = directory(files);
    const packed = await zip(
      path.join(root, "app.zip"),
      Object.keys(files).map((name) => ({ name })),
    );
    const asTar = path.join(directory({ "app.tar": tar(Object.keys(files).map((path) => ({ path }))) }), "app.tar");
    for (const archive of [root, packed, asTar]) {
      const code = await read(fileArchive(archive), { maxEntries: 10 });
      assert.ok(code.entries.size <= 10);
      assert.equal(code.entriesComplete, false);
      assert.deepEqual(problems(code), [`${archive} is not read on: the code has more than 10 files`]);
    }
    const assets = assetArchive(Object.fromEntries(Object.keys(files).map((name) => [name, stringAsset("x")])));
    assert.deepEqual(problems(await read(assets, { maxEntries: 10 })), [
      "code is not read on: the code has more than 10 files",
    ]);
  });

  it("more source files than are read: those nearest to the top are", async () => {
    const root = directory({ "z.py": "", "a/b/c.py": "", "a/y.py": "", "a/x.py": "", "data.txt": "" });
    const code = await read(fileArchive(root), { maxFiles: 2 });
    assert.deepEqual([...code.files.keys()], ["a/x.py", "z.py"]);
    assert.deepEqual(problems(code), [`${root} has more than 2 source files, of which 2 are not checked`]);
    assert.ok(code.entriesComplete);
  });

  it("more problems than are worth telling", async () => {
    const root = directory(Object.fromEntries(Array.from({ length: 80 }, (_, index) => [`f${index}.py`, "\0"])));
    const code = await read(fileArchive(root));
    assert.equal(code.problems.length, 51);
    assert.equal(problems(code).at(-1), `${root} has 30 more parts that cannot be checked`);
  });

  it("many functions at once, each with much code", async () => {
    const roots = Array.from({ length: 30 }, (_, index) =>
      directory(
        Object.fromEntries(Array.from({ length: 15 }, (_, n) => [`f${n}.py`, `#${index}${" ".repeat(2 * MB - 9)}`])),
      ),
    );
    const results = await readWithin({ megabytes: 640, seconds: 10 }, ...roots);
    assert.ok(results.every(({ files }) => files === 15));
  });
});
