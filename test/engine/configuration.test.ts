import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { analyze, type PolicyOptions, Stack, writeProgram } from "../../tools/engine";
import { removeDirectory, repository, temporaryDirectory } from "../../tools/programs";
import { policyPack } from "../support/pack-process";
import { exported } from "../support/state";

/** A stack with one violation. */
const state = exported([
  {
    urn: "urn:pulumi:dev::images::aws:dynamodb/table:Table::images",
    type: "aws:dynamodb/table:Table",
    custom: true,
    id: "images",
    inputs: { billingMode: "PAY_PER_REQUEST", readCapacity: 5, tags: { Team: "media" } },
    outputs: {},
  },
]);

/** The same as a program. */
const program = `
import * as aws from "@pulumi/aws";
new aws.dynamodb.Table("images", {
  attributes: [{ name: "image_id", type: "S" }],
  hashKey: "image_id",
  billingMode: "PAY_PER_REQUEST",
  readCapacity: 5,
  tags: { Team: "media" },
});
`;

describe("configuration on the real engine", () => {
  let directory: string;
  let stateFile: string;
  before(async () => {
    directory = await temporaryDirectory();
    stateFile = path.join(directory, "state.json");
    await writeFile(stateFile, state);
  });
  after(() => removeDirectory(directory));

  it("is taken as README.md shows it", async () => {
    const readme = await readFile(path.join(repository, "README.md"), "utf8");
    const policyPackConfig: object = JSON.parse(/```json\n(.*?)```/s.exec(readme)?.[1] ?? "");
    const { exitCode, violations } = await analyze(stateFile, { policyPack, policyPackConfig });
    const shown = violations.map(({ policy, level }) => [policy, level]);
    assert.deepEqual(shown.sort(), [
      ["dynamodb-on-demand-capacity", "advisory"],
      ["required-tags", "mandatory"],
    ]);
    assert.notEqual(exitCode, 0);
  });

  it("says where the pages are that messages link to", async () => {
    const policyPackConfig = { catalogue: { pages: "https://docs.acme.example/", enforcementLevel: "advisory" } };
    const { violations } = await analyze(stateFile, { policyPack, policyPackConfig });
    const [last] = violations.map(({ message }) => message.trim().split("\n").at(-1));
    assert.equal(last, "https://docs.acme.example/dynamodb-on-demand-capacity.md");
  });

  describe("stops the run before anything is checked", () => {
    const refusal = 'configuring policy pack "aws-serverless-guard": ';
    const broken: [what: string, config: object, error: string][] = [
      [
        "at an option that the policy does not have",
        { "lambda-python-runtime": { Minimum: "3.12" } },
        `${refusal}invalid configuration of policy "lambda-python-runtime": ` +
          'unknown option "Minimum", allowed enforcementLevel, minimum, allowed, exemptions, inCodeExemptions or reportUnusedExemptions; did you mean "minimum"?',
      ],
      [
        "at an option of a policy that has none",
        { "dynamodb-on-demand-capacity": { minimum: 1 } },
        `${refusal}invalid configuration of policy "dynamodb-on-demand-capacity": ` +
          'unknown option "minimum", allowed enforcementLevel, exemptions, inCodeExemptions or reportUnusedExemptions',
      ],
      [
        "at a value that the option cannot have",
        { "lambda-python-runtime": { enforcementLevel: "advisory", minimum: "three" } },
        `${refusal}invalid configuration of policy "lambda-python-runtime": ` +
          '"minimum": found "three", allowed text such as "3.12"',
      ],
      [
        "at a regular expression that does not compile",
        { "required-tags": { tags: ["Team", { name: "Stage", pattern: "(dev" }] } },
        `${refusal}invalid configuration of policy "required-tags": ` +
          '"tags[1].pattern": found "(dev", allowed a regular expression in the syntax of RE2, which has no lookaround and no backreferences',
      ],
      [
        "at an exemption whose last day is none, whose reason is empty and whose glob cannot be parsed",
        { "required-tags": { exemptions: [{ resource: "legacy-[", reason: " ", expires: "2027-02-30" }] } },
        `${refusal}invalid configuration of policy "required-tags": ` +
          '"exemptions[0].resource": found "legacy-[", allowed a glob of *, ?, [abc] and {a,b} whose brackets are closed; ' +
          '"exemptions[0].reason": found " ", allowed text that is not blank; ' +
          '"exemptions[0].expires": found "2027-02-30", allowed a day such as 2027-03-31',
      ],
      [
        "at all that is wrong, and not at the first of it only",
        { "lambda-python-runtime": { minimum: "3" }, "lambda-layer-runtime-coverage": { required: [] } },
        `${refusal}invalid configuration of policy "lambda-python-runtime": ` +
          '"minimum": found "3", allowed text such as "3.12"\n' +
          'invalid configuration of policy "lambda-layer-runtime-coverage": "required": found [], allowed a list of at least 1 item',
      ],
      [
        "at options that contradict each other",
        {
          "required-tags": { tags: [{ name: "Stage", values: ["dev"], default: "prod" }] },
          "lambda-python-runtime": { minimum: "3.12", allowed: ["3.11"] },
        },
        `${refusal}invalid configuration of policy "lambda-python-runtime": ` +
          '"allowed": found "3.11", all older than option minimum "3.12" allows\n' +
          'invalid configuration of policy "required-tags": "tags[0].default": found "prod", allowed "dev"',
      ],
      [
        "at options of all policies that are not for all",
        { all: { enforcementLevel: "advisory", minimum: "3.12" } },
        `${refusal}invalid configuration of all policies: ` +
          'unknown option "minimum", allowed enforcementLevel, exemptions, inCodeExemptions or reportUnusedExemptions',
      ],
      [
        "at options of all policies without a level, in the engine's words",
        { all: { inCodeExemptions: true } },
        `${refusal}invalid enforcement level ""`,
      ],
      [
        "at the name of a policy that the pack does not have",
        { "lambda-python-runtimes": "advisory" },
        `${refusal}unknown policy "lambda-python-runtimes"; did you mean "lambda-python-runtime"?`,
      ],
      [
        "at a value of another type, in the engine's words",
        { "lambda-python-runtime": { minimum: 3.12 } },
        'validating policy config for "aws-serverless-guard": ' +
          "lambda-python-runtime: minimum: Invalid type. Expected: string, given: number",
      ],
      [
        "at a level that does not exist, in the engine's words",
        { "lambda-python-runtime": "strict" },
        'parsing enforcement level for "lambda-python-runtime": "strict" is not a valid enforcement level',
      ],
    ];
    for (const [what, policyPackConfig, error] of broken) {
      it(what, async () => {
        const { exitCode, stderr, violations } = await analyze(stateFile, { policyPack, policyPackConfig });
        assert.equal(stderr.slice(stderr.indexOf("error: ")).trim(), `error: loading policy packs: ${error}`);
        assert.notEqual(exitCode, 0);
        assert.deepEqual(violations, []);
      });
    }
  });

  describe("chooses the mode of a preview", () => {
    let programDirectory: string;
    let stack: Stack;
    before(async () => {
      programDirectory = await writeProgram({ "index.ts": program });
      stack = await Stack.create(programDirectory, { shared: true });
    });
    after(async () => {
      await stack.remove();
      await removeDirectory(programDirectory);
    });

    /** Whether the preview passes, and which policies show a violation at which level. */
    async function preview(policyPackConfig?: PolicyOptions["policyPackConfig"]) {
      const { exitCode, violations, stdout } = await stack.preview({
        policyPack,
        ...(policyPackConfig && { policyPackConfig }),
      });
      for (const { message } of violations) assert.ok(stdout.includes(message.split("\n")[0] ?? ""), stdout);
      return { passes: exitCode === 0, shown: violations.map(({ policy, level }) => [policy, level]) };
    }

    const policy = "dynamodb-on-demand-capacity";
    const stopped = { passes: false, shown: [[policy, "mandatory"]] };
    const warned = { passes: true, shown: [[policy, "advisory"]] };
    const silent = { passes: true, shown: [] };

    it("stops by default", async () => assert.deepEqual(await preview(), stopped));
    it("stops with config/mandatory.json", async () =>
      assert.deepEqual(await preview(path.join(repository, "config/mandatory.json")), stopped));
    it("warns with config/advisory.json", async () =>
      assert.deepEqual(await preview(path.join(repository, "config/advisory.json")), warned));
    it("warns where one policy is advisory", async () =>
      assert.deepEqual(await preview({ all: "mandatory", [policy]: { enforcementLevel: "advisory" } }), warned));
    it("is silent where the policy is disabled", async () =>
      assert.deepEqual(await preview({ all: "mandatory", [policy]: "disabled" }), silent));
    it("warns where the catalogue is pinned to a version before the policy", async () => {
      const pinned = (version: string) => ({ catalogue: { version, enforcementLevel: "advisory" } });
      assert.deepEqual(await preview(pinned("0.0")), warned);
      assert.deepEqual(await preview(pinned("0.1")), stopped);
    });
    it("repairs where the policy may", async () => {
      const { exitCode, violations, stdout } = await stack.preview({
        policyPack,
        policyPackConfig: { [policy]: "remediate" },
      });
      assert.deepEqual({ exitCode, violations }, { exitCode: 0, violations: [] });
      assert.match(stdout, /\[remediate\] +dynamodb-on-demand-capacity +\(1 resource\)/);
    });
  });
});
