import assert from "node:assert/strict";
import { readFile, rm } from "node:fs/promises";
import { isDeepStrictEqual } from "node:util";
import { type Run, Stack, writeProgram } from "../../tools/engine";
import { remediations } from "../support/events";
import { policyPack } from "../support/pack-process";

const HANDLER = "def handler(event, context):\n    return event\n";

/** Everything that the pack repairs, beside what a repair must not lose: archives, secrets, unknown values. */
const PROGRAM = `
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

const tags = { Owner: "media" };
const role = new aws.iam.Role("role", { assumeRolePolicy: "{}", tags });
const layer = new aws.lambda.LayerVersion("layer", {
  layerName: "shared",
  compatibleRuntimes: ["python3.8", "python3.9"],
  code: new pulumi.asset.AssetArchive({ "python/shared.py": new pulumi.asset.StringAsset("A = 1\\n") }),
});
const common = { role: role.arn, runtime: "python3.8", handler: "app.handler", layers: [layer.arn], tags };
new aws.lambda.Function("inline", {
  ...common,
  code: new pulumi.asset.AssetArchive({
    "app.py": new pulumi.asset.StringAsset(${JSON.stringify(HANDLER)}),
    lib: new pulumi.asset.AssetArchive({ "a.txt": new pulumi.asset.StringAsset("a") }),
    directory: new pulumi.asset.FileArchive("./app"),
  }),
  environment: { variables: { TOKEN: pulumi.secret("s3cr3t"), ROLE: role.arn } },
});
new aws.lambda.Function("directory", { ...common, code: new pulumi.asset.FileArchive("./app") });
new aws.dynamodb.Table("table", {
  hashKey: "id",
  attributes: [{ name: "id", type: "S" }],
  billingMode: "PAY_PER_REQUEST",
  readCapacity: 5,
  writeCapacity: 5,
  tags: pulumi.secret({ Owner: "media" }),
});
`;

const options = {
  policyPack,
  policyPackConfig: {
    all: "disabled",
    "lambda-python-runtime": "remediate",
    "lambda-layer-runtime-coverage": "remediate",
    "dynamodb-on-demand-capacity": "remediate",
    "required-tags": { enforcementLevel: "remediate", tags: [{ name: "Stage", default: "dev" }] },
  },
};

describe("remediation on the real engine", () => {
  let program: string;
  let stack: Stack;
  before(async () => {
    program = await writeProgram({ "index.ts": PROGRAM, "app/app.py": HANDLER });
    stack = await Stack.create(program, { shared: true });
  });
  after(async () => {
    await stack.remove();
    await rm(program, { recursive: true });
  });

  it("shows at preview what it repairs, and touches nothing else", async () => {
    const run = await succeeded(stack.preview(options));
    const repairs = remediations(run).map(({ resourceUrn, policyName, before, after }) => {
      const changed = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
        (name) => !isDeepStrictEqual(withoutHashes(before[name]), withoutHashes(after[name])),
      );
      return `${resourceUrn.split("::").at(-1)} ${policyName}: ${changed.sort().join(", ")}`;
    });
    assert.deepEqual(repairs.sort(), [
      "directory lambda-python-runtime: runtime",
      "directory required-tags: tags, tagsAll",
      "inline lambda-python-runtime: runtime",
      "inline required-tags: tags, tagsAll",
      "layer lambda-layer-runtime-coverage: compatibleRuntimes",
      "role required-tags: tags, tagsAll",
      "table dynamodb-on-demand-capacity: readCapacity, writeCapacity",
      "table required-tags: tagsAll", // and tags, which are secret, so that the event does not show them
    ]);
  });

  it("deploys the repaired inputs, and repeats without a change", async () => {
    await succeeded(stack.up(options));
    const inputs = await deployedInputs(stack);
    assert.equal(inputs.inline?.runtime, "python3.11");
    assert.deepEqual(inputs.layer?.compatibleRuntimes, ["python3.8", "python3.9", "python3.11"]);
    assert.deepEqual([inputs.table?.readCapacity, inputs.table?.writeCapacity], [undefined, undefined]);
    assert.deepEqual(inputs.role?.tags, { Owner: "media", Stage: "dev", __defaults: [] });

    const { code, environment } = inputs.inline as unknown as {
      code: { assets: Record<string, { text?: string; path?: string; assets?: object }> };
      environment: { variables: { TOKEN: { ciphertext?: string }; ROLE: string } };
    };
    assert.equal(code.assets["app.py"]?.text, HANDLER);
    assert.equal(code.assets.directory?.path, "./app");
    assert.deepEqual(Object.keys(code.assets.lib?.assets ?? {}), ["a.txt"]);
    assert.ok(environment.variables.TOKEN.ciphertext, "the secret is no longer one");
    assert.match(environment.variables.ROLE, /^arn:aws:iam:/);
    const { tags } = inputs.table as unknown as { tags: { ciphertext?: string } };
    assert.ok(tags.ciphertext, "the secret tags are no longer secret");

    const again = await succeeded(stack.up(options));
    const operations = again.events.flatMap(({ resourcePreEvent }) => resourcePreEvent?.metadata.op ?? []);
    assert.ok(operations.length > 5);
    assert.deepEqual([...new Set(operations)], ["same"]);
  });
});

async function succeeded(running: Promise<Run>): Promise<Run> {
  const run = await running;
  assert.equal(run.exitCode, 0, run.stdout + run.stderr);
  assert.deepEqual(run.violations, []);
  return run;
}

async function deployedInputs(stack: Stack): Promise<Readonly<Record<string, Readonly<Record<string, unknown>>>>> {
  const state = JSON.parse(await readFile(await stack.export(), "utf8")) as {
    deployment: { resources: { urn: string; inputs?: Record<string, unknown> }[] };
  };
  const entries = state.deployment.resources.map(({ urn, inputs }) => [urn.split("::").at(-1), inputs ?? {}] as const);
  return Object.fromEntries(entries);
}

/** The engine takes the hash of an asset anew. */
function withoutHashes(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(withoutHashes);
  const entries = Object.entries(value).filter(([key]) => key !== "hash");
  return Object.fromEntries(entries.map(([key, child]) => [key, withoutHashes(child)]));
}
