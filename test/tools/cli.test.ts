import assert from "node:assert/strict";
import { mkdir, readdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { run } from "../../testing/processes";
import { repository, temporaryDirectory } from "../../tools/programs";

describe("what is needed to run programs", () => {
  let cache: string;

  beforeEach(async () => {
    cache = await temporaryDirectory();
  });

  afterEach(() => rm(cache, { recursive: true }));

  /** Runs a script as a developer's machine would, with nothing in its cache. */
  function script(source: string, env: NodeJS.ProcessEnv = {}) {
    const tsx = pathToFileURL(require.resolve("tsx")).href;
    return run(process.execPath, ["--import", tsx, "--eval", source], {
      cwd: repository,
      env: { ...process.env, XDG_CACHE_HOME: cache, ...env },
    });
  }

  it("is named in one message when there is neither the Pulumi CLI nor Go", async () => {
    const source = 'require("./tools/cli").pulumiCli().catch(({ name, message }) => console.log(name, message))';
    const { stdout, stderr } = await script(source, { PATH: "" });
    assert.equal(
      stdout,
      "CliNotFoundError The Pulumi CLI 3.259.0 or later is needed, but there is no pulumi on PATH, " +
        "and there is no go on PATH to build it with.\n" +
        "Install the Pulumi CLI (https://www.pulumi.com/docs/install/), " +
        "or Go 1.26 or later (https://go.dev/doc/install), with which it is built here once.\n",
    );
    assert.equal(stderr, "");
  });

  it("is not a Pulumi CLI that is too old", async () => {
    await writeFile(path.join(cache, "pulumi"), "#!/bin/sh\necho v3.99.0\n", { mode: 0o755 });
    const source = 'require("./tools/cli").pulumiCli().catch(({ message }) => console.log(message))';
    const { stdout } = await script(source, { PATH: `${cache}${path.delimiter}/bin` });
    assert.match(stdout, /but the pulumi on PATH is 3\.99\.0, and/);
  });

  it("gets nothing of the user's own set-up, and writes no coverage", async () => {
    await writeFile(path.join(cache, "pulumi"), "#!/bin/sh\necho v99.0.0\n", { mode: 0o755 });
    const names = ["PULUMI_STACK", "AWS_PROFILE", "NODE_V8_COVERAGE", "LANG"];
    const source = `require("./tools/cli").pulumiCli().then(({ env }) =>
      console.log(${JSON.stringify(names)}.filter((name) => name in env).join()))`;
    const { stdout } = await script(source, {
      ...Object.fromEntries(names.map((name) => [name, path.join(cache, name)])),
      PATH: `${cache}${path.delimiter}/bin`,
    });
    assert.equal(stdout, "LANG\n");
  });

  it("is built once, by whoever comes first, even when someone else died over it", async () => {
    const directory = path.join(cache, "aws-serverless-guard");
    await mkdir(directory);
    // No process has this number.
    await writeFile(path.join(directory, "thing.lock"), "99999999");
    const source = `
      const { builtOnce } = require("./tools/cache");
      const { appendFileSync, writeFileSync } = require("node:fs");
      builtOnce({ name: "thing", async build(directory) {
        console.log("built");
        await new Promise((resolve) => setTimeout(resolve, 300));
        writeFileSync(directory + "/result", "");
      } });`;
    const runs = await Promise.all([script(source), script(source), script(source)]);
    assert.equal(runs.map(({ stdout }) => stdout).join(""), "built\n");
    assert.deepEqual(await readdir(directory), ["thing"]);
    assert.deepEqual(await readdir(path.join(directory, "thing")), ["result"]);
  });
});
