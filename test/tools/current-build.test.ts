import assert from "node:assert/strict";
import { statSync, utimesSync } from "node:fs";
import path from "node:path";
import { requireCurrentBuild } from "../../tools/current-build";
import { executable, repository } from "../../tools/programs";

describe("tools/current-build", () => {
  const source = path.join(repository, "index.ts");
  const { atime, mtime } = statSync(source);
  afterEach(() => utimesSync(source, atime, mtime));

  it("refuses the build of older sources, and names one that is newer", () => {
    requireCurrentBuild(executable);
    utimesSync(source, atime, new Date(Date.now() + 60_000));
    for (const pack of [executable, repository])
      assert.throws(() => requireCurrentBuild(pack), /^Error: index\.ts is newer than the build\. Run `npm run build`/);
  });

  it("does not look at packs of others", () => {
    utimesSync(source, atime, new Date(Date.now() + 60_000));
    requireCurrentBuild(path.join(repository, "bench"));
  });
});
