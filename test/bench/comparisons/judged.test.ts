import assert from "node:assert/strict";
import { problemOf } from "../../../bench/comparisons/judged";
import { expectedPolicies, mix } from "../../../bench/mix/mix";
import type { Variant } from "../../../bench/variants";
import type { Run } from "../../../tools/engine";

const all = mix(1000);
const pack = { policyPack: "pack", command: ["pack"], cwd: ".", mark: "pack" } as const;
const judged = { resources: 1002, stacks: 1 };
const own: Variant = { name: "directory", pack, finds: "every flaw" };
const policies = (values: "known" | "unknown") => [...expectedPolicies(all, values)];

function runWith(found: readonly string[], exitCode = 0): Run {
  const violations = found.map((policy) => ({ policy, level: "advisory", urn: "", message: "" }) as const);
  return { exitCode, stdout: "", stderr: "no such file", violations, events: [], durationMs: 1 };
}

const problem = (variant: Variant, run: Run, how = judged, values: "known" | "unknown" = "known") =>
  problemOf(variant, run, how, { mix: all, values });

describe("a run", () => {
  it("of this pack finds every flaw that can be known, and nothing else", () => {
    assert.equal(problem(own, runWith(policies("known"))), undefined);
    assert.equal(problem(own, runWith(policies("unknown")), judged, "unknown"), undefined);
    assert.match(
      problem(own, runWith(policies("unknown"))) ?? "",
      /1000 resources: found .* instead of api-endpoint-output/,
    );
    assert.match(
      problem(own, runWith([...policies("known"), "component-structure"])) ?? "",
      /found .*component-structure/,
    );
    assert.match(problem(own, runWith([])) ?? "", /found nothing instead of/);
  });

  it("of awsguard finds something, and of a pack without policies nothing", () => {
    const awsguard: Variant = { name: "awsguard", pack, finds: "something" };
    assert.equal(problem(awsguard, runWith(["s3-bucket-logging"])), undefined);
    assert.match(problem(awsguard, runWith([])) ?? "", /awsguard, 1000 resources: nothing was found/);
    const empty: Variant = { name: "empty", pack, finds: "nothing" };
    assert.equal(problem(empty, runWith([])), undefined);
    assert.match(problem(empty, runWith(["s3-bucket-logging"])) ?? "", /found s3-bucket-logging instead of nothing/);
  });

  it("checks every resource, the stack and the provider, and all of them together once", () => {
    const found = runWith(policies("known"));
    assert.match(problem(own, found, { resources: 1001, stacks: 1 }) ?? "", /checked were .*1001.* not .*1002/);
    assert.match(problem(own, found, { resources: 1002, stacks: 0 }) ?? "", /checked were/);
    const none: Variant = { name: "none", finds: "nothing" };
    assert.equal(problem(none, runWith([]), { resources: 0, stacks: 0 }), undefined);
    assert.match(problem(none, runWith([])) ?? "", /checked were/);
  });

  it("ends well", () => {
    assert.match(problem(own, runWith(policies("known"), 255)) ?? "", /the CLI failed:\nno such file/);
  });
});
