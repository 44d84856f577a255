import assert from "node:assert/strict";
import { rm } from "node:fs/promises";
import path from "node:path";
import { policies } from "../../policies";
import { analyze, type PolicyOptions, Stack } from "../../tools/engine";
import { temporaryDirectory } from "../../tools/programs";
import { packDirectory, policyPack } from "../support/pack-process";

const CODE_POLICIES = policies.flatMap(({ metadata: { name, options } }) =>
  "programDirectory" in options ? [name] : [],
);
/** Those that read the code of every function. */
const ALL_FUNCTIONS = ["lambda-handler-loads", "lambda-handler-traceback", "lambda-handler-unused-imports"];
const LAYER = "tap-shared-layer";
const FUNCTIONS = ["tap-api-function", "tap-inference-function", "tap-preprocess-function"];
/** A policy that reads the code of layers as well. */
const LAYERS_TOO = "lambda-code-scaffolding";

describe("code that is not where a state file is analyzed", () => {
  let elsewhere: string;
  let state: string;
  let stack: Stack;
  before(async () => {
    elsewhere = await temporaryDirectory();
    const pipelines = path.join(packDirectory, "examples/image-pipeline");
    stack = await Stack.create(path.join(pipelines, "ideal/typescript"), { copyRoot: pipelines, shared: true });
    const run = await stack.up();
    assert.equal(run.exitCode, 0, run.stdout + run.stderr);
    state = await stack.export();
  });
  after(async () => {
    await stack.remove();
    await rm(elsewhere, { recursive: true });
  });

  const told = async (policyPackConfig: NonNullable<PolicyOptions["policyPackConfig"]>) => {
    const run = await analyze(state, { policyPack, policyPackConfig, cwd: elsewhere });
    assert.equal(run.exitCode, 0, run.stdout + run.stderr);
    return run.violations.map(({ level, message }) => {
      assert.equal(level, "advisory");
      assert.match(message, /\nFix: .*programDirectory/);
      const lines = [...message.matchAll(/^Not checked: the code of (.*), because "\S+" is not where/gm)];
      return lines.flatMap(([, names = ""]) => [...names.matchAll(/"([^"]+)"/g)].map(([, name = ""]) => name)).sort();
    });
  };

  it("is told once with the names of functions and layers, whichever code policies there are", async () => {
    const names = [...FUNCTIONS, LAYER].sort();
    assert.deepEqual(await told({ all: "mandatory" }), [names]);
    for (const only of [...ALL_FUNCTIONS, LAYERS_TOO]) {
      const expected = only === LAYERS_TOO ? names : FUNCTIONS.toSorted();
      assert.deepEqual(await told({ all: "disabled", [only]: "mandatory" }), [expected], only);
    }
  });
  it("is not told where no policy checks code", async () => {
    const disabled = CODE_POLICIES.map((policy) => [policy, "disabled"] as const);
    assert.deepEqual(await told(Object.fromEntries(disabled)), []);
  });
  it("is checked where the configuration says where it is", async () => {
    const options = { programDirectory: stack.directory };
    const configured = CODE_POLICIES.map((policy) => [policy, options] as const);
    assert.deepEqual(await told(Object.fromEntries(configured)), []);
  });
});
