import assert from "node:assert/strict";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { codeOf } from "../../code/code-of";
import { assetArchive, fileArchive, secret, stringAsset, unknown } from "../support/wire";
import {
  directory,
  fileAsset,
  lambda,
  problems,
  read,
  refusal,
  remoteArchive,
  remoteAsset,
  tar,
  texts,
  zip,
} from "./support";

const HANDLER = "def handler(event, context):\n    return {}\n";

describe("code of a function", () => {
  const FILES = { "app.py": HANDLER, "lib/util.py": "X = 1\n", "data.json": "{}" };
  const SOURCES = { "app.py": HANDLER, "lib/util.py": "X = 1\n" };
  const ENTRIES = ["app.py", "data.json", "lib/util.py"];
  const entries = Object.entries(FILES).map(([name, content]) => ({ name, content }));
  const tarBytes = tar(Object.entries(FILES).map(([path, content]) => ({ path, content })));

  const archives: readonly (readonly [name: string, make: (root: string) => string | Promise<string>])[] = [
    ["a directory", () => directory(FILES)],
    ["a directory with a slash at its end", () => `${directory(FILES)}/`],
    ["a .zip", (root) => zip(path.join(root, "app.zip"), entries)],
    ["a .jar", (root) => zip(path.join(root, "app.jar"), entries)],
    ["a .tar", () => path.join(directory({ "app.tar": tarBytes }), "app.tar")],
    ["a .tar.gz", () => path.join(directory({ "app.tar.gz": gzipSync(tarBytes) }), "app.tar.gz")],
    ["a .tgz", () => path.join(directory({ "app.tgz": gzipSync(tarBytes) }), "app.tgz")],
  ];
  for (const [name, make] of archives) {
    it(`is read from ${name}`, async () => {
      const code = await read(fileArchive(await make(directory())));
      assert.deepEqual(texts(code), SOURCES);
      assert.deepEqual([...code.entries].sort(), ENTRIES);
      assert.ok(code.entriesComplete);
      assert.deepEqual(problems(code), []);
    });
  }

  it("is read where a FileAsset stands for an archive, and from a file: address", async () => {
    const file = await zip(path.join(directory(), "app.zip"), entries);
    assert.deepEqual(texts(await read(fileAsset(file))), SOURCES);
    assert.deepEqual(texts(await read(remoteArchive(`file://${file}`))), SOURCES);
  });

  it("is read where it is a secret", async () => {
    assert.deepEqual(texts(await read(secret(fileArchive(directory(FILES))))), SOURCES);
  });

  it("is put together from assets and archives as Pulumi does, the first of several files of a path", async () => {
    const root = directory({ "one.py": "one", "tree/app.py": "tree", "tree/deep/two.py": "two" });
    const packed = await zip(path.join(root, "x.zip"), [{ name: "three.py", content: "three" }]);
    const code = await read(
      assetArchive({
        ".": fileArchive(path.join(root, "tree")),
        "app.py": stringAsset("text"),
        "./dotted.py": stringAsset("dotted"),
        "lib/one.py": fileAsset(path.join(root, "one.py")),
        lib: fileArchive(packed),
        nested: assetArchive({
          "four.py": stringAsset("four"),
          "more/": assetArchive({ "five.py": stringAsset("5") }),
        }),
      }),
    );
    assert.deepEqual(texts(code), {
      "app.py": "tree",
      "deep/two.py": "two",
      "dotted.py": "dotted",
      "lib/one.py": "one",
      "lib/three.py": "three",
      "nested/four.py": "four",
      "nested/more/five.py": "5",
    });
    assert.deepEqual(problems(code), []);
  });

  it("may be empty", async () => {
    const code = await read(assetArchive({}));
    assert.deepEqual([code.files.size, code.entries.size, code.entriesComplete], [0, 0, true]);
  });

  it("names parts that are elsewhere, and checks the rest", async () => {
    const code = await read(
      assetArchive({
        "app.py": stringAsset("app"),
        "far.py": remoteAsset("https://example.com/far.py?secret=1"),
        libs: remoteArchive("https://example.com/libs.zip?secret=1"),
        gone: fileArchive("/not/there"),
        "gone.py": fileAsset("/not/there.py"),
      }),
    );
    assert.deepEqual(texts(code), { "app.py": "app" });
    assert.deepEqual([...code.entries].sort(), ["app.py", "far.py"]);
    assert.equal(code.entriesComplete, false);
    assert.deepEqual(problems(code), [
      "far.py is at a remote address, from where nothing is downloaded",
      'gone cannot be found: "/not/there" is not on this machine',
      'gone.py cannot be found: "/not/there.py" is not on this machine',
      "libs is at a remote address, from where nothing is downloaded",
    ]);
  });

  it("has no assets outside of it, and none that cannot be read", async () => {
    const root = directory({ "lib/x.py": "" });
    const code = await read(
      assetArchive({
        "app.py": stringAsset("app"),
        "../evil.py": stringAsset("evil"),
        "/etc/evil.py": stringAsset("evil"),
        "host.py": remoteAsset("file://other-host/x.py"),
        "folder.py": fileAsset(path.join(root, "lib")),
      }),
    );
    assert.deepEqual(texts(code), { "app.py": "app" });
    assert.deepEqual(problems(code), [
      "../evil.py leads out of the archive",
      "/etc/evil.py has an absolute path as its name",
      "folder.py is a directory",
      "host.py is at a remote address, from where nothing is downloaded",
    ]);
  });

  it("is read once for all that ask, and again after a change", async () => {
    const file = await zip(path.join(directory(), "app.zip"), entries);
    const resource = () => lambda({ code: fileArchive(file) });
    const [first, second] = await Promise.all([codeOf(resource()), codeOf(resource(), { minimum: "3.11" } as never)]);
    assert.equal(first, second);
    await zip(file, [{ name: "other.py", content: "changed" }]);
    assert.notEqual(await codeOf(resource()), first);
    const text = { code: assetArchive({ "app.py": stringAsset("x") }) };
    assert.equal(await codeOf(lambda(text)), await codeOf(lambda(text)));
    assert.notEqual(await codeOf(lambda(text)), await codeOf(lambda(text), { maxFiles: 1 }));
  });
});

