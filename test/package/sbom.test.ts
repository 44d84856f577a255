import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { removeDirectory, temporaryDirectory } from "../../tools/programs";
import { installedPackages } from "../support/installed-packages";
import { packDirectory } from "../support/pack-process";
import { execute } from "./install";

interface Bom {
  readonly bomFormat: string;
  readonly components: readonly { readonly group?: string; readonly name: string; readonly version: string }[];
}

describe("npm run sbom", () => {
  it("lists everything that is installed with the package, and nothing for development", async () => {
    const directory = await temporaryDirectory();
    try {
      const file = path.join(directory, "sbom.json");
      await execute("npm", ["run", "sbom", "--", "--output-file", file], { cwd: packDirectory });
      const { bomFormat, components } = JSON.parse(await readFile(file, "utf8")) as Bom;
      assert.equal(bomFormat, "CycloneDX");
      const listed = components.map(
        ({ group, name, version }) =>
          // The SDK calls itself v1.21.0.
          `${group === undefined ? "" : `${group}/`}${name} ${version.replace(/^v/, "")}`,
      );
      const installed = installedPackages.map(
        ([name, { version }]) => `${name.replace(/^.*node_modules\//, "")} ${version}`,
      );
      assert.deepEqual([...new Set(listed)].sort(), [...new Set(installed)].sort());
    } finally {
      await removeDirectory(directory);
    }
  });
});
