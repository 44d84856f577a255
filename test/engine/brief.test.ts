import assert from "node:assert/strict";
import { type Run, Stack, writeProgram } from "../../tools/engine";
import { cli } from "../cli/support";
import { policyPack } from "../support/pack-process";

const PAGES = "https://git.acme.example/guard/docs/policies";
const catalogue = { pages: PAGES, enforcementLevel: "advisory" };

const PROGRAM = `
import * as aws from "@pulumi/aws";

for (let i = 0; i < 12; i++) {
  new aws.dynamodb.Table("table-" + i, {
    attributes: [{ name: "id", type: "S" }],
    hashKey: "id",
    billingMode: "PAY_PER_REQUEST",
    readCapacity: 5,
  });
  new aws.sqs.Queue("queue-" + i, {
    redrivePolicy: JSON.stringify({ deadLetterTargetArn: "no", maxReceiveCount: 0 }),
  });
}
`;

describe("findings of one cause on the real engine", () => {
  let full: Run;
  let brief: Run;
  before(async () => {
    const program = await writeProgram({ "index.ts": PROGRAM });
    const preview = async (env: NodeJS.ProcessEnv) => {
      const stack = await Stack.create(program, { shared: true, env });
      try {
        return await stack.preview({ policyPack, policyPackConfig: { "required-tags": "disabled", catalogue } });
      } finally {
        await stack.remove();
      }
    };
    full = await preview({});
    brief = await preview({ SERVERLESS_GUARD_FINDINGS: "" });
  });

  it("take at most half of the lines", () => {
    const lines = ({ violations }: Run) =>
      violations.flatMap(({ message }) => ["header", ...message.trim().split("\n")]);
    assert.equal(brief.violations.length, full.violations.length);
    assert.ok(lines(brief).length * 2 <= lines(full).length, `${lines(brief).length} of ${lines(full).length}`);
    const tables = brief.violations
      .filter(({ policy }) => policy === "dynamodb-on-demand-capacity")
      .map(({ message }) => message.trim().split("\n"));
    const problem = 'readCapacity: the table sets readCapacity 5, but its billingMode is "PAY_PER_REQUEST".';
    const [first, ...others] = tables.toSorted((a, b) => b.length - a.length);
    assert.deepEqual(first?.slice(1, -1), [
      problem,
      'Fix: remove readCapacity from the table, or set billingMode to "PROVISIONED".',
    ]);
    const name = /"table-\d+"/.exec(others[0]?.[0] ?? "")?.[0];
    assert.deepEqual(others, Array(11).fill([`${problem} Fix: as for ${name}.`]));
  });

  const report = async ({ events }: Run, format: string) => {
    const input = events.map((event) => JSON.stringify(event)).join("\n");
    return (await cli(["report", "--format", format, "-"], { input })).stdout;
  };

  it("stop the run as before, and are whole in a report", async () => {
    assert.deepEqual([full.exitCode, brief.exitCode], [1, 1]);
    const violations = async (run: Run) => {
      const { runs } = JSON.parse(await report(run, "sarif"));
      return runs[0].results.map(({ message, partialFingerprints }: Record<string, object>) =>
        JSON.stringify([message, partialFingerprints]),
      );
    };
    assert.deepEqual((await violations(brief)).toSorted(), (await violations(full)).toSorted());
    const text = await report(brief, "text");
    assert.doesNotMatch(text, /as for/);
    assert.match(text, /table-0, table-1, table-2, table-3, table-4 and 7 more/);
  });

  it("link to the pages that are configured, in messages and in reports", async () => {
    const page = `${PAGES}/dynamodb-on-demand-capacity.md`;
    const links = (run: Run) => run.violations.flatMap(({ message }) => message.match(/https:.*/g) ?? []);
    const policies = [...new Set(brief.violations.map(({ policy }) => policy))];
    assert.deepEqual(
      links(brief),
      policies.map((policy) => `${PAGES}/${policy}.md`),
    );
    assert.equal(links(full).length, full.violations.length);
    const { runs } = JSON.parse(await report(brief, "sarif"));
    const rules: readonly { id: string; helpUri: string }[] = runs[0].tool.driver.rules;
    for (const { id, helpUri } of rules) assert.equal(helpUri, `${PAGES}/${id}.md`);
    for (const result of runs[0].results) assert.doesNotMatch(result.message.text, /https:/);
    assert.match(await report(brief, "markdown"), new RegExp(`\\(${page}\\)`));
    assert.match(await report(brief, "junit"), new RegExp(page));
    assert.match(await report(brief, "text"), new RegExp(`in ${PAGES}$`, "m"));
  });
});
