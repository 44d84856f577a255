import assert from "node:assert/strict";
import { holds } from "./support/campaign";
import { allPolicies, Judge, sorted } from "./support/judge";
import { fixedStack } from "./support/stack-fixes";
import { generatedStacksOf } from "./support/stacks";

/** What can be put right by another order, a setting or a declaration. */
const FIXED = [
  "apigatewayv2-stage-auto-deploy",
  "apigatewayv2-stage-routes",
  "lambda-layer-function-compatibility",
  "s3-notification-destination",
];

describe("doing what a finding in a stack says", () => {
  let judge: Judge;
  before(async () => {
    judge = await Judge.start();
    const fixed = FIXED.map((policy) => [policy, { level: "mandatory" }] as const);
    await judge.pack.configure({ ...allPolicies("disabled"), ...Object.fromEntries(fixed) });
  });
  after(() => judge.pack.stop());

  it("removes it", async () => {
    const fixes = new Map(FIXED.map((policy) => [policy, 0]));
    await holds(generatedStacksOf(FIXED), 200, async ({ resources }) => {
      for (const finding of await judge.stack(resources)) {
        const given = { ...finding, urn: finding.urn.replace(/::run-\d+-/, "::") };
        const fixed = fixedStack(resources, given);
        if (fixed === undefined) continue;
        fixes.set(finding.policy, (fixes.get(finding.policy) ?? 0) + 1);
        const [said = ""] = sorted([finding]);
        const after = sorted(await judge.stack(fixed));
        assert.ok(
          !after.includes(said),
          `still there: ${said}\n${JSON.stringify(resources)}\n${JSON.stringify(fixed)}`,
        );
      }
    });
    for (const [policy, count] of fixes) assert.ok(count > 0, `no finding of ${policy} was put right`);
  });
});
