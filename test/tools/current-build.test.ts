import assert from "node:assert/strict";
import { mkdir, utimes, writeFile } from "node:fs/promises";
import path from "node:path";
import { requireCurrentBuild } from "../../tools/current-build";
import { executable, removeDirectory, repository, temporaryDirectory } from "../../tools/programs";

describe("tools/current-build", () => {
  let root: string;
  let built: string;
  beforeEach(async () => {
    root = await temporaryDirectory();
    built = path.join(root, path.relative(repository, executable));
    for (const file of [path.join(root, "index.ts"), path.join(root, "policies/sqs/one.ts"), built]) {
      await mkdir(path.dirname(file), { recursive: true });
      await writeFile(file, "");
    }
    await utimes(built, new Date(), new Date(Date.now() + 60_000));
  });
  afterEach(() => removeDirectory(root));

  it("refuses the build of older sources, and names one that is newer", async () => {
    for (const pack of [built, root]) requireCurrentBuild(pack, root);
    const later = new Date(Date.now() + 120_000);
    await utimes(path.join(root, "policies/sqs/one.ts"), later, later);
    for (const pack of [built, root])
      assert.throws(
        () => requireCurrentBuild(pack, root),
        /^Error: policies.sqs.one\.ts is newer than the build\. Run `npm run build`/,
      );
    requireCurrentBuild(path.join(root, "bench"), root);
  });
});
