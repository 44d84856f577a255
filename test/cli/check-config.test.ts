import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { policies } from "../../policies";
import { analyze } from "../../tools/engine";
import { executable, removeDirectory, repository, temporaryDirectory } from "../../tools/programs";
import { exported } from "../support/state";
import { cli } from "./support";

/** What is special about it, the file, and what is said of it without the file's name. */
type Row = readonly [name: string, text: string, ...problems: string[]];

const levels = 'allowed "advisory", "mandatory", "remediate" or "disabled"';

const right: readonly (readonly [name: string, text: string, count: number])[] = [
  ["an empty file", "", 0],
  ["an empty object", "{}\n", 0],
  ["levels", '{ "lambda-python-runtime": "disabled", "required-tags": "remediate" }', 2],
  ["a level of all policies", '{ "all": "advisory" }', policies.length],
  ["a level of all policies in an object", '{ "all": { "enforcementLevel": "mandatory" } }', policies.length],
  [
    "exemptions of all policies, beside their level",
    '{ "all": { "enforcementLevel": "advisory", "inCodeExemptions": true, "exemptions": [{ "resource": "a", "reason": "b" }] } }',
    policies.length,
  ],
  [
    "Python of the next years, which this pack does not know yet",
    '{ "lambda-python-runtime": { "minimum": "3.16", "allowed": ["3.14", "3.17"] } }',
    1,
  ],
  ["environments", '{ "environments": ["aws/prod"] }', 0],
  ["where the pages are", '{ "catalogue": { "pages": "https://docs.acme", "enforcementLevel": "advisory" } }', 0],
  ["a pinned catalogue", '{ "catalogue": { "version": "0.1", "enforcementLevel": "advisory" } }', 0],
  [
    "options and exemptions",
    `{
      "lambda-python-runtime": { "enforcementLevel": "mandatory", "minimum": "3.12", "inCodeExemptions": true },
      "required-tags": {
        "tags": ["Team", { "name": "Stage", "values": ["dev"], "pattern": "^d", "default": "dev" }],
        "exemptions": [{ "resource": "legacy-*", "reason": "OPS-411", "expires": "2028-02-29" }]
      }
    }`,
    2,
  ],
];

const syntax: readonly Row[] = [
  [
    "comments",
    '{\n  // gradually\n  "all": "advisory" /* for now */\n}',
    '2:3: JSON has no comments: remove this one, found "// gradually"',
    '3:21: JSON has no comments: remove this one, found "/* for now */"',
  ],
  [
    "trailing commas",
    '{\n  "required-tags": { "tags": ["Team", ], },\n}\n',
    "2:37: JSON has no trailing commas: remove this one",
    "2:43: JSON has no trailing commas: remove this one",
  ],
  [
    "duplicate keys, on each level",
    '{\n  "required-tags": { "tags": [], "tags": ["Team"] },\n  "all": "advisory",\n  "required-tags": "disabled"\n}',
    '2:34: duplicate key "tags": the one in line 2 would be ignored',
    '4:3: duplicate key "required-tags": the one in line 2 would be ignored',
  ],
  ["YAML", "# levels\nall: advisory\n", '1:1: this is YAML, and the engine reads JSON: { "all": "advisory" }'],
  [
    "what is nested too deeply to be read",
    `{ "required-tags": ${"[".repeat(5_000)}${"]".repeat(5_000)} }`,
    "1:119: nested more than 100 levels deep",
  ],
  ["a name without quotes", '{ all: "advisory" }', '1:3: names and texts need double quotes, found "all"'],
  ["single quotes", "{ 'all': 'advisory' }", `1:3: names and texts need double quotes, found "'all'"`],
  [
    "a missing comma",
    '{ "all": "advisory"\n  "required-tags": "disabled" }',
    '2:3: expected ",", found "\\"required-tags\\""',
  ],
  ["a missing colon", '{ "all" "advisory" }', '1:9: expected ":", found "\\"advisory\\""'],
  ["a missing value", '{ "required-tags": { "tags": } }', '1:30: expected a value, found "}"'],
  ["a file that was cut short", '{\n  "all": "advisory"', '2:20: expected "}"'],
  [
    "a byte order mark",
    '\uFEFF{ "all": "advisory" }',
    "1:1: the file begins with a byte order mark, which the engine refuses: save it as plain UTF-8",
  ],
  ["something after the end", '{ "all": "advisory" }\n}', '2:1: expected the end of the file, found "}"'],
  [
    "an escape that does not exist",
    '{ "required-tags": { "tags": ["\\x"] } }',
    '1:31: JSON has no such escape, found "\\"\\\\x\\""',
  ],
];

