import assert from "node:assert/strict";
import { copyFileSync, readFileSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { fileArchive } from "../../support/wire";
import { directory, problems, read, tar, texts, zip } from "../support";

const LINK = 0o120777;

/** Archives of the same hostile files, as far as their formats have such. */
const HOSTILE = ["../evil.py", "lib/../../evil.py", "/etc/evil.py", "C:/evil.py"];

describe("a zip archive", () => {
  const archive = async (...entries: Parameters<typeof zip>[1]) => zip(path.join(directory(), "app.zip"), entries);

  it("has no files outside of it", async () => {
    const file = await archive(...HOSTILE.map((name) => ({ name, content: "evil" })), {
      name: "app.py",
      content: "app",
    });
    const code = await read(fileArchive(file));
    assert.deepEqual(texts(code), { "app.py": "app" });
    assert.deepEqual(problems(code), [
      "../evil.py leads out of the archive",
      "/etc/evil.py has an absolute path as its name",
      "C:/evil.py has an absolute path as its name",
      "lib/../../evil.py leads out of the archive",
    ]);
  });

  it("takes backslashes for slashes, and refuses null characters", async () => {
    const file = await archive({ name: "lib\\app.py", content: "app" }, { name: "a\0.py" }, { name: "..\\evil.py" });
    const code = await read(fileArchive(file));
    assert.deepEqual(texts(code), { "lib/app.py": "app" });
    assert.deepEqual(problems(code), [
      "../evil.py leads out of the archive",
      "a\0.py has a null character in its name",
    ]);
  });

  it("names source files that are links, and those that are there twice", async () => {
    const file = await archive(
      { name: "link.py", content: "/etc/passwd", mode: LINK },
      { name: "data", content: "/etc/passwd", mode: LINK },
      { name: "twice.py", content: "one" },
      { name: "twice.py", content: "two" },
      { name: "./twice.py".slice(2), content: "three" },
      { name: "Twice.py", content: "another" },
      { name: "data.txt" },
      { name: "data.txt" },
    );
    const code = await read(fileArchive(file));
    assert.deepEqual(texts(code), { "Twice.py": "another" });
    assert.deepEqual(problems(code), [
      "link.py is a symbolic link",
      "twice.py is in the archive more than once, so which one Lambda runs is not certain",
    ]);
    assert.deepEqual([...code.entries].sort(), ["Twice.py", "data", "data.txt", "link.py", "twice.py"]);
  });

  it("may be a symbolic link, unlike a directory", async () => {
    const file = await archive({ name: "app.py", content: "app" });
    const link = path.join(directory(), "link.zip");
    symlinkSync(file, link);
    assert.deepEqual(texts(await read(fileArchive(link))), { "app.py": "app" });
  });

  it("has directories that are no files, and a depth that does not matter", async () => {
    const deep = `${"d/".repeat(450)}app.py`;
    const code = await read(fileArchive(await archive({ name: "empty/" }, { name: deep, content: "deep" })));
    assert.deepEqual([...code.entries], [deep]);
    assert.equal(texts(code)[deep], "deep");
  });

  it("names files with names that are too long, shortened", async () => {
    const name = `${"d/".repeat(5_000)}app.py`;
    const code = await read(fileArchive(await archive({ name, content: "deep" }, { name: "app.py", content: "app" })));
    assert.deepEqual(texts(code), { "app.py": "app" });
    assert.deepEqual(problems(code), [`${name.slice(0, 200)}… has too long a name`]);
  });

  it("is checked as far as it is not damaged", async () => {
    const file = await archive(
      { name: "one.py", content: "one".repeat(9) },
      { name: "two.py", content: "two".repeat(9) },
      { name: "six.py", content: "six".repeat(9) },
    );
    const bytes = readFileSync(file);
    // The data of the first file, the second one's method in the directory, the third one's flags there.
    bytes.fill(0xff, 36, 40);
    const second = bytes.indexOf("two.py", bytes.lastIndexOf("one.py")) - 46;
    bytes.writeUInt16LE(14, second + 10);
    bytes.writeUInt16LE(1, bytes.lastIndexOf("six.py") - 46 + 8);
    writeFileSync(file, bytes);
    assert.deepEqual(problems(await read(fileArchive(file))), [
      "one.py is damaged or incomplete",
      "six.py is encrypted",
      "two.py is compressed by method 14, which is not known here",
    ]);
  });

  it("is not believed what it says of checksums and sizes", async () => {
    const file = await archive(
      { name: "one.py", content: "one".repeat(99) },
      { name: "two.py", content: "two".repeat(99) },
    );
    const bytes = readFileSync(file);
    const header = bytes.lastIndexOf("one.py") - 46;
    bytes.writeUInt32LE(0, header + 16);
    bytes.writeUInt32LE(1, bytes.lastIndexOf("two.py") - 46 + 24);
    writeFileSync(file, bytes);
    const code = await read(fileArchive(file));
    assert.deepEqual(texts(code), { "two.py": "two".repeat(99) });
    assert.deepEqual(problems(code), ["one.py is damaged: its checksum is another"]);
  });

  it("is named where it is cut off, wherever that is", async () => {
    const whole = await archive({ name: "one.py", content: "one".repeat(99) }, { name: "two.py", content: "two" });
    const { length } = readFileSync(whole);
    for (let at = 0; at < length; at += 7) {
      const cut = path.join(directory(), "cut.zip");
      copyFileSync(whole, cut);
      truncateSync(cut, at);
      const code = await read(fileArchive(cut));
      assert.deepEqual([code.files.size, code.entriesComplete, code.problems.length], [0, false, 1], `at ${at}`);
    }
  });

  it("survives every damage of one byte", async () => {
    const whole = await archive({ name: "one.py", content: "one".repeat(9) }, { name: "two.py", content: "two" });
    const bytes = readFileSync(whole);
    const root = directory();
    for (let at = 0; at < bytes.length; at++) {
      const damaged = Buffer.from(bytes);
      damaged[at] = 0xff - (damaged[at] ?? 0);
      const file = path.join(root, `${at}.zip`);
      writeFileSync(file, damaged);
      const code = await read(fileArchive(file));
      for (const text of Object.values(texts(code))) assert.ok(["one".repeat(9), "two"].includes(text));
    }
  });
});

describe("a tar archive", () => {
  const archive = (entries: Parameters<typeof tar>[0], name = "app.tar") => {
    const bytes = tar(entries);
    return path.join(directory({ [name]: name.endsWith("gz") ? gzipSync(bytes) : bytes }), name);
  };
  const app = { path: "app.py", content: "app" };

  it("has no files outside of it", async () => {
    const code = await read(fileArchive(archive([...HOSTILE.map((path) => ({ path, content: "evil" })), app])));
    assert.deepEqual(texts(code), { "app.py": "app" });
    assert.equal(code.problems.length, HOSTILE.length);
  });

  it("names source files that are links or devices, and those that are there twice", async () => {
    const code = await read(
      fileArchive(
        archive([
          app,
          { path: "symbolic.py", type: "SymbolicLink", linkpath: "/etc/passwd" },
          { path: "hard.py", type: "Link", linkpath: "app.py" },
          { path: "pipe.py", type: "FIFO" },
          { path: "device.py", type: "CharacterDevice" },
          { path: "twice.py", content: "one" },
          { path: "./twice.py", content: "two" },
          { path: "lib", type: "Directory" },
        ]),
      ),
    );
    assert.deepEqual(texts(code), { "app.py": "app" });
    assert.deepEqual(problems(code), [
      "device.py is neither file nor directory",
      "hard.py is a link, which Pulumi does not unpack",
      "pipe.py is neither file nor directory",
      "symbolic.py is a link, which Pulumi does not unpack",
      "twice.py is in the archive more than once, so which one Lambda runs is not certain",
    ]);
  });

  for (const name of ["app.tar", "app.tar.gz"]) {
    it(`is named where it is cut off, wherever that is: ${name}`, async () => {
      const whole = archive([app, { path: "big.py", content: "x = 1\n".repeat(500) }], name);
      const bytes = readFileSync(whole);
      for (let at = 1; at < bytes.length - 1024; at += Math.ceil(bytes.length / 60)) {
        const cut = path.join(directory({ [name]: bytes.subarray(0, at) }), name);
        const code = await read(fileArchive(cut));
        assert.ok(code.problems.length > 0 && !code.entriesComplete, `at ${at}`);
        for (const text of Object.values(texts(code))) assert.ok(["app", "x = 1\n".repeat(500)].includes(text));
      }
    });
  }

  it("is named where it is something else", async () => {
    const compressed = gzipSync(tar([app]));
    const root = directory({
      "a.tar": compressed,
      "b.tar.gz": gzipSync(compressed),
      "c.tgz": tar([app]),
      "d.tar": "text",
    });
    const found: string[] = [];
    for (const name of ["a.tar", "b.tar.gz", "c.tgz", "d.tar"]) {
      found.push(...problems(await read(fileArchive(path.join(root, name)))));
    }
    assert.deepEqual(found, [
      `${root}/a.tar is compressed, unlike its name says`,
      `${root}/b.tar.gz is compressed, unlike its name says`,
      `${root}/c.tgz is damaged or incomplete`,
      `${root}/d.tar is damaged or incomplete`,
    ]);
  });

  it("with headers that lie about sizes is checked as far as they do not", async () => {
    const code = await read(fileArchive(archive([app, { path: "lie.py", content: "x", size: 9_000 }])));
    assert.deepEqual(texts(code), { "app.py": "app" });
    assert.ok(code.problems.length > 0);
  });
});
