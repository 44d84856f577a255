import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { dependencies, optionalDependencies, scripts } from "../package.json";
import { installedPackages } from "./support/installed-packages";

/** Those that a package under Apache-2.0 may be given to others with. */
const LICENCES = [
  "0BSD",
  "Apache-2.0",
  "BlueOak-1.0.0",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "CC0-1.0",
  "ISC",
  "MIT",
  "Python-2.0",
];
/** What some packages call theirs, each looked up. */
const LOOKED_UP: Readonly<Record<string, string>> = {
  "(BSD-3-Clause AND Apache-2.0)": "of google-protobuf, both in the list",
  "CC-BY-3.0": "of spdx-exceptions: data, unchanged, with its attribution",
  "SEE LICENSE IN LICENSE": "of @logdna/tail-file: the text of MIT",
};

describe("what is installed with the package", () => {
  it("is under licences that go with Apache-2.0", () => {
    assert.ok(installedPackages.length > Object.keys(dependencies).length);
    const others = installedPackages.filter(
      ([, { license = "none" }]) => !LICENCES.includes(license) && !Object.hasOwn(LOOKED_UP, license),
    );
    assert.deepEqual(others, []);
  });

  it("is justified in docs/development.md, in one line for each dependency", () => {
    const text = readFileSync(path.join(__dirname, "../docs/development.md"), "utf8");
    const [, section = ""] = /\n## Dependencies\n(.*)/s.exec(text) ?? [];
    const justified = [...section.matchAll(/^\| `([^`]+)` +\| \S.*\|$/gm)].map(([, name]) => name);
    assert.deepEqual(justified.sort(), Object.keys({ ...dependencies, ...optionalDependencies }).sort());
  });

  it("runs nothing of this package when it is installed", () => {
    // npm runs `prepare` in a clone alone.
    const names = ["preinstall", "install", "postinstall", "preprepare", "postprepare"];
    assert.deepEqual(
      Object.keys(scripts).filter((name) => names.includes(name)),
      [],
    );
  });
});