const content: readonly Row[] = [
  ["a list", "[]", '1:1: expected an object such as { "all": "advisory" }'],
  [
    "policies in a group",
    '{ "policies": { "required-tags": "advisory" } }',
    '1:3: "policies" is not a policy: policies belong at the top level',
  ],
  [
    "options of all policies without a level",
    '{ "all": { "inCodeExemptions": true } }',
    '1:10: all: the engine takes options here only beside "enforcementLevel": add it',
  ],
  [
    "required tags that contradict each other or AWS",
    `{ "required-tags": { "tags": [
  { "name": "Stage", "values": ["dev"], "default": "prod" },
  "Stage",
  "aws:x",
  { "name": "Owner", "pattern": "^\\\\p{L}+$", "default": "p{L}" },
  { "name": "Cost", "pattern": "^[0-9]+$", "values": ["12", "x"] }
] } }`,
    '2:52: required-tags: "tags[0].default": found "prod", allowed "dev"',
    '3:3: required-tags: "tags[1].name": found "Stage", which is required before',
    '4:3: required-tags: "tags[2].name": found "aws:x", but AWS reserves "aws:"',
    '5:57: required-tags: "tags[3].default": found "p{L}", allowed text that matches ^\\p{L}+$',
    '6:61: required-tags: "tags[4].values[1]": found "x", allowed text that matches ^[0-9]+$',
  ],
  [
    "more tags than AWS takes",
    JSON.stringify({ "required-tags": { tags: Array.from({ length: 51 }, (_, at) => `t${at}`) } }),
    '1:26: required-tags: "tags": found 51 tags, AWS takes 50',
  ],
  [
    "versions of which none is left",
    '{ "lambda-python-runtime": { "minimum": "3.12", "allowed": ["3.11"] } }',
    '1:60: lambda-python-runtime: "allowed": found "3.11", all older than option minimum "3.12" allows',
  ],
  [
    "versions that do not exist",
    '{ "lambda-python-runtime": { "minimum": "3.99", "allowed": ["3.08", "3.5", "3.99"] } }',
    '1:41: lambda-python-runtime: "minimum": found "3.99", a Python that AWS does not have (as of 2026-09-23)',
    '1:61: lambda-python-runtime: "allowed[0]": found "3.08", write "3.8"',
    '1:69: lambda-python-runtime: "allowed[1]": found "3.5", a Python that AWS does not have (as of 2026-09-23)',
    '1:76: lambda-python-runtime: "allowed[2]": found "3.99", a Python that AWS does not have (as of 2026-09-23)',
  ],
  [
    "globs and expressions that take more than linear time, or are too long",
    `{ "required-tags": { "tags": [{ "name": "a", "pattern": "(?=a)" }], "exemptions": [
  { "resource": "+(*a)", "reason": "x" },
  { "resource": "${"a".repeat(70_000)}", "reason": "x" }
] } }`,
    '1:57: required-tags: "tags[0].pattern": found "(?=a)", allowed a regular expression in the syntax of RE2, which has no lookaround and no backreferences',
    '2:17: required-tags: "exemptions[0].resource": found "+(*a)", allowed a glob of *, ?, [abc] and {a,b} whose brackets are closed',
    `3:17: required-tags: "exemptions[1].resource": found "${"a".repeat(59)}…, allowed text of at most 2048 characters`,
  ],
  [
    "misspelt policies",
    '{ "lambda-python-runtimes": "advisory", "Required_Tags": {}, "everything": "advisory" }',
    '1:3: unknown policy "lambda-python-runtimes"; did you mean "lambda-python-runtime"?',
    '1:41: unknown policy "Required_Tags"; did you mean "required-tags"?',
    '1:62: unknown policy "everything"',
  ],
  [
    "$schema, for which editors ask",
    '{ "$schema": "./config.schema.json" }',
    '1:3: the engine takes "$schema" for a policy: remove it, and tell the editor which files have the schema',
  ],
  ["a name that JavaScript has for itself", '{ "__proto__": "advisory" }', '1:3: unknown policy "__proto__"'],
  [
    "misspelt levels",
    '{ "all": "madatory", "lambda-python-runtime": "advsory", "required-tags": { "enforcementLevel": "strict" } }',
    `1:10: all: "enforcementLevel": found "madatory", ${levels}; did you mean "mandatory"?`,
    `1:47: lambda-python-runtime: "enforcementLevel": found "advsory", ${levels}; did you mean "advisory"?`,
    `1:97: required-tags: "enforcementLevel": found "strict", ${levels}`,
  ],
  [
    "values that are neither level nor object",
    '{ "all": true, "required-tags": null, "component-structure": ["advisory"] }',
    '1:10: all: expected a level such as "advisory", or an object with options in { }',
    '1:33: required-tags: expected a level such as "advisory", or an object with options in { }',
    '1:62: component-structure: expected a level such as "advisory", or an object with options in { }',
  ],
  [
    "options where there are none",
    '{ "all": { "enforcementLevel": "advisory", "minimum": "3.12" } }',
    '1:44: all: unknown option "minimum", allowed enforcementLevel, exemptions, inCodeExemptions or reportUnusedExemptions',
  ],
  [
    "misspelt options, and keys in options",
    '{\n  "lambda-python-runtime": { "Minimum": "3.12", "levle": 1 },\n  "required-tags": { "tags": [{ "name": "Stage", "vlaues": ["dev"] }] }\n}',
    '2:30: lambda-python-runtime: unknown option "Minimum", allowed enforcementLevel, minimum, allowed, exemptions, inCodeExemptions or reportUnusedExemptions; did you mean "minimum"?',
    '2:49: lambda-python-runtime: unknown option "levle", allowed enforcementLevel, minimum, allowed, exemptions, inCodeExemptions or reportUnusedExemptions',
    '3:50: required-tags: unknown key "vlaues" in "tags[0]", allowed name, values, pattern or default; did you mean "values"?',
  ],
  [
    "values of another type",
    '{\n  "lambda-python-runtime": { "minimum": 3.12 },\n  "component-structure": { "maxRootResources": "5" },\n  "required-tags": { "tags": ["Team", 7] }\n}',
    '2:41: lambda-python-runtime: "minimum": found 3.12, write "3.12" in quotes',
    '3:48: component-structure: "maxRootResources": found "5", allowed a whole number',
    '4:39: required-tags: "tags[1]": found 7, write "7" in quotes',
  ],
  [
    "values that an option cannot have",
    '{\n  "lambda-python-runtime": { "minimum": "three" },\n  "lambda-layer-runtime-coverage": { "required": [] },\n  "component-structure": { "maxRootResources": -1 },\n  "required-tags": { "tags": [{ "name": "Stage", "pattern": "(dev" }, { "values": ["dev"] }] }\n}',
    '2:41: lambda-python-runtime: "minimum": found "three", allowed text such as "3.12"',
    '3:50: lambda-layer-runtime-coverage: "required": found [], allowed a list of at least 1 item',
    '4:48: component-structure: "maxRootResources": found -1, allowed at least 0',
    '5:61: required-tags: "tags[0].pattern": found "(dev", allowed a regular expression in the syntax of RE2, which has no lookaround and no backreferences',
    '5:71: required-tags: "tags[1]": found {"values":["dev"]}, which lacks "name"',
  ],
  [
    "exemptions with impossible dates, broken globs and no reasons",
    `{ "required-tags": { "exemptions": [
  { "resource": "legacy-[", "reason": "", "expires": "2027-02-30" },
  { "resource": "legacy-*", "expires": "31.03.2027" },
  { "resource": "", "reason": "OPS-411", "until": "2027-03-31" },
  "legacy-*"
] } }`,
    '2:17: required-tags: "exemptions[0].resource": found "legacy-[", allowed a glob of *, ?, [abc] and {a,b} whose brackets are closed',
    '2:39: required-tags: "exemptions[0].reason": found "", allowed text that is not blank',
    '2:54: required-tags: "exemptions[0].expires": found "2027-02-30", allowed a day such as 2027-03-31',
    '3:3: required-tags: "exemptions[1]": found {"resource":"legacy-*","expires":"31.03.2027"}, which lacks "reason"',
    '3:40: required-tags: "exemptions[1].expires": found "31.03.2027", allowed a day such as 2027-03-31',
    '4:17: required-tags: "exemptions[2].resource": found "", allowed text that is not empty',
    '4:42: required-tags: unknown key "until" in "exemptions[2]", allowed resource, children, reason or expires',
    '5:3: required-tags: "exemptions[3]": found "legacy-*", allowed an object in { }',
  ],
  [
    "pages that are nowhere, and a catalogue that says nothing",
    '{ "catalogue": { "pages": "docs/policies", "enforcementLevel": "advisory" } }',
    '1:27: catalogue: "pages": found "docs/policies", allowed an address such as https://git.acme.example/guard/docs/policies, without user, ? and #',
  ],
  [
    "environments that are no list of texts",
    '{ "environments": ["aws/prod", 1] }',
    '1:32: "environments[1]": found 1, write "1" in quotes',
  ],
  [
    "names that could forge output",
    '{ "\\u001b[2J\\npolicies.json: ok": "advisory" }',
    '1:3: unknown policy "\\\\u001b[2J\\\\npolicies.json: ok"'.replaceAll("\\\\", "\\"),
  ],
  [
    "all that is wrong, also after an error of syntax",
    '{\r\n  "all": "madatory",\r\n  "required-tag": "advisory", // soon\r\n}',
    `2:10: all: "enforcementLevel": found "madatory", ${levels}; did you mean "mandatory"?`,
    '3:3: unknown policy "required-tag"; did you mean "required-tags"?',
    "3:29: JSON has no trailing commas: remove this one",
    '3:31: JSON has no comments: remove this one, found "// soon"',
  ],
];

