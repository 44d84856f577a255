import assert from "node:assert/strict";
import type { EnforcementLevel as EnforcementName } from "@pulumi/policy";
import { EnforcementLevel, type PolicyInfo, PolicySeverity } from "@pulumi/pulumi/proto/analyzer_pb";
import { policies } from "../../policies";
import { PackProcess } from "../support/pack-process";

describe("what the pack tells the engine of its policies", () => {
  let told: ReadonlyMap<string, PolicyInfo.AsObject>;
  before(async () => {
    const pack = await PackProcess.start();
    told = await pack.info();
    await pack.stop();
  });

  it("is about every policy of the catalogue, in its order", () => {
    assert.deepEqual(
      [...told.keys()],
      policies.map(({ metadata }) => metadata.name),
    );
  });

  for (const { metadata, url } of policies) {
    it(`is what ${metadata.name} states about itself`, () => {
      const info = told.get(metadata.name);
      assert.ok(info);
      const { description, severity, enforcementlevel, remediationSteps, tagsList, framework } = info;
      assert.deepEqual(
        { description, remediationSteps, tagsList, url: info.url },
        {
          description: metadata.description,
          remediationSteps: metadata.remediationSteps,
          tagsList: metadata.tags,
          url,
        },
      );
      const severityName = metadata.severity.toUpperCase() as Uppercase<typeof metadata.severity>;
      assert.equal(severity, PolicySeverity[`POLICY_SEVERITY_${severityName}`]);
      assert.equal(enforcementlevel, EnforcementLevel[metadata.level.toUpperCase() as Uppercase<EnforcementName>]);
      assert.equal(framework?.reference, metadata.framework?.reference);
    });
  }

  it("names the published control that demands the same, in its own words", () => {
    assert.deepEqual(told.get("lambda-python-runtime")?.framework, {
      name: "AWS Foundational Security Best Practices",
      version: "1.0.0",
      reference: "Lambda.2",
      specification: "Lambda functions should use supported runtimes",
    });
  });
});
