import assert from "node:assert/strict";
import { policies } from "../policies";
import type { Run } from "../tools/engine";
import { previews, printedFinding, shownRuns } from "../tools/page-programs";
import { policyExamples } from "../tools/policy-examples";

describe("the programs of the policies' pages, on the real engine", () => {
  for (const { metadata } of policies) {
    const { name } = metadata;
    it(`${name}: the violating ones have the finding on the page, and no other of any policy`, async () => {
      const { violating, finding } = await policyExamples(name);
      const runs = await previews(name, violating);
      for (const run of shownRuns(name, runs)) assert.equal(printedFinding(run), finding, run.stdout + run.stderr);
      for (const run of runs) {
        assert.deepEqual(
          [policiesIn(run), errors(run)],
          [[name], finding.startsWith("[advisory]") ? [] : [STOPPED]],
          run.stdout,
        );
      }
    });
    it(`${name}: the complying ones pass every policy`, async () => {
      const { complying, finding } = await policyExamples(name);
      for (const run of await previews(name, complying)) {
        assert.deepEqual([policiesIn(run), errors(run), run.exitCode], [[], [], 0], run.stdout + run.stderr);
        assert.ok(resources(run).has(subject(finding)), `there is no ${subject(finding)}, which the finding is about`);
      }
    });
  }
});

/** What the engine says of a preview that policies stopped; a program that fails says more. */
const STOPPED = "preview failed";

/** The name of the resource that a finding is about, from its first line. */
function subject(finding: string): string {
  return /^.* (\S+)\)\n/.exec(finding)?.[1] ?? "";
}

function resources({ events }: Run): ReadonlySet<string> {
  const urns = events.flatMap(({ resourcePreEvent }) => resourcePreEvent?.metadata.urn ?? []);
  return new Set(urns.map((urn) => urn.slice(urn.lastIndexOf("::") + 2)));
}

function policiesIn({ violations }: Run): readonly string[] {
  return violations.map(({ policy }) => policy);
}

function errors({ events }: Run): readonly string[] {
  return events.flatMap(({ diagnosticEvent }) =>
    diagnosticEvent?.severity === "error" ? [diagnosticEvent.message.trim()] : [],
  );
}
