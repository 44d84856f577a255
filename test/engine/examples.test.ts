import assert from "node:assert/strict";
import path from "node:path";
import { analyze, type Run, Stack } from "../../tools/engine";
import { readDocument } from "../support/documents";
import { packDirectory, policyPack } from "../support/pack-process";

const pipelines = path.join(packDirectory, "examples/image-pipeline");

/** Advisory and mandatory policies alike, so that a run that is stopped early would be noticed. */
const options = { policyPack, policyPackConfig: { all: "advisory" } };

/** By number of the documented failure. */
const FLAWED = [
  "apigatewayv2-stage-auto-deploy: api-stage", // 4: pinned to a deployment
  "apigatewayv2-stage-auto-deploy: api-stage", // 4: access log format of several lines
  "apigatewayv2-stage-routes: api-deployment", // 4
  "component-structure: stack", // 1
  "dynamodb-attribute-definitions: images-table", // 2: status
  "dynamodb-attribute-definitions: images-table", // 2: created_at
  "dynamodb-on-demand-capacity: images-table", // 13
  "lambda-code-imports: inference-function", // 9: numpy, which nothing ships
  "lambda-code-scaffolding: preprocess-function", // 15
  "lambda-dynamodb-requests: api-function",
  "lambda-handler-http-event: api-function", // 7: path
  "lambda-handler-http-event: api-function", // 7: httpMethod
  "lambda-handler-traceback: api-function", // 8
  "lambda-handler-unused-imports: inference-function", // 9
  "lambda-layer-runtime-coverage: shared-layer", // 6
  "lambda-python-runtime: api-function", // 5
  "lambda-python-runtime: inference-function", // 5
  "lambda-python-runtime: preprocess-function", // 5
  "required-tags: stack", // 14
  "s3-notification-config: upload-notification", // 3
];
const FLAWED_ONCE_KNOWN = ["api-endpoint-output: stack", "lambda-code-permissions: api-function", ...FLAWED].sort(); // 11
const FLAWED_COMPONENT = [
  "component-outputs: pipeline", // 10
  "component-tags: pipeline-api-log-group", // 14, inheritance
  "component-tags: pipeline-api-stage", // 14, inheritance
  "component-tags: pipeline-image-api", // 14, inheritance
  "component-tags: pipeline-inference-log-group", // 14, inheritance
  "component-tags: pipeline-preprocess-log-group", // 14, inheritance
  "resource-parent: stack", // 12
];

const EXPECTED = {
  flawed: FLAWED_ONCE_KNOWN,
  "flawed-component": FLAWED_COMPONENT,
  ideal: [],
} as const;

describe("the image pipelines on the real engine", () => {
  for (const [program, expected] of Object.entries(EXPECTED)) {
    it(`${program}: each failure at its resource, in Python and in TypeScript`, async () => {
      const runs = await Promise.all(["python", "typescript"].map((language) => lifecycle(program, language)));
      for (const { preview, ...later } of runs) {
        // What is exported is unknown before the first deployment.
        assert.deepEqual(found(preview), program === "flawed" ? FLAWED : expected);
        for (const run of Object.values(later)) assert.deepEqual(found(run), expected);
      }
      if (program !== "flawed") return;
      assert.ok(shownInReadme.length > 0);
      assert.deepEqual(shownInReadme.filter(isMissingIn(runs[0]?.preview)), []);
    });
  }
});

/** The findings of the transcript in README.md, as `policy: message`. */
const shownInReadme = [
  ...readDocument("README.md").matchAll(/^ {8}- \[\w+\] \[severity: \w+\] {2}(\S+) .*\n((?: {10}.*\n)+)/gm),
].map(([, policy = "", lines = ""]) => `${policy}: ${lines.replace(/^ {10}/gm, "").trimEnd()}`);

function isMissingIn(run: Run | undefined) {
  const messages = run?.violations.map(({ policy, message }) => `${policy}: ${message.trimEnd()}`) ?? [];
  return (finding: string) => !messages.includes(finding);
}

/** A program's whole life: preview, deployment, preview without change, and its exported state. */
async function lifecycle(program: string, language: string) {
  const stack = await Stack.create(path.join(pipelines, program, language), { copyRoot: pipelines, shared: true });
  try {
    const preview = await stack.preview(options);
    const up = await stack.up(options);
    const secondPreview = await stack.preview(options);
    const state = await stack.export();
    return { preview, up, secondPreview, analyze: await analyze(state, { ...options, cwd: stack.directory }) };
  } finally {
    await stack.remove();
  }
}

/** Policy and logical name of each violation, sorted; a run that failed for another reason is an error. */
function found(run: Run): readonly string[] {
  assert.equal(run.exitCode, 0, `${run.stdout}\n${run.stderr}`);
  const name = (urn: string) => (urn.includes("pulumi:pulumi:Stack::") ? "stack" : (urn.split("::").at(-1) ?? ""));
  return run.violations.map(({ policy, urn }) => `${policy}: ${name(urn)}`).sort();
}
