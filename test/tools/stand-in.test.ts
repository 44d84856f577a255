import assert from "node:assert/strict";
import { access, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import path from "node:path";
import { analyze, type Run, Stack, writeProgram } from "../../tools/engine";
import { repository } from "../../tools/programs";

const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

const program = `
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

const bucket = new aws.s3.Bucket("Bucket", { tags: { Owner: "me" } });
const queue = new aws.sqs.Queue("queue", { fifoQueue: true });
const role = new aws.iam.Role("role", {
  assumeRolePolicy: aws.iam.getPolicyDocumentOutput({
    statements: [{ actions: ["sts:AssumeRole"], principals: [{ type: "Service", identifiers: ["lambda.amazonaws.com"] }] }],
  }).json,
});
new aws.lambda.Function("function", {
  code: new pulumi.asset.FileArchive("./app"),
  environment: { variables: { PASSWORD: pulumi.secret("hush") } },
  handler: "main.handler",
  role: role.arn,
  runtime: "python3.12",
});
new aws.dynamodb.Table("table", {
  attributes: [{ name: "id", type: "S" }],
  billingMode: "PAY_PER_REQUEST",
  globalSecondaryIndexes: [{ name: "index", hashKey: "id", projectionType: "ALL" }],
  hashKey: "id",
});
const api = new aws.apigatewayv2.Api("api", { protocolType: "HTTP" });
const fallback = new aws.apigatewayv2.Stage("fallback", { apiId: api.id, name: "$default" });
const named = new aws.apigatewayv2.Stage("named", { apiId: api.id, name: "v1" });
const untyped: object = { bucket: bucket.id, queueConfigurations: [{ queueArn: queue.arn }] };
new pulumi.CustomResource("aws:s3/bucketNotification:BucketNotification", "notification", untyped);
const length: object = { length: 12 };
new pulumi.CustomResource("random:index/randomPassword:RandomPassword", "password", length);
console.log("the program was here");
export const urls = [api.apiEndpoint, fallback.invokeUrl, named.invokeUrl];
`;

const pack = `
const { PolicyPack } = require("@pulumi/policy");
new PolicyPack("toy", { policies: [{
  name: "no-buckets",
  description: "There are no buckets.",
  configSchema: { properties: { advice: { type: "string" } } },
  enforcementLevel: "mandatory",
  validateResource: (args, report) => {
    if (args.type === "aws:s3/bucket:Bucket") report("remove " + args.name + (args.getConfig().advice ?? ""));
  },
}] });
`;

interface Seen {
  readonly inputs: Record<string, unknown>;
  readonly outputs: Record<string, unknown>;
}

/** What the engine knew of each resource when it was done with it, by name. */
function resources(run: Run): Map<string, Seen> {
  const seen = new Map<string, Seen>();
  for (const { resOutputsEvent } of run.events) {
    const state = resOutputsEvent?.metadata.new;
    if (state) seen.set(state.urn.split("::")[3] ?? "", state);
  }
  return seen;
}

function resource(run: Run, name: string): Seen {
  const found = resources(run).get(name);
  assert.ok(found, `${name} is not in the run:\n${run.stdout}\n${run.stderr}`);
  return found;
}

describe("the AWS stand-in on the real engine", () => {
  let directory: string;
  let stack: Stack;
  let preview: Run;
  let up: Run;
  let stateFile: string;

  before(async () => {
    directory = await writeProgram({ "index.ts": program, "app/main.py": "def handler(event, context): ...\n" });
    stack = await Stack.create(directory, {
      config: { "aws:defaultTags": { tags: { Team: "images", Owner: "all" } } },
    });
    preview = await stack.preview();
    up = await stack.up();
    stateFile = await stack.export();
  });

  after(async () => {
    await stack?.remove();
    await rm(directory, { recursive: true });
  });

  it("previews, with outputs that only AWS knows unknown", () => {
    assert.equal(preview.exitCode, 0, preview.stdout);
    const { outputs } = resource(preview, "function");
    assert.deepEqual(
      [outputs.arn, outputs.invokeArn, outputs.architectures, outputs.handler],
      [UNKNOWN, UNKNOWN, UNKNOWN, "main.handler"],
    );
    assert.equal(resource(preview, "fallback").outputs.invokeUrl, UNKNOWN);
  });

  it("gives inputs the names, defaults, region and notes of the real provider's Check", () => {
    const { inputs } = resource(preview, "function");
    assert.match(String(inputs.name), /^function-[0-9a-f]{7}$/);
    assert.deepEqual(
      [inputs.memorySize, inputs.timeout, inputs.packageType, inputs.publish, inputs.reservedConcurrentExecutions],
      [128, 3, "Zip", false, -1],
    );
    assert.equal(inputs.region, "us-east-1");
    assert.match(String(resource(preview, "Bucket").inputs.bucket), /^bucket-[0-9a-f]{7}$/);
    assert.match(String(resource(preview, "queue").inputs.name), /^queue-[0-9a-f]{7}\.fifo$/);
    const state = resource(up, "function").inputs.name;
    assert.equal(state, inputs.name, "the name stays from preview to up");
  });

  it("lets an unknown key through, for a policy to stop", () => {
    assert.ok("queueConfigurations" in resource(preview, "notification").inputs);
  });

  it("merges default tags into tagsAll, and leaves tags alone", () => {
    const { inputs } = resource(preview, "Bucket");
    assert.deepEqual(withoutNotes(inputs.tags), { Owner: "me" });
    assert.deepEqual(withoutNotes(inputs.tagsAll), { Team: "images", Owner: "me" });
  });

  it("deploys, with ids, ARNs and URLs as AWS forms them", () => {
    assert.equal(up.exitCode, 0, up.stdout);
    const queue = resource(up, "queue").outputs;
    assert.equal(queue.url, `https://sqs.us-east-1.amazonaws.com/123456789012/${queue.name}`);
    const role = resource(up, "role").outputs;
    assert.equal(role.arn, `arn:aws:iam::123456789012:role/${role.name}`);
    assert.deepEqual(JSON.parse(String(role.assumeRolePolicy)), {
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: "lambda.amazonaws.com" } }],
    });
    const endpoint = String(resource(up, "api").outputs.apiEndpoint);
    assert.match(endpoint, /^https:\/\/\w{10}\.execute-api\.us-east-1\.amazonaws\.com$/);
    assert.equal(resource(up, "fallback").outputs.invokeUrl, `${endpoint}/`);
    assert.equal(resource(up, "named").outputs.invokeUrl, `${endpoint}/v1`);
  });

  it("has stand-ins for other providers, whose answers are unknown at preview", () => {
    assert.deepEqual(withoutNotes(resource(preview, "password").outputs), { length: 12 });
    assert.match(String(resource(up, "password").outputs.result), /^[0-9a-f]{12}$/);
  });

  it("reads capacities of zero from a table on demand, as AWS answers", () => {
    const { outputs } = resource(up, "table");
    assert.deepEqual([outputs.readCapacity, outputs.writeCapacity], [0, 0]);
    assert.deepEqual(outputs.globalSecondaryIndexes, [
      { name: "index", hashKey: "id", projectionType: "ALL", readCapacity: 0, writeCapacity: 0 },
    ]);
  });

  it("exports a state that holds no secret in plain text", async () => {
    const state = await readFile(stateFile, "utf8");
    assert.match(state, /arn:aws:lambda:us-east-1:123456789012:function:function-/);
    assert.doesNotMatch(state, /hush/);
  });

  it("updates in place, and replaces what cannot be", async () => {
    const file = path.join(stack.directory, "index.ts");
    await writeFile(
      file,
      program.replace("python3.12", "python3.13").replace('hashKey: "id",\n}', 'hashKey: "key",\n}'),
    );
    const changed = await stack.preview();
    assert.match(changed.stdout, /~ .*function update \[diff: ~runtime\]/);
    assert.match(changed.stdout, /\+- .*table replace \[diff: ~hashKey\]/);
    assert.match(changed.stdout, /9 unchanged/);
  });

  it("tells what a program printed", () => {
    assert.match(preview.stderr, /the program was here/);
  });

  describe("with a policy pack whose SDK is in a folder above it", () => {
    let root: string;
    let packDirectory: string;

    before(async () => {
      root = await writeProgram({
        "node_modules/toy/PulumiPolicy.yaml": "runtime: nodejs\nmain: index.js\n",
        "node_modules/toy/package.json": '{ "name": "toy", "version": "1.0.0", "main": "index.js" }',
        "node_modules/toy/index.js": pack,
      });
      packDirectory = path.join(root, "node_modules", "toy");
      await symlink(path.join(repository, "node_modules", "@pulumi"), path.join(root, "node_modules", "@pulumi"));
    });

    after(() => rm(root, { recursive: true }));

    it("stops a preview, and reports the violation", async () => {
      const run = await stack.preview({
        policyPack: packDirectory,
        policyPackConfig: { "no-buckets": { advice: "!" } },
      });
      assert.notEqual(run.exitCode, 0);
      assert.match(run.stdout, /❌ toy@v1\.0\.0/);
      const [violation, ...others] = run.violations;
      assert.deepEqual(others, []);
      assert.equal(violation?.policy, "no-buckets");
      assert.equal(violation?.level, "mandatory");
      assert.equal(violation?.urn, "urn:pulumi:dev::program::aws:s3/bucket:Bucket::Bucket");
      assert.match(violation?.message ?? "", /^There are no buckets\.\nremove Bucket!$/m);
    });

    it("checks an exported state", async () => {
      const run = await analyze(stateFile, { policyPack: packDirectory });
      assert.notEqual(run.exitCode, 0);
      assert.deepEqual(
        run.violations.map(({ policy, urn }) => [policy, urn]),
        [["no-buckets", "urn:pulumi:dev::program::aws:s3/bucket:Bucket::Bucket"]],
        `${run.stdout}\n${run.stderr}`,
      );
    });
  });
});

