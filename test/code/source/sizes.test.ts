import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { statSync, symlinkSync, truncateSync } from "node:fs";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { assetArchive, fileArchive, stringAsset } from "../../support/wire";
import { directory, fileAsset, read, tar, zip } from "../support";

const MB = 1024 * 1024;
const X86 = "\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x03\0\x3e\0\x01\0\0\0";

describe("what reading code says of sizes and compiled files", () => {
  it("the bytes of all files, whatever they come in", async () => {
    const root = directory({
      "app.py": "12345",
      "data/x.bin": Buffer.alloc(70),
      ".git/pack": "123",
      "__pycache__/a.pyc": "1",
    });
    symlinkSync(path.join(root, "app.py"), path.join(root, "link.py"));
    const packed = await zip(path.join(directory(), "a.zip"), [
      { name: "a.py", content: "123" },
      { name: "b/", content: "" },
    ]);
    const tarred = path.join(directory({ "a.tgz": gzipSync(tar([{ path: "a.py", content: "1234" }])) }), "a.tgz");
    for (const [archive, bytes] of [
      [fileArchive(root), 84],
      [fileArchive(packed), 3],
      [fileArchive(tarred), 4],
      [
        assetArchive({
          "a.py": stringAsset("é"),
          "b.txt": fileAsset(path.join(root, "app.py")),
          c: fileArchive(packed),
        }),
        10,
      ],
    ] as const) {
      const code = await read(archive);
      assert.deepEqual([code.bytes, code.empty], [bytes, false]);
    }
  });

  it("no files, and files of no interest alone", async () => {
    assert.ok((await read(assetArchive({}))).empty);
    assert.ok((await read(fileArchive(directory()))).empty);
    assert.ok(!(await read(fileArchive(directory({ ".venv/x": "" })))).empty);
    const lost = await read(assetArchive({ a: fileArchive("/nowhere/at/all") }));
    assert.ok(!lost.empty);
  });

  it("what is sent of a zip file and of a directory", async () => {
    const packed = await zip(path.join(directory(), "a.zip"), [{ name: "a.py", content: "123" }]);
    assert.deepEqual((await read(fileArchive(packed))).upload, { bytes: statSync(packed).size, estimated: false });
    const noise = Buffer.concat(Array.from({ length: 60 }, () => randomBytes(MB)));
    const root = directory({ "model.bin": noise, "app.py": "x" });
    const { bytes = 0, estimated } = (await read(fileArchive(root))).upload ?? {};
    assert.ok(estimated && bytes > 59 * MB && bytes < 61 * MB, `${bytes}`);
    const even = directory({ "zeros.bin": "" });
    truncateSync(path.join(even, "zeros.bin"), 200 * MB);
    assert.ok(((await read(fileArchive(even))).upload?.bytes ?? MB) < MB);
    assert.equal((await read(fileArchive(directory({ "app.py": "x" })))).upload, undefined);
  });

  it("what compiled files are for", async () => {
    const arm = Buffer.from(X86, "latin1");
    arm.writeUInt16LE(0xb7, 18);
    const mac = Buffer.alloc(4096);
    mac.writeUInt32BE(0xcffaedfe);
    mac.writeUInt32LE(0x0100000c, 4);
    const files = {
      "a/x.so": Buffer.from(X86, "latin1"),
      "b/y.so.1": arm,
      "c.node": mac,
      bootstrap: "#!/bin/sh\nexec true || exit 1\n",
      "d.py": "x",
    };
    const expected = {
      "a/x.so": { system: "Linux", machine: "x86_64" },
      "b/y.so.1": { system: "Linux", machine: "arm64" },
      "c.node": { system: "macOS", machine: "arm64" },
    };
    const root = directory(files);
    const packed = await zip(
      path.join(directory(), "a.zip"),
      Object.entries(files).map(([name, content]) => ({ name, content })),
    );
    for (const archive of [root, packed])
      assert.deepEqual(Object.fromEntries((await read(fileArchive(archive))).binaries), expected);
    const tarred = path.join(directory({ "a.tar": tar([{ path: "x.so", content: X86 }]) }), "a.tar");
    assert.deepEqual([...(await read(fileArchive(tarred))).binaries.values()], [expected["a/x.so"]]);
  });
});
