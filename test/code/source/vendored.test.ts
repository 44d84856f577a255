import assert from "node:assert/strict";
import { symlinkSync } from "node:fs";
import path from "node:path";
import { fileArchive } from "../../support/wire";
import { directory, problems, read, texts, zip } from "../support";

/** The source files of a directory that are checked. */
async function judged(files: Readonly<Record<string, string>>, vendored: readonly string[] = []): Promise<string[]> {
  const code = await read(fileArchive(directory(files)), { vendored: [...vendored] });
  assert.deepEqual(problems(code), []);
  return [...code.files.keys()];
}

describe("packages that are not the program's own", () => {
  it("are skipped by the names of directories, and yet are in the code", async () => {
    const code = await read(
      fileArchive(
        directory({
          "app.py": "",
          "node_modules/dep/index.js": "",
          "python/lib/python3.11/site-packages/dep.py": "",
          "python/lib/python3.11/dist-packages/dep.py": "",
          "sub/node_modules/dep/index.mjs": "",
          "modules/node.js": "",
          ".venv/lib/dep.py": "",
          ".git/hooks/hook.py": "",
          "__pycache__/app.py": "",
        }),
      ),
    );
    assert.deepEqual([...code.files.keys()], ["app.py", "modules/node.js"]);
    assert.deepEqual([...code.entries].sort(), [
      "app.py",
      "modules/node.js",
      "node_modules/dep/index.js",
      "python/lib/python3.11/dist-packages/dep.py",
      "python/lib/python3.11/site-packages/dep.py",
      "sub/node_modules/dep/index.mjs",
    ]);
  });

  it("are skipped by further names and paths that are configured", async () => {
    const files = {
      "app.py": "",
      "vendor/a.py": "",
      "x/vendor/b.py": "",
      "lib/acme/c.py": "",
      "lib/own.py": "",
      "y/lib/acme/d.py": "",
    };
    assert.deepEqual(await judged(files, ["vendor", "./lib/acme/"]), ["app.py", "lib/own.py", "y/lib/acme/d.py"]);
  });

  it("are the files that RECORD lists, next to the program's own in the same namespace", async () => {
    const files = {
      "app.py": "",
      "six.py": "",
      "google/auth/__init__.py": "",
      "google/own.py": "",
      'odd/a,"b.py': "",
      "google_auth-2.0.dist-info/RECORD":
        'google/auth/__init__.py,sha256=x,0\r\n"odd/a,""b.py",,\r\n../../bin/tool,,\r\n',
      "six-1.16.0.dist-info/RECORD": "six.py,sha256=x,3\nsix-1.16.0.dist-info/RECORD,,\n",
      "six-1.16.0.dist-info/top_level.txt": "app\n",
    };
    assert.deepEqual(await judged(files), ["app.py", "google/own.py"]);
  });

  it("are what top_level.txt names where there is no RECORD, or else what the name says", async () => {
    const files = {
      "app.py": "",
      "dateutil/parser.py": "",
      "python_dateutil-2.9.0.dist-info/top_level.txt": "dateutil\n",
      "requests/api.py": "",
      "requests.py": "",
      "requests-2.32.3.dist-info/METADATA": "",
      "yaml/__init__.py": "",
      "PyYAML-6.0-py3.11.egg-info/top_level.txt": "_yaml\nyaml\n",
      "jmespath/parser.py": "",
      "jmespath-1.0-py3.11.egg-info": "",
      "lib/requests/own.py": "",
    };
    assert.deepEqual(await judged(files), ["app.py", "lib/requests/own.py"]);
  });

  it("are found beneath any directory", async () => {
    const files = { "python/dep/x.py": "", "python/dep-1.0.dist-info/RECORD": "dep/x.py,,\n", "python/own.py": "" };
    assert.deepEqual(await judged(files), ["python/own.py"]);
  });

  it("are none that were installed from this machine, or that are worked on", async () => {
    const files = {
      "acme/app.py": "",
      "acme-1.0.dist-info/RECORD": "acme/app.py,,\n",
      "acme-1.0.dist-info/direct_url.json": '{"url": "file:///home/x/acme", "dir_info": {}}',
      "own/app.py": "",
      "own.egg-info/top_level.txt": "own\n",
      "far/app.py": "",
      "far-1.0.dist-info/RECORD": "far/app.py,,\n",
      "far-1.0.dist-info/direct_url.json": '{"url": "https://example.com/far.git"}',
      "odd/app.py": "",
      "odd-1.0.dist-info/RECORD": "odd/app.py,,\n",
      "odd-1.0.dist-info/direct_url.json": "{",
    };
    assert.deepEqual(await judged(files), ["acme/app.py", "own/app.py"]);
  });

  it("are skipped in archives too", async () => {
    const file = await zip(path.join(directory(), "app.zip"), [
      { name: "app.py", content: "app" },
      { name: "dep/x.py" },
      { name: "dep-1.0.dist-info/RECORD", content: "dep/x.py,,\n" },
    ]);
    assert.deepEqual(texts(await read(fileArchive(file))), { "app.py": "app" });
  });

  it("are not read, so whatever is wrong with them is no problem", async () => {
    const root = directory({ "node_modules/dep/index.js": "", "app.py": "" });
    symlinkSync("gone.js", path.join(root, "node_modules/dep/gone.js"));
    symlinkSync("dep", path.join(root, "node_modules/linked"));
    assert.deepEqual(problems(await read(fileArchive(root))), []);
    const files = {
      "app.py": "",
      "node_modules/dep/bad.js": "\0",
      "dep/bad.py": "\0",
      "dep-1.0.dist-info/RECORD": "dep/bad.py,,\n",
    };
    assert.deepEqual(await judged(files), ["app.py"]);
  });
});

describe("an archive that is in a package", () => {
  it("is the program's own code all the same", async () => {
    const root = directory({ "node_modules/dep/lambda/app.py": "app", "node_modules/dep/bad.zip": "bad" });
    const code = await read(fileArchive(path.join(root, "node_modules/dep/lambda")));
    assert.deepEqual(texts(code), { "app.py": "app" });
    const bad = path.join(root, "node_modules/dep/bad.zip");
    assert.deepEqual(problems(await read(fileArchive(bad))), [`${bad} is damaged or incomplete`]);
  });
});

describe("source files", () => {
  it("are those of Python, JavaScript and TypeScript", async () => {
    const names = ["a.py", "a.js", "a.mjs", "a.cjs", "a.ts", "a.mts", "a.cts"];
    const others = ["a.d.ts", "a.PY", "a.pyc", "a.pyi", "a.json", "py", "a.py.txt", "a.so", "README.md"];
    const files = Object.fromEntries([...names, ...others].map((name) => [name, ""]));
    assert.deepEqual((await judged(files)).sort(), names.sort());
  });
});
