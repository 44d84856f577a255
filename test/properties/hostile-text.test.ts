import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { Readable } from "node:stream";
import fc from "fast-check";
import { explain } from "../../cli/explain";
import { readStream } from "../../cli/report/events";
import { junit } from "../../cli/report/junit";
import { outcomeOf } from "../../cli/report/outcome";
import { sarif } from "../../cli/report/sarif";
import { policies } from "../../policies";
import { removeDirectory, temporaryDirectory } from "../../tools/programs";
import { cli, parseJunit, sarifErrors } from "../cli/support";
import type { Diagnostic, WireResource } from "../support/pack-process";
import { wireComponents, wireResource } from "../support/resource-table";
import { holds } from "./support/campaign";
import { HOSTILE_TEXTS, hostileText } from "./support/hostile";
import { hostileLike, withHostileNames } from "./support/hostile-values";
import { allPolicies, Judge, STRICT } from "./support/judge";
import { assertFinding, assertPrintable } from "./support/printed";
import { stacks, tables } from "./support/samples";

/** Findings as the engine tells them, for the reports: they are written once all of them have been made. */
const told: object[] = [];

function check(found: readonly Diagnostic[], names: readonly string[]): void {
  for (const { message } of found) assertFinding(message);
  for (const [at, { policy, level, urn, message }] of found.entries()) {
    if (told.length > 3_000) return;
    const name = names[at % names.length] ?? "";
    told.push({
      sequence: told.length,
      policyEvent: {
        resourceUrn: `${urn}${name}`,
        message,
        color: "never",
        policyName: policy,
        policyPackName: "aws-serverless-guard",
        policyPackVersion: "0.1.0",
        enforcementLevel: level,
      },
    });
  }
}