describe("code that cannot be read", () => {
  const cases: readonly (readonly [properties: Record<string, unknown>, state: string, at: string, reason: string])[] =
    [
      [{ code: unknown }, "unknown", "code", "it is not known before the deployment"],
      [{ imageUri: "1.dkr.ecr/x:1", packageType: "Image" }, "image", "imageUri", "it is a container image"],
      [{ packageType: "Image" }, "image", "imageUri", "it is a container image"],
      [{ imageUri: unknown }, "image", "imageUri", "it is a container image"],
      [
        { s3Bucket: unknown, s3Key: "app.zip" },
        "elsewhere",
        "s3Bucket",
        "it is in an S3 bucket, from where nothing is downloaded",
      ],
      [{}, "elsewhere", "code", "none is given"],
      [
        { code: remoteArchive("https://u:p@x/a.zip") },
        "elsewhere",
        "code",
        "it is at a remote address, from where nothing is downloaded",
      ],
      [{ code: "app.zip" }, "elsewhere", "code", "it is neither an asset nor an archive"],
      [{ code: [1] }, "elsewhere", "code", "it is neither an asset nor an archive"],
      [{ code: stringAsset("x = 1") }, "unreadable", "code", "it is a text without the name of a file"],
      [{ code: fileArchive("/no/app.zip") }, "unreadable", "code", '"/no/app.zip" is not on this machine'],
    ];
  for (const [properties, state, at, reason] of cases) {
    it(`${JSON.stringify(properties)}: ${reason}`, async () => {
      const found = await refusal(properties);
      assert.deepEqual([found.state, found.at.path, found.reason], [state, [at], reason]);
      assert.ok(found.fix);
    });
  }

  it("neither directory nor archive: a problem that says which kinds there are", async () => {
    const root = directory({ "app.whl": "", "text.zip": "no zip", "empty.zip": "" });
    const kinds = "is neither a directory nor an archive that Pulumi unpacks (.zip, .jar, .tar, .tar.gz, .tgz)";
    for (const [file, reason] of [
      ["app.whl", kinds],
      ["text.zip", "is damaged or incomplete"],
      ["empty.zip", "is damaged or incomplete"],
    ]) {
      const code = await read(fileArchive(`${root}/${file}`));
      assert.deepEqual(problems(code), [`${root}/${file} ${reason}`]);
      assert.deepEqual([code.files.size, code.entriesComplete], [0, false]);
    }
  });
});
