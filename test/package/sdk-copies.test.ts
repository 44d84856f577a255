import assert from "node:assert/strict";
import { readFile, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { temporaryDirectory } from "../../tools/programs";
import { PackProcess } from "../support/pack-process";
import { secret, stringAsset } from "../support/wire";
import { installPackage, npmInstall } from "./install";

const PACK = `
const { PolicyPack } = require("@pulumi/policy");
const { serverlessPolicies } = require("aws-serverless-guard/policies");
new PolicyPack("acme", { policies: serverlessPolicies({ all: "mandatory", "lambda-python-runtime": "remediate" }) });
`;
const SECRET = "hunter2-secret-queue";
const urn = (type: string) => `urn:pulumi:dev::shop::${type}::a`;

const type = "aws:s3/bucketNotification:BucketNotification";
const queues = [{ queueArn: secret(SECRET), events: ["s3:ObjectCreated:*"] }];
const notification = { type, name: "a", urn: urn(type), properties: { bucket: "images", queues } };
const lambda = "aws:lambda/function:Function";
const code = { "app.py": stringAsset("x = 1\n") };
const resize = {
  type: lambda,
  name: "a",
  urn: urn(lambda),
  properties: { runtime: "python3.8", token: secret("t"), code },
};

/** A pack of one's own, with the version of the SDK that it asks for. */
describe("the policies in a pack whose SDK is another one", () => {
  let project: string;
  before(async () => {
    project = await installPackage("@pulumi/policy@1.20.0");
    await writeFile(path.join(project, "package.json"), '{ "name": "acme", "version": "1.0.0", "main": "index.js" }');
    await writeFile(path.join(project, "PulumiPolicy.yaml"), "runtime: nodejs\nmain: index.js\n");
    await writeFile(path.join(project, "index.js"), PACK);
  });
  after(() => rm(project, { recursive: true }));

  const installed = (...names: readonly string[]) => path.join(project, "node_modules", ...names);
  const versionOf = async (...names: readonly string[]) => {
    const manifest = await readFile(installed(...names, "@pulumi/policy/package.json"), "utf8");
    return (JSON.parse(manifest) as { version: string }).version.replace("v", "");
  };

  /** Checks that the pack shows no secret, and keeps what it repairs. */
  async function assertHidden(): Promise<void> {
    const pack = await PackProcess.start(project);
    try {
      const found = await pack.analyze(notification);
      const shown = found.find(({ policy }) => policy === "s3-notification-config")?.message ?? "";
      assert.match(shown, /queues\[0\]\.queueArn: \[secret\] is not an ARN/);
      assert.ok(!JSON.stringify([found, pack.printed]).includes(SECRET));
      assert.deepEqual(await pack.remediate(resize), { ...resize.properties, runtime: "python3.11" });
    } finally {
      await pack.stop();
    }
  }

  it("of an older version, which is the only one", async () => {
    assert.equal(await versionOf(), "1.20.0");
    await assert.rejects(versionOf("aws-serverless-guard/node_modules"), { code: "ENOENT" });
    await assertHidden();
  });

  it("than the one beneath the policies", async () => {
    const other = await temporaryDirectory();
    // Without one, npm installs into the directory above that has any.
    await writeFile(path.join(other, "package.json"), "{}");
    await npmInstall(other, "@pulumi/policy@1.21.0");
    await rename(path.join(other, "node_modules"), installed("aws-serverless-guard/node_modules"));
    await rm(other, { recursive: true });
    assert.deepEqual([await versionOf(), await versionOf("aws-serverless-guard/node_modules")], ["1.20.0", "1.21.0"]);
    await assertHidden();
  });

  it("and keeps a reference of its own to what decodes resources", async () => {
    const server = installed("@pulumi/policy/server.js");
    const source = await readFile(server, "utf8");
    const changed = source.replace('require("./deserialize")', '{ ...require("./deserialize") }');
    assert.notEqual(changed, source);
    await writeFile(server, changed);
    await assertHidden();
  });
});
