import assert from "node:assert/strict";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { run } from "../../testing/processes";
import { type Run, Stack, writeProgram } from "../../tools/engine";
import { removeDirectory } from "../../tools/programs";
import { AcmeOrganisation } from "../support/organisation";
import { packDirectory } from "../support/pack-process";
import { byName, catalogue, filesOf } from "../support/published";

const PACK = "aws-serverless-guard";
const { version: VERSION } = require("../../package.json") as { version: string };
const LATER = "99.0.0";

/** A stack with a violation that is exempted, one that is not, and one in the code of a function. */
const PROGRAM = {
  "Pulumi.yaml": "name: shop\nruntime: nodejs\n",
  "index.ts": `
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

new aws.sqs.Queue("uploads");
new aws.sqs.Queue("legacy-uploads");
new aws.lambda.Function("resize", {
  code: new pulumi.asset.FileArchive("./app"),
  handler: "app.handler",
  role: "arn:aws:iam::123456789012:role/resize",
  runtime: "python3.12",
  tags: { Team: "media" },
});
`,
  "app/app.py": "def handle(event, context):\n    return event\n",
};

/** Each step needs what the ones before it did. */
describe("an organisation that does what docs/publishing.md says", () => {
  let acme: AcmeOrganisation;
  /** The directory that the commands are run in. */
  let directory: string;
  let document: string;
  let program: string;
  let stack: Stack;
  before(async () => {
    acme = await AcmeOrganisation.create();
    directory = path.join(acme.directory, "policies");
    const text = await readFile(path.join(packDirectory, "docs/publishing.md"), "utf8");
    // Its versions and days are examples.
    document = text.replaceAll("0.1.0", VERSION).replaceAll("0.2.0", LATER).replace("2027-03-31", "2999-12-31");
    await mkdir(directory);
    await writeFile(path.join(directory, "package.json"), '{ "name": "policies", "private": true }');
    // In the place of what is on the registry.
    await npm("pack", "--loglevel=error", "--pack-destination", acme.directory, packDirectory);
    const [archive = ""] = (await readdir(acme.directory)).filter((name) => name.endsWith(".tgz"));
    await npm("install", "--prefer-offline", "--no-audit", "--no-fund", path.join(acme.directory, archive));
    await configure(documented());
    program = await writeProgram(PROGRAM);
    stack = await Stack.create(program, { shared: true, env: acme.env });
  });
  after(async () => {
    await stack.remove();
    await removeDirectory(program);
    await acme.remove();
  });

  async function npm(...args: readonly string[]): Promise<void> {
    const { exitCode, stderr } = await run("npm", args, { cwd: directory });
    assert.equal(exitCode, 0, stderr);
  }

  const documented = () => JSON.parse(/```json\n(.*?)```/s.exec(document)?.[1] ?? "") as object;
  const configure = (config: object) => writeFile(path.join(directory, "policies.json"), JSON.stringify(config));

  /** The commands of a section, without those that install from the registry. */
  function commands(section: string): readonly string[] {
    const text =
      document.split(/^## /m).find((candidate) => candidate.startsWith(`${section}\n`)) ?? assert.fail(section);
    const blocks = [...text.matchAll(/```sh\n(.*?)```/gs)].flatMap(([, block = ""]) => block.trim().split("\n"));
    return blocks.filter((line) => !line.startsWith("npm install"));
  }

  async function follow(lines: readonly string[]): Promise<void> {
    assert.ok(lines.length > 0);
    for (const line of lines) {
      const { exitCode, stdout, stderr } = await acme.shell(line, directory);
      assert.equal(exitCode, 0, `${line}\n${stdout}${stderr}`);
    }
  }

  it("publishes the installed package, with all that a clone says, and each version once", async () => {
    await follow(commands("Publish a version"));
    assert.deepEqual(byName(acme.packs[0]?.metadata.policies), byName(catalogue));
    assert.ok((await filesOf(acme)).has("dist/index.js"));
    const [command = ""] = commands("Publish a version");
    const again = await acme.shell(command, directory);
    assert.match(again.stderr, /error: Publish policy pack failed: \[409\]/);
  });

  it("checks a configuration", async () => {
    await follow(commands("Check a configuration"));
    const [, validate = ""] = commands("Check a configuration");
    await configure({ "lambda-python-runtime": { minimum: 3.12 } });
    const refused = await acme.shell(validate, directory);
    assert.notEqual(refused.exitCode, 0);
    assert.match(refused.stderr, /Invalid type\. Expected: string, given: number/);
    await configure({ "lambda-python-runtimes": { minimum: "3.12" } });
    assert.equal((await acme.shell(validate, directory)).exitCode, 0);
    await configure(documented());
  });

  it("enables it for a group, whose stack is stopped as the configuration says", async () => {
    await follow(commands("Enable it").slice(0, 3));
    assert.deepEqual([acme.required("shop", "dev").length, acme.required("shop", "prod").length], [1, 0]);
    const preview = await stack.preview();
    assert.notEqual(preview.exitCode, 0);
    assert.deepEqual(await readdir(path.join(acme.directory, "home/policies/acme")), [
      `pulumi-analyzer-${PACK}-v${VERSION}`,
    ]);
    assert.deepEqual(summary(preview), [
      "advisory lambda-handler-loads resize",
      "advisory required-tags legacy-uploads",
      "mandatory required-tags uploads",
    ]);
    const exempted = preview.violations.find(({ urn }) => urn.endsWith("::legacy-uploads"))?.message;
    assert.match(exempted ?? "", /Exempted until 2999-12-31 \(\d+ days left\): moves to the new site, OPS-411\./);
  });

  it("changes the configuration, and with one that is wrong stops every preview", async () => {
    const [, , enable = ""] = commands("Enable it");
    await configure({ all: "advisory", "required-tags": { tags: ["Team"] } });
    await follow([enable]);
    const warned = await stack.preview();
    assert.equal(warned.exitCode, 0, warned.stdout + warned.stderr);
    assert.deepEqual(summary(warned), [
      "advisory lambda-handler-loads resize",
      "advisory required-tags legacy-uploads",
      "advisory required-tags uploads",
    ]);
    await configure({ "lambda-python-runtime": { minimum: "three" } });
    await follow([enable]);
    const stopped = await stack.preview();
    assert.notEqual(stopped.exitCode, 0);
    assert.match(stopped.stdout + stopped.stderr, /"minimum": found "three", allowed text such as "3.12"/);
    assert.deepEqual(stopped.violations, []);
  });

  it("enables it for all stacks", async () => {
    await follow(commands("Enable it").slice(3));
    assert.deepEqual(acme.required("shop", "dev"), [VERSION]);
    assert.deepEqual(acme.required("shop", "prod"), [VERSION]);
  });

  it("upgrades it", async () => {
    await configure({ all: "advisory" });
    const manifest = path.join(directory, "node_modules", PACK, "package.json");
    const text = await readFile(manifest, "utf8");
    await writeFile(manifest, text.replace(`"version": "${VERSION}"`, `"version": "${LATER}"`));
    await follow(commands("Upgrade"));
    assert.deepEqual(acme.required("shop", "prod"), [LATER]);
  });

  it("takes it back", async () => {
    await follow(commands("Take it back"));
    assert.deepEqual(
      acme.packs.map(({ metadata }) => metadata.versionTag),
      [LATER],
    );
    const free = await stack.preview();
    assert.equal(free.exitCode, 0, free.stdout + free.stderr);
    assert.deepEqual(free.violations, []);
    assert.deepEqual(acme.service.unanswered, []);
  });
});

/** Level, policy and resource of each violation, sorted; without the policies on the structure of the program. */
function summary({ violations }: Run): readonly string[] {
  const shown = violations.filter(({ policy }) => /^(required-tags|lambda-handler-loads)$/.test(policy));
  return shown.map(({ level, policy, urn }) => `${level} ${policy} ${urn.split("::").at(-1)}`).sort();
}