describe("hostile texts", () => {
  let judge: Judge;
  before(async () => {
    judge = await Judge.start();
  });
  after(() => judge.pack.stop());

  it("in the rows of resource policies show as text", async () => {
    const rows = tables.resources.flatMap((table) =>
      [...table.violates, ...(table.advises ?? [])].map((row) => ({ table, row })),
    );
    const cases = fc.nat(rows.length - 1).chain((index) => {
      const { table, row } = rows[index] ?? assert.fail();
      const name = hostileLike("name");
      return fc.tuple(
        fc.constant({ table, row }),
        withHostileNames(row.inputs),
        withHostileNames(row.options ?? {}),
        name,
      );
    });
    await holds(cases, 300, async ([{ table, row }, inputs, options, name]) => {
      const refused = await refusal(judge, row.options === undefined ? {} : { [table.policy]: options });
      if (refused !== undefined) return assertPrintable(refused);
      for (const component of wireComponents(row)) await judge.pack.analyze(component);
      check(await judge.resource({ ...wireResource(table, row, inputs), name }), [name]);
    });
  });

  it("in the rows of stack policies show as text", async () => {
    await refusal(judge, STRICT);
    const cases = fc.nat(stacks.length - 1).chain((index) => {
      const { resources, inputs } = stacks[index] ?? assert.fail();
      return fc.tuple(fc.tuple(...resources.map(renamed)), fc.constant(inputs));
    });
    await holds(cases, 200, async ([resources, inputs]) => {
      check(
        await judge.stack(resources, inputs),
        resources.map(({ name }) => name),
      );
    });
  });

  it("in exemptions show as text", async () => {
    const exemption = fc.record({
      resource: hostileText,
      reason: hostileText,
      expires: fc.constantFrom("2020-01-01", "2999-01-01"),
    });
    const cases = fc.tuple(fc.array(exemption, { maxLength: 3 }), hostileText, hostileText);
    await holds(cases, 50, async ([exemptions, name, reason]) => {
      const all = [...exemptions, { resource: "*", reason, expires: "2020-01-01" }];
      const refused = await refusal(judge, {
        "required-tags": { tags: ["Team"], inCodeExemptions: true, exemptions: all },
      });
      if (refused !== undefined) return assertPrintable(refused);
      const type = "aws:sqs/queue:Queue";
      const resource = { type, name, urn: `urn:pulumi:dev::program::${type}::${name}` };
      check(await judge.resource({ ...resource, properties: { tags: { "policy-exempt/required-tags": reason } } }), [
        name,
      ]);
      for (const { message } of await judge.stack([{ ...resource, properties: {} }])) assertPrintable(message);
    });
  });

  it("make a report in SARIF that is valid and shows them as text", async () => {
    const log = JSON.parse(sarif(await outcome(), { policies, projectFile: "Pulumi.yaml" }));
    assert.deepEqual(sarifErrors(log), []);
    const results = log.runs.flatMap((run: { results: readonly object[] }) => run.results);
    assert.ok(results.length > 100, `${results.length} results`);
    for (const { message } of results) {
      assertPrintable(message.text);
      assert.doesNotMatch(message.text, /(?<!\\)\[[^[\]]*\]\(/, "a link that a viewer would follow");
    }
  });

  it("make a report in JUnit that is valid and shows them as text", async () => {
    const xml = junit(await outcome());
    assertPrintable(xml);
    const { texts, attributes } = await parseJunit(xml);
    for (const text of texts("//failure")) assertPrintable(text);
    for (const [message = ""] of attributes("//failure", ["message"])) assertPrintable(message);
  });

  it("in a configuration show as text, on the engine and by check-config", async () => {
    const names = policies.map(({ metadata }) => metadata.name);
    const entries = fc.tuple(fc.oneof(fc.constantFrom(...names), hostileText), fc.dictionary(hostileText, hostileText));
    await holds(fc.array(entries, { minLength: 1, maxLength: 3 }), 80, async (all) => {
      const refused = await refusal(judge, Object.fromEntries(all));
      if (refused !== undefined) assertPrintable(refused);
    });
    const directory = await temporaryDirectory();
    try {
      const file = path.join(directory, "policies.json");
      const values = HOSTILE_TEXTS.map((text) => [
        text,
        { [text]: text, enforcementLevel: text, exemptions: [{ [text]: text }] },
      ]);
      const known = names.map((name, at) => [name, values[at % values.length]?.[1]]);
      await writeFile(file, JSON.stringify(Object.fromEntries([...values, ...known])));
      const broken = path.join(directory, "broken.json");
      await writeFile(broken, HOSTILE_TEXTS.map((text) => `{"a": ${text}, ${text}: "b"}`).join("\n"));
      const { stdout, stderr } = await cli(["check-config", file, broken]);
      assertPrintable(stdout + stderr);
      assert.ok(stdout.split("\n").length > HOSTILE_TEXTS.length);
    } finally {
      await removeDirectory(directory);
    }
  });

  it("as the name of a policy to explain show as text", () => {
    for (const text of HOSTILE_TEXTS) {
      assert.throws(
        () => explain(text),
        (error: Error) => {
          assertPrintable(error.message);
          return true;
        },
      );
    }
  });
});

async function outcome() {
  const end = { sequence: told.length, summaryEvent: { PolicyPacks: {}, result: "failed" } };
  const bytes = Buffer.from([...told, end].map((event) => JSON.stringify(event)).join("\n"));
  return outcomeOf([await readStream({ name: "events", chunks: Readable.from([bytes]) })], policies);
}

let configured = "";

/** What the pack says of a configuration that it does not take. */
async function refusal(judge: Judge, options: Readonly<Record<string, object>>): Promise<string | undefined> {
  const key = JSON.stringify(options);
  if (key === configured) return undefined;
  configured = "";
  const own = Object.entries(options).map(
    ([name, values]) => [name, { level: "mandatory", options: { ...values } }] as const,
  );
  try {
    await judge.pack.configure({ ...allPolicies("mandatory"), ...Object.fromEntries(own) });
    configured = key;
    return undefined;
  } catch (error) {
    return (error as { details: string }).details;
  }
}

function renamed(resource: WireResource): fc.Arbitrary<WireResource> {
  return fc
    .tuple(hostileLike(resource.name), withHostileNames(resource.properties))
    .map(([name, properties]) => ({ ...resource, name, properties }));
}
