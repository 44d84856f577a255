import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { AcmeOrganisation } from "../support/organisation";
import { packDirectory } from "../support/pack-process";
import { byName, catalogue, filesOf } from "../support/published";

describe("pulumi policy publish from a clone", () => {
  let acme: AcmeOrganisation;
  let files: ReadonlyMap<string, Buffer>;
  before(async () => {
    acme = await AcmeOrganisation.create();
    const untouched = await readdir(packDirectory);
    const { exitCode, stdout, stderr } = await acme.shell("pulumi policy publish acme", packDirectory);
    assert.equal(exitCode, 0, stdout + stderr);
    const said = stderr
      .split("\n")
      .filter((line) => !/^(|Logging in .*|warning: using pulumi-analyzer-.*)$/.test(line));
    assert.deepEqual(said, []);
    assert.deepEqual(await readdir(packDirectory), untouched);
    files = await filesOf(acme);
  });
  after(() => acme.remove());

  it("says what the pack is", async () => {
    assert.deepEqual(acme.service.unanswered, []);
    assert.deepEqual(
      acme.packs.map(({ complete }) => complete),
      [true],
    );
    const { policies: _, metadata: repository, ...pack } = acme.packs[0]?.metadata ?? assert.fail();
    const { version, description } = JSON.parse(await readFile(path.join(packDirectory, "package.json"), "utf8"));
    assert.deepEqual(pack, {
      name: "aws-serverless-guard",
      displayName: "AWS Serverless Guard",
      versionTag: version,
      description: description.replace("Pulumi policy pack that stops", "Stops"),
      provider: "AWS",
      repository: "https://github.com/aws-serverless-guard/aws-serverless-guard",
      runtime: "nodejs",
      tags: ["aws", "lambda", "serverless"],
    });
  });

  it("says of every policy what the catalogue does, with the options", () => {
    assert.deepEqual(byName(acme.packs[0]?.metadata.policies), byName(catalogue));
  });

  it("packs what the pack runs with, and nothing else", async () => {
    const whole = ["CHANGELOG.md", "LICENSE", "PulumiPolicy.yaml", "README.md", "config.schema.json", "package.json"];
    const expected = [
      ...whole,
      ...(await filesIn("bin")),
      ...(await filesIn("config")),
      ...(await filesIn("template")),
      "dist/cli.js",
      "dist/cli-draw.js",
      ...[
        "authoring.ts",
        "index.ts",
        "library.ts",
        "pack.ts",
        "samples.ts",
        "testing.ts",
        ...(await Promise.all(["aws", "code", "engine", "kit", "policies", "testing"].map(filesIn))).flat(),
      ].flatMap((source) =>
        path.extname(source) === ".ts"
          ? [".js", ".d.ts"].map((extension) => `dist/${source.slice(0, -3)}${extension}`)
          : [`dist/${source}`],
      ),
    ];
    assert.deepEqual([...files.keys()].sort(), expected.sort());
  });

  it("packs nothing that names the machine", () => {
    const naming = [...files].filter(
      ([, content]) => content.includes(packDirectory) || content.includes(acme.directory),
    );
    assert.deepEqual(
      naming.map(([name]) => name),
      [],
    );
  });
});

async function filesIn(name: string): Promise<string[]> {
  const entries = await readdir(path.join(packDirectory, name), { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  return files.map((entry) => path.relative(packDirectory, path.join(entry.parentPath, entry.name)));
}