describe("a Node program with an empty asset, which the SDK for programs cannot take back from a provider", () => {
  it("fails, and does not wait for ever", async () => {
    const directory = await writeProgram({
      "index.ts": `
        import * as aws from "@pulumi/aws";
        import * as pulumi from "@pulumi/pulumi";
        new aws.lambda.Function("function", {
          code: new pulumi.asset.AssetArchive({ "__init__.py": new pulumi.asset.StringAsset("") }),
          role: "arn:aws:iam::123456789012:role/function",
        });`,
    });
    const stack = await Stack.create(directory);
    try {
      const run = await stack.preview();
      assert.notEqual(run.exitCode, 0);
      assert.match(run.stdout, /error: Error: Invalid asset encountered when unmarshaling/);
    } finally {
      await stack.remove();
      await rm(directory, { recursive: true });
    }
  });
});

describe("Node programs", () => {
  it("that fail in the SDK say why, and end", async () => {
    const directory = await writeProgram({
      "index.ts": 'import * as pulumi from "@pulumi/pulumi";\nnew pulumi.Config().require("size");\n',
    });
    const stack = await Stack.create(directory);
    try {
      const run = await stack.preview();
      assert.notEqual(run.exitCode, 0);
      assert.match(run.stdout, /error: Missing required configuration variable 'program:size'/);
    } finally {
      await stack.remove();
      await rm(directory, { recursive: true });
    }
  });

  it("serialise functions with what they capture, and make what is made at the end", async () => {
    const directory = await writeProgram({
      "Pulumi.yaml": "name: \u0024{PROJECT}\ndescription: \u0024{DESCRIPTION}\nruntime: nodejs\n",
      "package.json": '{ "dependencies": { "semver": "*" } }',
      "index.ts": `
        import * as aws from "@pulumi/aws";
        import * as semver from "semver";

        const table = new aws.dynamodb.Table("table", { attributes: [{ name: "id", type: "S" }], hashKey: "id" });
        const bucket = new aws.s3.Bucket("bucket");
        bucket.onObjectCreated("upload", async (event) => {
          console.log(semver.valid("1.0.0"), table.name.get(), event.Records?.length);
        });
        new aws.lambda.Function("packed", {
          code: new (require("@pulumi/pulumi").asset.FileArchive)("./app"),
          role: "arn:aws:iam::123456789012:role/packed",
        });`,
      "app/node_modules/left-pad/index.js": "exports.pad = 1;\n",
    });
    const stack = await Stack.create(directory);
    try {
      const run = await stack.preview();
      assert.equal(run.exitCode, 0, run.stdout + run.stderr);
      const made = run.events.flatMap(({ resourcePreEvent }) => resourcePreEvent?.metadata.new ?? []);
      const types = made.map(({ type }) => type);
      assert.ok(types.includes("aws:s3/bucketNotification:BucketNotification"), types.join(", "));
      const handler = made.find(({ urn }) => urn.endsWith("aws:lambda/function:Function::upload"));
      const code = Object.keys(handler?.inputs.code.assets ?? {});
      assert.ok(code.includes("__index.js"), code.join(", "));
      assert.ok(code.includes("node_modules/semver"), "packages lie where the program's own are");
      await access(path.join(stack.directory, "app/node_modules/left-pad/index.js"));
    } finally {
      await stack.remove();
      await rm(directory, { recursive: true });
    }
  });
});