describe("aws-serverless-guard check-config", () => {
  const rows = [...right.map(([name, text]) => [name, text] as const), ...syntax, ...content];
  const fileOf = (name: string) => `${rows.findIndex((row) => row[0] === name)}.json`;
  let directory: string;
  let exitCode: number | null;
  let lines: readonly string[];
  before(async () => {
    directory = await temporaryDirectory();
    for (const [name, text] of rows) await writeFile(path.join(directory, fileOf(name)), text);
    const run = await cli(["check-config", ...rows.map(([name]) => fileOf(name))], { cwd: directory });
    assert.equal(run.stderr, "");
    exitCode = run.exitCode;
    lines = run.stdout.trimEnd().split("\n");
  });
  after(() => removeDirectory(directory));

  const saidOf = (name: string) => {
    const file = `${fileOf(name)}:`;
    return lines.filter((line) => line.startsWith(file)).map((line) => line.slice(file.length));
  };

  describe("takes", () => {
    for (const [name, , count] of right)
      it(name, () =>
        assert.deepEqual(saidOf(name), [` ok (${count === 1 ? "1 policy" : `${count} policies`} configured)`]),
      );
  });
  describe("says what is wrong with", () => {
    for (const [name, , ...problems] of [...syntax, ...content])
      it(name, () => assert.deepEqual(saidOf(name), problems));
  });

  it("says nothing else, and fails", () => {
    assert.equal(exitCode, 1);
    const expected = [...syntax, ...content].reduce((sum, [, , ...problems]) => sum + problems.length, right.length);
    assert.equal(lines.length, expected);
  });

  it("takes the templates that come with the pack", async () => {
    const templates = ["advisory", "deployment-breakers", "mandatory"].map((name) => `config/${name}.json`);
    const run = await cli(["check-config", ...templates], { cwd: repository });
    assert.equal(run.exitCode, 0, run.stdout);
    assert.deepEqual(
      run.stdout.trimEnd().split("\n"),
      templates.map((file) => `${file}: ok (${policies.length} policies configured)`),
    );
  });

  it("warns of exemptions that have expired, and takes the file", async () => {
    const input =
      '{ "all": { "enforcementLevel": "advisory", "exemptions": [\n{ "resource": "a", "reason": "b", "expires": "2020-01-01" }\n] } }';
    const run = await cli(["check-config", "-"], { input });
    assert.equal(run.exitCode, 0);
    assert.deepEqual(run.stdout.trimEnd().split("\n"), [
      "standard input:2:46: warning: the exemption expired on 2020-01-01: renew or remove it",
      `standard input: ok (${policies.length} policies configured)`,
    ]);
  });

  it("reads the standard input", async () => {
    const run = await cli(["check-config", "-"], { input: '{ "all": 1 }' });
    assert.equal(run.exitCode, 1);
    assert.equal(
      run.stdout,
      'standard input:1:10: all: expected a level such as "advisory", or an object with options in { }\n',
    );
  });

  it("says that a file cannot be read, which is no problem of the file's content", async () => {
    for (const [file, problem] of [
      ["missing.json", "there is no such file or directory"],
      [".", "it is a directory"],
      ["0.json/1.json", "a part of the path is not a directory"],
    ] as const) {
      const run = await cli(["check-config", file], { cwd: directory });
      assert.deepEqual(run, { exitCode: 2, stdout: "", stderr: `error: cannot read ${file}: ${problem}\n` });
    }
  });

  it("refuses what the engine refuses", async () => {
    const state = path.join(directory, "state.json");
    const urn = "urn:pulumi:dev::site::pulumi:pulumi:Stack::site-dev";
    const resources = [{ urn, custom: false, type: "pulumi:pulumi:Stack" }];
    await writeFile(state, exported(resources));
    const refused = [
      "comments",
      "trailing commas",
      "a byte order mark",
      "$schema, for which editors ask",
      "misspelt levels",
      "options of all policies without a level",
      "required tags that contradict each other or AWS",
      "more tags than AWS takes",
      "versions of which none is left",
      "versions that do not exist",
    ];
    const runs = await Promise.all(
      [...refused, "exemptions of all policies, beside their level"].map((name) =>
        analyze(state, { policyPack: executable, policyPackConfig: path.join(directory, fileOf(name)) }),
      ),
    );
    assert.deepEqual(
      runs.map((run) => run.exitCode === 0),
      [...refused.map(() => false), true],
      runs.at(-1)?.stderr,
    );
  });
});
