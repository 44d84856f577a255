import assert from "node:assert/strict";
import { rm } from "node:fs/promises";
import { analyze, type Run, Stack, writeProgram } from "../../tools/engine";
import { remediations } from "../support/events";
import { loggedWith, outputsOf, outputsWith } from "../support/outputs";
import { policyPack } from "../support/pack-process";

/** Every secret has this in it, and nothing else does. */
const MARKER = "zqxmarker";
/** The same in what is no secret, and has to be found by the same search. */
const SHOWN = "zqxshown";

const PROGRAM = `
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

const token = new pulumi.Config().requireSecret("token");
const secret = (name: string) => pulumi.secret("${MARKER}-" + name);
const provider = new aws.Provider("provider", {
  region: "us-east-1",
  accessKey: token,
  secretKey: secret("key"),
  defaultTags: { tags: { Owner: secret("owner") } },
});
const options = { provider };

const role = new aws.iam.Role("role", { assumeRolePolicy: secret("policy"), tags: { Stage: secret("stage") } }, options);
const code = (text: string) => new pulumi.asset.AssetArchive({ "app.py": new pulumi.asset.StringAsset(text) });
const common = { role: role.arn, environment: { variables: { TOKEN: token, PLAIN: "${MARKER}-plain" } } };
new aws.lambda.Function("named", {
  ...common,
  runtime: pulumi.secret("python3.8"),
  handler: pulumi.interpolate\`\${token}.handler\`,
  code: code("import os\\nPASSWORD = '${MARKER}-password'  # ${MARKER}-comment\\n### Answer\\n"),
}, options);
new aws.lambda.Function("coded", {
  ...common,
  runtime: "python3.12",
  handler: "app.handler",
  code: token.apply((text) => code("import " + text.replace("-", "_") + "\\n### Answer\\n" )),
}, options);
new aws.dynamodb.Table("table", {
  billingMode: "PAY_PER_REQUEST",
  readCapacity: pulumi.secret(5),
  hashKey: secret("hash"),
  attributes: [{ name: secret("attribute"), type: secret("type") }],
  globalSecondaryIndexes: pulumi.secret([{ name: "${MARKER} index", hashKey: "${MARKER}-range", projectionType: "ALL", writeCapacity: 1 }]),
  tags: pulumi.secret({ Stage: "${MARKER}-prod", "policy-exempt/component-tags": "${MARKER}-reason" }),
}, options);
new aws.dynamodb.Table("open", { hashKey: "id", attributes: [{ name: "id", type: "${SHOWN}" }] }, options);
new aws.s3.BucketNotification("notification", {
  bucket: secret("bucket"),
  queues: [{ queueArn: secret("arn"), events: [secret("event")], filterPrefix: secret("prefix") }],
}, options);
export const output = secret("output");
`;

const config = (level: string) => ({
  all: { enforcementLevel: level, inCodeExemptions: true },
  "required-tags": {
    enforcementLevel: level,
    tags: [
      { name: "Stage", values: ["dev"] },
      { name: "Team", default: "media" },
    ],
    inCodeExemptions: true,
  },
});

describe("secrets on the real engine", () => {
  let program: string;
  let stack: Stack;
  before(async () => {
    program = await writeProgram({ "index.ts": PROGRAM });
    stack = await Stack.create(program, { shared: true });
    await stack.setSecret("token", `${MARKER}-token`);
  });
  after(async () => {
    await stack.remove();
    await rm(program, { recursive: true });
  });

  for (const level of ["mandatory", "remediate", "advisory"]) {
    it(`are in nothing that a preview says or reports at the level ${level}`, async () => {
      const run = await stack.preview({ policyPack, policyPackConfig: config(level), color: level === "mandatory" });
      assert.equal(run.exitCode === 0, level === "advisory", run.stderr);
      assertFound(run, ["dynamodb-attribute-definitions", "lambda-code-scaffolding", "s3-notification-config"]);
      if (level === "remediate") assert.ok(remediations(run).length > 0);
      await assertHidden(run, ["stdout", "findings", "SARIF", "JUnit"]);
    });
  }

  it("are in nothing that the engine logs because of the pack", async () => {
    const verbose = { verbose: true } as const;
    const without = await stack.preview(verbose);
    const run = await stack.preview({ ...verbose, policyPack, policyPackConfig: config("mandatory") });
    assert.match(run.stderr, /Analyze\(aws:dynamodb\/table:Table\) success: failures=#[1-9]/);
    await assertHidden(run, ["stdout", "findings", "SARIF", "JUnit"]);
    // The engine itself logs what it sends and is sent, secrets too.
    const [own, all] = [loggedWith(without, MARKER), loggedWith(run, MARKER)];
    assert.ok(own.size > 0);
    assert.deepEqual([...all].sort(), [...own].sort());
  });

  it("are in nothing that an update says or reports, nor the analysis of the state that it leaves", async () => {
    const up = await stack.up({ policyPack, policyPackConfig: config("advisory") });
    assert.equal(up.exitCode, 0, up.stdout + up.stderr);
    assertFound(up, ["dynamodb-attribute-definitions", "lambda-handler-loads", "required-tags"]);
    await assertHidden(up, ["stdout", "findings", "SARIF", "JUnit"]);
    const run = await analyze(await stack.export(), { policyPack, policyPackConfig: config("mandatory") });
    assertFound(run, ["dynamodb-attribute-definitions", "lambda-python-runtime"]);
    await assertHidden(run, ["findings", "SARIF", "JUnit"]);
  });
});

function assertFound(run: Run, policies: readonly string[]): void {
  const found = new Set(run.violations.map(({ policy }) => policy));
  assert.deepEqual(
    policies.filter((policy) => !found.has(policy)),
    [],
    run.stdout + run.stderr,
  );
  assert.ok(run.violations.some(({ message }) => message.includes("[secret]")));
}

/** @param shown in which outputs the findings are */
async function assertHidden(run: Run, shown: readonly string[]): Promise<void> {
  const outputs = await outputsOf(run);
  assert.deepEqual(outputsWith(outputs, MARKER), []);
  assert.deepEqual(outputsWith(outputs, "[secret]"), shown);
  assert.deepEqual(outputsWith(outputs, SHOWN), shown);
}
