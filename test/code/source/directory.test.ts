import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, symlinkSync, truncateSync, unlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import path from "node:path";
import { codeOptionsOf } from "../../../code/options";
import { DirectorySource } from "../../../code/source/directory";
import { Listing, Meter } from "../../../code/source/listing";
import { Problems } from "../../../code/source/problems";
import { fileArchive } from "../../support/wire";
import { directory, problems, read, texts } from "../support";

describe("a directory of code", () => {
  it("follows symbolic links to files within it, as Pulumi does", async () => {
    const root = directory({ "lib/real.py": "real" });
    symlinkSync("lib/real.py", path.join(root, "app.py"));
    assert.deepEqual(texts(await read(fileArchive(root))), { "app.py": "real", "lib/real.py": "real" });
  });

  it("names symbolic links that lead out of it, or nowhere, or in a circle", async () => {
    const outside = directory({ "secret.py": "secret", "data.json": "" });
    const root = directory({ "app.py": "app" });
    symlinkSync(path.join(outside, "secret.py"), path.join(root, "out.py"));
    symlinkSync(`${path.relative(root, outside)}/secret.py`, path.join(root, "relative.py"));
    symlinkSync(path.join(outside, "data.json"), path.join(root, "data.json"));
    symlinkSync("gone.py", path.join(root, "dangling.py"));
    symlinkSync("loop.py", path.join(root, "loop.py"));
    const code = await read(fileArchive(root));
    assert.deepEqual(texts(code), { "app.py": "app" });
    assert.deepEqual(problems(code), [
      "dangling.py is a symbolic link that leads nowhere",
      "loop.py is a symbolic link that leads in a circle or has taken a file's place",
      "out.py is a symbolic link that leads out of the directory",
      "relative.py is a symbolic link that leads out of the directory",
    ]);
    assert.ok(code.entries.has("out.py") && code.entries.has("data.json") && code.entriesComplete);
  });

  it("has nothing of what symbolic links to directories lead to, and says so", async () => {
    const root = directory({ "app.py": "app", "lib/util.py": "util" });
    symlinkSync("lib", path.join(root, "linked"));
    symlinkSync("..", path.join(root, "lib/up"));
    symlinkSync("/", path.join(root, "slash"));
    const code = await read(fileArchive(root));
    assert.deepEqual([...code.entries].sort(), ["app.py", "lib/util.py"]);
    const reason = "is a symbolic link to a directory, whose files Pulumi leaves out";
    assert.deepEqual(problems(code), [`lib/up ${reason}`, `linked ${reason}`, `slash ${reason}`]);
  });

  it("is empty where it is itself a symbolic link", async () => {
    const root = directory({ "real/app.py": "app" });
    const link = path.join(root, "link");
    symlinkSync("real", link);
    const code = await read(fileArchive(link));
    assert.equal(code.entries.size, 0);
    assert.deepEqual(problems(code), [`${link} is a symbolic link to a directory, whose files Pulumi leaves out`]);
    assert.deepEqual(texts(await read(fileArchive(`${link}/`))), { "app.py": "app" });
  });

  it("opens neither pipes nor sockets nor devices", async () => {
    const root = directory({ "app.py": "app" });
    execFileSync("mkfifo", [path.join(root, "pipe.py"), path.join(root, "pipe.zip")]);
    const server = createServer().listen(path.join(root, "socket.py"));
    symlinkSync("/dev/zero", path.join(root, "zero.py"));
    try {
      const code = await read(fileArchive(root));
      assert.deepEqual(texts(code), { "app.py": "app" });
      assert.deepEqual(problems(code), [
        "pipe.py is a named pipe",
        "socket.py is a socket",
        "zero.py is a symbolic link that leads out of the directory",
      ]);
      assert.deepEqual(problems(await read(fileArchive(`${root}/pipe.zip`))), [`${root}/pipe.zip is a named pipe`]);
    } finally {
      server.close();
    }
  });

  it("names what must not be read", async () => {
    const root = directory({ "app.py": "app", "locked.py": "x", "locked/lib.py": "x" });
    chmodSync(root, 0o755);
    chmodSync(path.join(root, "locked.py"), 0);
    chmodSync(path.join(root, "locked"), 0);
    // The superuser may read everything.
    const user = process.geteuid?.();
    if (user === 0) process.seteuid?.(65_534);
    try {
      const code = await read(fileArchive(root));
      assert.deepEqual(texts(code), { "app.py": "app" });
      const reason = "cannot be read: permission denied";
      assert.deepEqual(problems(code), [`locked ${reason}`, `locked.py ${reason}`]);
      assert.equal(code.entriesComplete, false);
    } finally {
      if (user === 0) process.seteuid?.(0);
      chmodSync(path.join(root, "locked"), 0o700);
    }
  });

  it("names files that vanish, become something else or grow between listing and reading", async () => {
    const root = directory({ "app.py": "app", "gone.py": "x", "link.py": "x", "folder.py": "x", "pipe.py": "x" });
    const source = new DirectorySource(root);
    const limits = codeOptionsOf({});
    const listed = new Problems();
    const listing = new Listing(limits, listed, () => false);
    await listing.add(source, "", root);

    for (const name of ["gone.py", "link.py", "folder.py", "pipe.py"]) unlinkSync(path.join(root, name));
    symlinkSync("/etc/hostname", path.join(root, "link.py"));
    mkdirSync(path.join(root, "folder.py"));
    execFileSync("mkfifo", [path.join(root, "pipe.py")]);

    const found: string[] = [];
    source.read(new Set(listing.places.keys()), {
      limits,
      unpacked: new Meter(limits),
      bytes: (name, bytes) => found.push(`${name}: ${bytes}`) > 0,
      problem: (name, reason) => found.push(`${name} ${reason}`),
    });
    assert.deepEqual(found.sort(), [
      "app.py: app",
      "folder.py is a directory",
      "gone.py is not there any more",
      "link.py is a symbolic link that leads in a circle or has taken a file's place",
      "pipe.py is a named pipe",
    ]);
    assert.deepEqual(listed.list(root), []);
  });

  it("reads no file of 100 MB", async () => {
    const root = directory({ "app.py": "app", "big.py": "" });
    truncateSync(path.join(root, "big.py"), 100 * 1024 * 1024);
    const code = await read(fileArchive(root));
    assert.deepEqual(texts(code), { "app.py": "app" });
    assert.deepEqual(problems(code), ["big.py is larger than 2,097,152 bytes"]);
  });

  it("stops at directories that are too deep in each other", async () => {
    const root = directory({ "app.py": "app" });
    const before = process.cwd();
    process.chdir(root);
    for (let level = 0; level < 5_000; level++) {
      mkdirSync("d");
      process.chdir("d");
    }
    writeFileSync("deep.py", "deep");
    process.chdir(before);
    try {
      const code = await read(fileArchive(root));
      assert.deepEqual(texts(code), { "app.py": "app" });
      assert.equal(code.problems.length, 1);
      assert.equal(code.problems[0]?.reason, "is in more than 64 directories");
      assert.equal(code.entriesComplete, false);
    } finally {
      execFileSync("rm", ["-rf", path.join(root, "d")]);
    }
  });

  it("tells files apart that differ by case, and takes names as they are", async () => {
    const root = directory({ "App.py": "upper", "b a\n.py": "odd", "c:d.py": "colon", "back\\slash.py": "slash" });
    if (process.platform === "linux") writeFileSync(path.join(root, "app.py"), "lower");
    const code = await read(fileArchive(root));
    assert.equal(texts(code)["App.py"], "upper");
    assert.equal(texts(code)["b a\n.py"], "odd");
    assert.equal(texts(code)["back\\slash.py"], "slash");
    if (process.platform === "linux") assert.equal(texts(code)["app.py"], "lower");
  });
});
