import assert from "node:assert/strict";
import { constants } from "node:buffer";
import { Readable } from "node:stream";
import fc from "fast-check";
import { CommandError } from "../../cli/errors";
import { readStream } from "../../cli/report/events";
import { junit } from "../../cli/report/junit";
import { outcomeOf } from "../../cli/report/outcome";
import { sarif } from "../../cli/report/sarif";
import { policies } from "../../policies";
import { holds } from "./support/campaign";

const urn = "urn:pulumi:dev::site::aws:lambda/function:Function::api";
const pack = { policyPackName: "aws-serverless-guard", policyPackVersion: "0.1.0" };
const log: readonly object[] = [
  {
    sequence: 0,
    resourcePreEvent: { metadata: { new: { urn, inputs: { code: { assets: { ".": { path: "./app" } } } } } } },
  },
  {
    sequence: 1,
    policyEvent: {
      ...pack,
      resourceUrn: urn,
      message: "a\nb",
      policyName: "required-tags",
      enforcementLevel: "mandatory",
    },
  },
  {
    sequence: 2,
    policyEvent: {
      ...pack,
      resourceUrn: urn,
      message: "The code of a Lambda function uses what it imports.\napp.py:1:2: x.\nFix: y.",
      policyName: "lambda-handler-unused-imports",
      enforcementLevel: "advisory",
    },
  },
  { sequence: 3, policyAnalyzeSummaryEvent: { ...pack, resourceUrn: urn, passed: ["component-tags"] } },
  { sequence: 4, policyAnalyzeStackSummaryEvent: { ...pack, passed: ["component-structure"] } },
  { sequence: 5, summaryEvent: { PolicyPacks: { "aws-serverless-guard|local": "0.1.0" }, result: "failed" } },
  { deployment: { resources: [{ urn, sourcePosition: "project:///a.py#1,2", inputs: {} }] } },
  { steps: [{ newState: { urn } }, { oldState: { urn } }] },
];

/** A value with one of its parts in the place of another, or left out. */
function mutated(value: unknown, path: readonly number[], replacement: unknown): unknown {
  const [step, ...rest] = path;
  if (step === undefined || typeof value !== "object" || value === null) return replacement;
  const entries = Object.entries(value);
  if (entries.length === 0) return replacement;
  const at = step % entries.length;
  const changed = entries.flatMap(([key, inner], index): [string, unknown][] => {
    if (index !== at) return [[key, inner]];
    return rest.length === 0 && replacement === undefined ? [] : [[key, mutated(inner, rest, replacement)]];
  });
  return Array.isArray(value) ? changed.map(([, inner]) => inner) : Object.fromEntries(changed);
}

const other = fc.oneof(fc.constantFrom(undefined, null, 5, "", "x", true, {}, [], [null], { path: 5 }), fc.jsonValue());
const mutation = fc.record({ line: fc.nat(), path: fc.array(fc.nat(20), { minLength: 1, maxLength: 7 }), other });

describe("event logs of any shape", () => {
  it("become a report, or are refused in words", () =>
    holds(fc.array(mutation, { maxLength: 3 }), 200, async (mutations) => {
      const lines = [...log];
      for (const { line, path, other } of mutations) {
        const at = line % lines.length;
        lines[at] = mutated(lines[at], path, other) as object;
      }
      const chunks = Readable.from([Buffer.from(lines.map((line) => `${JSON.stringify(line)}\n`).join(""))]);
      try {
        const outcome = outcomeOf([await readStream({ name: "events", chunks })], policies);
        JSON.parse(sarif(outcome, { policies, projectFile: "Pulumi.yaml" }));
        junit(outcome);
      } catch (error) {
        assert.ok(error instanceof CommandError, error instanceof Error ? error.stack : String(error));
      }
    }));

  it("may be longer than a text can be, but not in one line", async () => {
    const other = Buffer.from(`${"x".repeat(1 << 20)}\n`.repeat(8));
    const count = Math.ceil(constants.MAX_STRING_LENGTH / other.length) + 1;
    const events = log.map((line) => Buffer.from(`${JSON.stringify(line)}\r\n`));
    async function* chunks(filler: Buffer) {
      for (let at = 0; at < count; at++) yield filler;
      yield Buffer.from("\n");
      yield* events;
    }
    const stream = await readStream({ name: "events", chunks: chunks(other) });
    assert.equal(stream.events.length, 5);
    const line = Buffer.from("{".repeat(other.length));
    await assert.rejects(
      readStream({ name: "events", chunks: chunks(line) }),
      new CommandError("events: it has an event or document of more than 512 MB, which cannot be read"),
    );
  }).timeout(120_000);
});
