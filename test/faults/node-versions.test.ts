import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { rm } from "node:fs/promises";
import path from "node:path";
import { engines } from "../../package.json";
import { pulumiCli } from "../../tools/cli";
import { analyze } from "../../tools/engine";
import { nodeVersion } from "../../tools/node-versions";
import { executable } from "../../tools/programs";
import { packDirectory } from "../support/pack-process";
import { type ProgramState, writeState } from "../support/state";

/** The oldest that the package is for, and the newest of the later lines. */
const VERSIONS = ["20.19.0", "22.23.3", "24.9.0"] as const;

const policyPackConfig = { "required-tags": { tags: ["Team"] } };

describe("the pack on Node", () => {
  let state: ProgramState;
  before(async () => {
    state = await writeState();
  });
  after(() => rm(state.directory, { recursive: true }));

  it("is tested with the oldest version that package.json names", () =>
    assert.equal(`${engines.node}.0`, `>=${VERSIONS[0]}`));

  for (const version of VERSIONS) {
    for (const [form, policyPack] of Object.entries({ directory: packDirectory, executable })) {
      it(`${version} checks, as ${form}`, async function () {
        if (process.platform !== "linux") this.skip();
        const { env } = await pulumiCli();
        const PATH = [await nodeVersion(version), env.PATH].join(path.delimiter);
        const used = execFileSync("node", ["--version"], { env: { ...env, PATH }, encoding: "utf8" });
        assert.equal(used, `v${version}\n`);
        const run = await analyze(state.file, { policyPack, policyPackConfig, cwd: state.directory, env: { PATH } });
        assert.notEqual(run.exitCode, 0);
        assert.deepEqual(
          run.violations.map(({ policy, level }) => `${level} ${policy}`).sort(),
          ["advisory lambda-handler-unused-imports", "mandatory required-tags"],
          run.stdout + run.stderr,
        );
      });
    }
  }
});
