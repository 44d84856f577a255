import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { lstatSync, rmSync } from "node:fs";
import path from "node:path";
import { analyze } from "../../tools/engine";
import { executable } from "../../tools/programs";
import { packDirectory } from "../support/pack-process";
import { writeState } from "../support/state";

const RUNS_OF_EACH_FORM = 10;
const DEMANDED = { "required-tags": { tags: ["Team"] } };

describe("20 runs on one clone at once, half of them in each form of the pack", () => {
  it("find the same, and write nothing into it", async () => {
    const { directory, file } = await writeState();
    try {
      const before = contents();
      const packs = [packDirectory, executable].flatMap((pack) => Array<string>(RUNS_OF_EACH_FORM).fill(pack));
      const runs = await Promise.all(
        packs.map((policyPack) => analyze(file, { policyPack, policyPackConfig: DEMANDED, cwd: directory })),
      );
      assert.deepEqual(contents(), before);
      for (const { exitCode, violations, stderr } of runs) {
        assert.notEqual(exitCode, 0);
        assert.deepEqual(
          violations.map(({ policy, level }) => `${level} ${policy}`).sort(),
          ["advisory lambda-handler-unused-imports", "mandatory required-tags"],
          stderr,
        );
      }
    } finally {
      rmSync(directory, { recursive: true });
    }
  });
});

/** When the files of the clone and its directories were changed last, without those that other tests write meanwhile. */
function contents(): readonly string[] {
  const list = ["-path", "./.git", "-o", "-path", "./coverage", "-o", "-path", "./node_modules/.cache"];
  return execFileSync("find", [".", "(", ...list, ")", "-prune", "-o", "-print"], {
    cwd: packDirectory,
    encoding: "utf8",
    maxBuffer: 2 ** 26,
  })
    .trimEnd()
    .split("\n")
    .map((name) => `${name} ${lstatSync(path.join(packDirectory, name)).mtimeMs}`);
}