describe("Python programs", () => {
  it("run with modules of their own, with providers of their own, and with what exists already", async () => {
    const directory = await writeProgram({
      "Pulumi.yaml": "name: program\nruntime:\n  name: python\n  options:\n    virtualenv: venv\n",
      "own.py": 'TAGS = {"Owner": "me"}\n',
      "__main__.py": `
import own
import pulumi
import pulumi_aws as aws

provider = aws.Provider("provider", region="eu-west-1", default_tags={"tags": {"Team": "images"}})
queue = aws.sqs.Queue("queue", tags=own.TAGS, opts=pulumi.ResourceOptions(provider=provider))
existing = aws.s3.Bucket.get("existing", "logs-of-old")
role = aws.iam.Role("role", assume_role_policy={
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}],
})
print("the program was here")
pulumi.export("policy", role.assume_role_policy.apply(lambda policy: policy[:12]))
pulumi.export("account", aws.get_caller_identity().account_id)
pulumi.export("existing", existing.arn)
`,
    });
    const stack = await Stack.create(directory);
    try {
      const run = await stack.preview();
      assert.equal(run.exitCode, 0, run.stdout);
      assert.match(run.stderr, /the program was here/);
      assert.match(run.stdout, /account *: "123456789012"/);
      assert.match(run.stdout, /policy *: "\{\\"Statement\\"/);
      assert.ok(!(await readdir(stack.directory)).includes("node_modules"), "packages of Node are not in its archives");
      assert.match(run.stdout, /existing *: "arn:aws:s3:::logs-of-old"/);
      const { inputs } = resource(run, "queue");
      assert.equal(inputs.region, "eu-west-1");
      assert.deepEqual(withoutNotes(inputs.tagsAll), { Team: "images", Owner: "me" });
    } finally {
      await stack.remove();
      await rm(directory, { recursive: true });
    }
  });

  it("that fail say why on stderr, and stop the preview", async () => {
    const directory = await writeProgram({
      "Pulumi.yaml": "name: program\nruntime: python\n",
      "__main__.py": 'raise ValueError("no such luck")\n',
    });
    const stack = await Stack.create(directory);
    try {
      const run = await stack.preview();
      assert.notEqual(run.exitCode, 0);
      assert.match(run.stderr, /__main__\.py", line 1[\s\S]*ValueError: no such luck/);
    } finally {
      await stack.remove();
      await rm(directory, { recursive: true });
    }
  });
});

function withoutNotes(value: unknown): unknown {
  return Object.fromEntries(Object.entries(value ?? {}).filter(([name]) => name !== "__defaults"));
}
