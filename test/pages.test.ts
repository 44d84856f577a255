import assert from "node:assert/strict";
import type { Metadata } from "../kit/metadata";
import { policies } from "../policies";
import { type Run, Stack, writeProgram } from "../tools/engine";
import { type Language, languages, type ProgramFiles, policyExamples } from "../tools/policy-examples";
import { executable, removeDirectory } from "../tools/programs";

/** Policies that judge values which AWS decides, so that a stack has to be there. */
const judgedOnceDeployed: readonly string[] = ["api-endpoint-output", "component-outputs"];

describe("the programs of the policies' pages, on the real engine", () => {
  for (const { metadata } of policies) {
    const { name } = metadata;
    it(`${name}: the violating ones have the finding on the page, and no other of any policy`, async () => {
      const { violating, finding } = await policyExamples(name);
      for (const run of await runs(metadata, violating)) {
        assert.equal(printed(run), finding, run.stderr);
        assert.deepEqual([policiesIn(run), errors(run)], [[name], finding.startsWith("[advisory]") ? [] : [STOPPED]]);
      }
    });
    it(`${name}: the complying ones pass every policy`, async () => {
      const { complying, finding } = await policyExamples(name);
      for (const run of await runs(metadata, complying)) {
        assert.deepEqual([policiesIn(run), errors(run), run.exitCode], [[], [], 0], run.stdout + run.stderr);
        assert.ok(resources(run).has(subject(finding)), `there is no ${subject(finding)}, which the finding is about`);
      }
    });
  }
});

/** What the engine says of a preview that policies stopped; a program that fails says more. */
const STOPPED = "preview failed";

/** A preview of the program in each language, with the pack as it is where nobody configures it. */
function runs({ name }: Metadata, files: ProgramFiles): Promise<readonly Run[]> {
  return Promise.all(languages.map((language) => preview(files, language, judgedOnceDeployed.includes(name))));
}

async function preview(files: ProgramFiles, { runtime }: Language, deploy: boolean): Promise<Run> {
  const program = await writeProgram({ ...files, "Pulumi.yaml": `name: images\nruntime: ${runtime}\n` });
  try {
    const stack = await Stack.create(program);
    try {
      if (deploy) await stack.up();
      // The form of the pack that starts sooner. Other tests see to it that both find the same.
      return await stack.preview({ policyPack: executable });
    } finally {
      await stack.remove();
    }
  } finally {
    await removeDirectory(program);
  }
}

/** What the engine prints beneath the name of the pack, without indentation. */
function printed({ stdout }: Run): string {
  const [section = ""] = stdout.split("\nPolicies:\n").slice(1);
  const [, ...lines] = section.slice(0, section.indexOf("\n\n")).split("\n");
  return lines.map((line) => `${line.replace(/^ {8}(- | {2})/, "")}\n`).join("");
}

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
