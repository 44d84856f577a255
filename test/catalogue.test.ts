import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { readdir } from "node:fs/promises";
import path from "node:path";
import Ajv from "ajv";
import { optionsSchema } from "../engine/config/validation";
import type { Policy } from "../kit/policy";
import { version } from "../package.json";
import { policies } from "../policies";
import { staleFiles } from "../tools/generate";
import { policyIndex, readmePolicies } from "../tools/generate/policy-index";
import { policyPages } from "../tools/generate/policy-pages";
import { examplesDirectory, policyExamples } from "../tools/policy-examples";
import { tables } from "./policies";
import { resourceTables } from "./support/resource-table";
import { stackTables } from "./support/stack-table";

const root = path.join(__dirname, "..");
const read = (file: string) => readFileSync(path.join(root, file), "utf8");

/** The files of policies: `lambda/lambda-python-runtime`. */
const files = readdirSync(path.join(root, "policies"), { recursive: true, encoding: "utf8" })
  .map((file) => file.replaceAll(path.sep, "/"))
  .filter((file) => file.includes("/") && file.endsWith(".ts"))
  .map((file) => file.slice(0, -".ts".length))
  .sort();

const sorted = (names: Iterable<string>) => [...names].sort();
const names = policies.map(({ metadata }) => metadata.name);

describe("catalogue", () => {
  it("has each policy once", () => assert.deepEqual(names, [...new Set(names)]));
  it("has every file of policies/, and each is named as its policy", () => {
    assert.deepEqual(sorted(names), sorted(files.map((file) => path.basename(file))));
    for (const file of files) {
      const exported = Object.values<Policy>(require(`../policies/${file}`));
      assert.deepEqual(
        exported.map(({ metadata }) => metadata.name),
        [path.basename(file)],
      );
      assert.ok(policies.includes(exported[0] as Policy), `${file} is not in the catalogue`);
    }
  });
  it("has a test for every policy, in the place that mirrors the policy's", () => assert.deepEqual(tables, files));
  it("has a page for every policy, and no other", () => {
    assert.deepEqual(readdirSync(path.join(root, "docs/policies")).sort(), sorted(names.map((name) => `${name}.md`)));
  });
  it("has programs for every policy, and for no other", async () => {
    assert.deepEqual((await readdir(examplesDirectory)).sort(), sorted(names));
  });
  it("has pages and README as they are generated", async () => {
    assert.deepEqual(await staleFiles(root, [...policyPages, policyIndex, readmePolicies]), []);
  });

  for (const policy of policies) describe(policy.metadata.name, () => describePolicy(policy));
});

function describePolicy({ metadata, kind, judgesStack, remediates, url }: Policy): void {
  const { name, description, options, page, remediationSteps, framework } = metadata;

  it("is named after a thing and not after what to do with it", () => {
    assert.match(name, /^[a-z][a-z0-9]*(-[a-z0-9]+)+$/);
    assert.doesNotMatch(
      name,
      /^(allow|avoid|check|configure|deny|disallow|enable|enforce|ensure|forbid|must|no|prefer|prevent|require|use|validate)-/,
    );
  });

  it("is described in one short sentence", () => {
    assert.match(description, /^[A-Z].*[^.]\.$/);
    assert.doesNotMatch(description, /[.!?] |\n/);
    assert.ok(description.length <= 140, `${description.length} characters`);
  });

  it("has texts that are whole sentences, and sources on the web", () => {
    for (const text of [page.why, page.limits, page.advisory ?? page.why, remediationSteps])
      assert.match(text, /^[A-Z].*\.$/);
    for (const source of page.sources) assert.match(source, /^https:\/\/[^ ]+$/);
  });

  it("names a published control by a reference and a link, if any", () => {
    if (framework === undefined) return;
    assert.match(framework.url, /^https:\/\/[^ ]+$/);
    for (const text of Object.values(framework)) assert.match(text, /^\S.*[^.\s]$/);
  });

  it("has a program that violates it and one that complies with it, in every language, and says what is found", async () => {
    const { violating, complying, finding } = await policyExamples(name);
    assert.notDeepEqual(violating, complying);
    assert.ok(finding.includes(`${url}\n`), finding);
  });

  it("has options with a description, and a default that their schema allows", () => {
    const ajv = new Ajv({ strict: true, allowUnionTypes: true, formats: { regex: true, glob: true, date: true } });
    const validate = ajv.compile(optionsSchema(options));
    const defaults: Record<string, unknown> = {};
    for (const [option, schema] of Object.entries(options)) {
      assert.match(schema.description, /^[A-Z].*\.$/, option);
      const { default: standard } = schema as { default?: unknown };
      if (standard === undefined)
        assert.match(schema.description, /not set/, `${option}: what holds where it is not set?`);
      else defaults[option] = standard;
    }
    assert.equal(validate(defaults), true, ajv.errorsText(validate.errors));
  });

  it("has rows that pass, rows that violate, and none twice", () => {
    const tables = [...resourceTables, ...stackTables].filter((table) => table.policy === name);
    assert.equal(tables.filter((table) => resourceTables.includes(table as never)).length, kind === "resource" ? 1 : 0);
    assert.equal(tables.filter((table) => stackTables.includes(table as never)).length, judgesStack ? 1 : 0);
    for (const { passes, violates, ...others } of tables) {
      assert.ok(passes.length > 0, "no row passes");
      // What is repaired before the engine makes it may be checked with the stack.
      assert.ok(violates.length > 0 || "repairs" in others, "no row violates");
      for (const row of violates) assert.ok(row.findings.length > 0, `"${row.name}" has no findings`);
      const rows = [...passes, ...violates].map((row) => row.name);
      assert.deepEqual(rows, [...new Set(rows)]);
    }
  });

  if (remediates) {
    it("has a row that it repairs, and one that it leaves alone", () => {
      const repairs = resourceTables.filter((table) => table.policy === name).flatMap((table) => table.repairs ?? []);
      assert.ok(
        repairs.some(({ repaired }) => repaired !== undefined),
        "no row is repaired",
      );
      assert.ok(
        repairs.some(({ repaired }) => repaired === undefined),
        "no row is left alone",
      );
    });
  }

  it("links to its page, and is in the changelog under the version that introduced it", () => {
    assert.ok(url.endsWith(`/docs/policies/${name}.md`), url);
    assert.ok(page.since.localeCompare(version, "en", { numeric: true }) <= 0, `since ${page.since}, which is to come`);
    const section = read("CHANGELOG.md")
      .split(/^## /m)
      .find((part) => part.startsWith(`[${page.since}]`));
    assert.ok(section?.includes(`[${name}](docs/policies/${name}.md)`), `not in the changelog under ${page.since}`);
  });
}
