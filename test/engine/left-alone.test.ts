import assert from "node:assert/strict";
import { rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { analyze, Stack, writeProgram } from "../../tools/engine";
import { temporaryDirectory } from "../../tools/programs";
import { policyPack } from "../support/pack-process";
import { exported } from "../support/state";

const options = {
  policyPack,
  policyPackConfig: { all: "advisory", "component-structure": { maxRootResources: 20 } },
};

/** Resources that the program takes from elsewhere, and grants of which nothing is known before the deployment. */
const PROGRAM = `
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

const tags = { Owner: "media" };
const existingBucket = aws.s3.Bucket.get("existing-bucket", "images");
const existingQueue = aws.sqs.Queue.get("existing-queue", "https://sqs.us-east-1.amazonaws.com/123456789012/archive");
const existingFunction = aws.lambda.Function.get("existing-function", "resize");
const existingTable = aws.dynamodb.Table.get("existing-table", "images");
new aws.s3.BucketNotification("to-existing", {
  bucket: existingBucket.id,
  queues: [{ queueArn: existingQueue.arn, events: ["s3:ObjectCreated:*"] }],
  lambdaFunctions: [{ lambdaFunctionArn: existingFunction.arn, events: ["s3:ObjectRemoved:*"] }],
});

const imported = new aws.sqs.Queue("imported", { name: "imported", tags }, { import: "https://sqs.us-east-1.amazonaws.com/123456789012/imported" });

const bucket = new aws.s3.Bucket("bucket", { tags });
const account = aws.getCallerIdentityOutput().accountId;
const queue = new aws.sqs.Queue("queue", {
  name: "uploads",
  tags,
  policy: aws.iam.getPolicyDocumentOutput({
    statements: [{
      actions: ["sqs:SendMessage"],
      principals: [{ type: "Service", identifiers: ["s3.amazonaws.com"] }],
      resources: ["*"],
      conditions: [{ test: "ArnEquals", variable: "aws:SourceArn", values: [bucket.arn] }],
    }],
  }).json,
});
new aws.s3.BucketNotification("to-queue", {
  bucket: bucket.id,
  queues: [{ queueArn: queue.arn, events: ["s3:ObjectCreated:*"] }],
});

new aws.lambda.Function("function", {
  runtime: "python3.12",
  handler: "app.handler",
  role: "arn:aws:iam::123456789012:role/lambda",
  code: new pulumi.asset.AssetArchive({
    "app.py": new pulumi.asset.StringAsset("def handler(event, context):\\n    return 1\\n"),
  }),
  layers: ["arn:aws:lambda:us-east-1:017000801446:layer:AWSLambdaPowertoolsPythonV3-python312-x86_64:5"],
  tags,
});
export const imports = imported.arn;
export const table = existingTable.name;
`;

describe("what is left alone on the real engine", () => {
  it("imported and read resources, literal layers, and policy documents that are unknown at preview", async () => {
    const program = await writeProgram({ "index.ts": PROGRAM });
    const stack = await Stack.create(program, { shared: true });
    try {
      for (const run of [await stack.preview(options), await stack.up(options), await stack.preview(options)]) {
        assert.equal(run.exitCode, 0, run.stdout + run.stderr);
        assert.deepEqual(run.violations, []);
      }
      const run = await analyze(await stack.export(), { ...options, cwd: stack.directory });
      assert.equal(run.exitCode, 0, run.stdout + run.stderr);
      assert.deepEqual(run.violations, []);
    } finally {
      await stack.remove();
      await rm(program, { recursive: true });
    }
  });

  it("resources that are deleted or about to be replaced", async () => {
    const directory = await temporaryDirectory();
    try {
      const file = path.join(directory, "state.json");
      const type = "aws:dynamodb/table:Table";
      const outputs = { tags: { Owner: "media" } };
      const table = { urn: `urn:pulumi:dev::site::${type}::table`, custom: true, type, outputs };
      const inputs = { hashKey: "id", attributes: [{ name: "id", type: "S" }], tags: { Owner: "media" } };
      const resources = [
        { ...table, id: "new", inputs: { ...inputs, billingMode: "PAY_PER_REQUEST" } },
        { ...table, id: "old", inputs, delete: true },
      ];
      await writeFile(file, exported(resources));
      const run = await analyze(file, options);
      assert.equal(run.exitCode, 0, run.stdout + run.stderr);
      assert.deepEqual(run.violations, []);
    } finally {
      await rm(directory, { recursive: true });
    }
  });
});
