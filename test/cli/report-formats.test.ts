import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import path from "node:path";
import Ajv from "ajv";
import { PAGES } from "../../kit/metadata";
import { removeDirectory, temporaryDirectory } from "../../tools/programs";
import { end, functionUrn, PACK, policyOf, queueUrn, stackPassed, stackUrn, stream, tags, violation } from "./events";
import { cli } from "./support";

const runtime = (urn: string) =>
  violation({ policy: "lambda-python-runtime", urn, lines: ['runtime: found "python3.8".', "Fix: use python3.13."] });
const structure = violation({
  policy: "component-structure",
  urn: stackUrn,
  level: "advisory",
  lines: ["7 resources stand beside each other.", "Fix: group them."],
});
const exempted = violation({
  urn: functionUrn,
  level: "advisory",
  lines: ["Exempted: vendor queue, OPS-411.", "tags: the resource has no tags.", "Fix: add a tag to tags."],
});
const second = functionUrn.replace("::api", "::worker");
const all = stream(structure, tags, runtime(functionUrn), runtime(second), exempted, stackPassed(), end("failed"));
const page = (name: string) => policyOf(name).url;
const described = (name: string) => policyOf(name).metadata.description;

describe("aws-serverless-guard report for people", () => {
  let directory: string;
  before(async () => {
    directory = await temporaryDirectory();
    await writeFile(path.join(directory, "base.sarif"), await written("sarif", stream(tags, structure, end("failed"))));
  });
  after(() => removeDirectory(directory));

  const report = (format: string, input: string, ...args: readonly string[]) =>
    cli(["report", "--format", format, ...args, "-"], { cwd: directory, input });
  async function written(format: string, input: string, ...args: readonly string[]): Promise<string> {
    const { exitCode, stdout, stderr } = await report(format, input, ...args);
    assert.equal(exitCode, 0, stderr);
    return stdout;
  }

  it("as text has two lines a finding, the mandatory first, by severity, and what several resources have in common once", async () => {
    assert.equal(
      await written("text", all),
      [
        'mandatory (high)  lambda-python-runtime  api and worker (aws:lambda:Function): runtime: found "python3.8".',
        "    Fix: use python3.13.",
        "mandatory (medium)  required-tags  uploads (aws:sqs:Queue): tags: the resource has no tags.",
        "    Fix: add a tag to tags.",
        "advisory (low)  component-structure  site-dev (pulumi:pulumi:Stack): 7 resources stand beside each other.",
        "    Fix: group them.",
        `Why, and how to exempt: \`npx aws-serverless-guard explain POLICY\`, or the page of the policy in ${PAGES}`,
        "1 exempted",
        "",
      ].join("\n"),
    );
    const many = Array.from({ length: 12 }, (_, index) => runtime(functionUrn.replace("::api", `::fn-${index}`)));
    assert.match(
      await written("text", stream(...many, end("failed"))),
      / {2}fn-0, fn-1, fn-2, fn-3, fn-4 and 7 more \(aws:lambda:Function\): /,
    );
    assert.equal(await written("text", stream(end())), "no violations\n");
  });

  it("as Markdown shows names as they are, and notifies nobody", async () => {
    const hostile = violation({ urn: `${queueUrn}-@all<b>[x](y)`, lines: ["tags: none *at all*.", "Fix: add one."] });
    assert.equal(
      await written("markdown", stream(hostile, exempted, end("failed"))),
      [
        "## Policies: 1 mandatory and 0 advisory violations",
        `### [required\\-tags](${page("required-tags")}) (mandatory, medium)`,
        described("required-tags").replaceAll("-", "\\-"),
        "- **uploads\\-@<!-- -->all&lt;b\\>\\[x\\]\\(y\\) \\(aws:sqs:Queue\\)**<br>tags: none \\*at all\\*.<br>Fix: add one.",
        "<details><summary>1 exempted</summary>",
        "- required\\-tags, api \\(aws:lambda/function:Function\\): Exempted: vendor queue, OPS\\-411.",
        "</details>\n",
      ].join("\n\n"),
    );
  });

  it("as Markdown stays short enough for a comment, however much is found", async () => {
    const many = Array.from({ length: 2_000 }, (_, index) =>
      violation({ urn: `${queueUrn}-${index}`, lines: [`tags: the resource lacks "tag ${index}".`, "Fix: add it."] }),
    );
    const text = await written("markdown", stream(...many, end("failed")));
    assert.ok(text.length < 65_536, `${text.length} characters`);
    assert.match(text, /^## Policies: 2000 mandatory/);
    assert.match(text, /The rest is too long for a comment/);
  });

  it("as annotations of GitHub has a line for each violation, at a place in the repository", async () => {
    const odd = violation({ lines: ["a: 100%, really.", "Fix: add it."] });
    assert.equal(
      await written("github", stream(structure, odd, exempted, end("failed"))),
      "::error file=Pulumi.yaml,line=1,col=1,title=required-tags::uploads (aws:sqs/queue:Queue): a: 100%25, really.%0AFix: add it.\n" +
        "::warning file=Pulumi.yaml,line=1,col=1,title=component-structure::site-dev (pulumi:pulumi:Stack): 7 resources stand beside each other.%0AFix: group them.\n",
    );
  });

  it("as Code Quality of GitLab has what its documentation demands", async () => {
    const issues: readonly Record<string, string>[] = JSON.parse(await written("gitlab", all));
    const validate = new Ajv().compile({
      type: "array",
      items: {
        type: "object",
        required: ["description", "check_name", "fingerprint", "severity", "location"],
        properties: {
          severity: { enum: ["info", "minor", "major", "critical", "blocker"] },
          location: {
            type: "object",
            required: ["path", "lines"],
            properties: {
              path: { type: "string", pattern: "^(?!\\./)" },
              lines: { type: "object", required: ["begin"], properties: { begin: { type: "integer" } } },
            },
          },
        },
      },
    });
    assert.ok(validate([...issues]), JSON.stringify(validate.errors));
    const told = issues.map((issue) => [issue.check_name, issue.severity]);
    assert.deepEqual(told, [
      ["component-structure", "minor"],
      ["required-tags", "major"],
      ["lambda-python-runtime", "critical"],
      ["lambda-python-runtime", "critical"],
    ]);
    assert.equal(new Set(issues.map(({ fingerprint }) => fingerprint)).size, 4);
  });

  it("shows what is new against a base report, and how much is gone", async () => {
    const now = stream(tags, runtime(functionUrn), end("failed"));
    const text = await written("text", now, "--base", "base.sarif");
    assert.match(text, /^mandatory \(high\) {2}lambda-python-runtime/);
    assert.doesNotMatch(text, /required-tags/);
    assert.match(text, /\n1 in the base report already, 1 of it gone\n$/);
    assert.match(
      await written("markdown", now, "--base", "base.sarif"),
      /^## Policies: 1 mandatory and 0 advisory new/,
    );
    const annotations = await written("github", now, "--base", "base.sarif");
    assert.deepEqual(annotations.match(/title=[a-z-]+/g), ["title=lambda-python-runtime"]);
  });

  it("refuses a base that is no report, and formats that compare by themselves", async () => {
    await writeFile(path.join(directory, "other.json"), '{"runs":[{"results":[{}]}]}');
    for (const [format, base, error] of [
      ["text", "other.json", "other.json: this is not a report of aws-serverless-guard report --format sarif"],
      ["text", "none.sarif", "cannot read none.sarif: there is no such file or directory"],
      ["gitlab", "base.sarif", "--base is for --format markdown, github or text, and not for gitlab"],
    ] as const) {
      const { exitCode, stdout, stderr } = await report(format, all, "--base", base);
      assert.deepEqual([exitCode, stdout, stderr], [2, "", `error: ${error}\n`]);
    }
  });

  it("says where violations may be missing", async () => {
    const cut = stream(tags);
    for (const format of ["text", "markdown", "github"]) {
      const { exitCode, stdout } = await report(format, cut);
      assert.equal(exitCode, 2);
      assert.match(stdout, /the run has no end, so violations may be missing/, `${format}: ${PACK}`);
    }
  });
});
