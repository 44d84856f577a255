import assert from "node:assert/strict";
import type { Metadata } from "../../../kit/metadata";
import { resourcePolicy, stackPolicy } from "../../../kit/policy";
import { policyPage } from "../../../tools/generate/policy-pages";
import type { PolicyExamples } from "../../../tools/policy-examples";

const metadata: Metadata = {
  name: "queue-name",
  description: "A queue has a name.",
  severity: "low",
  level: "advisory",
  resources: ["aws:sqs/queue:Queue", "aws:sqs/queueV1:Queue"],
  options: {},
  remediationSteps: "Set its name.",
  tags: [],
  page: {
    why: "Nobody finds a queue that has none.",
    limits: "Generated names are not checked.",
    sources: ["https://example.com/queues", "https://example.com/names"],
    since: "0.1.0",
  },
};
const check = () => {};
const examples: PolicyExamples = {
  violating: {
    "app/app.py": "import numpy\n",
    "__main__.py": "Queue()\n",
    "index.ts": lines("a", "new Queue();", "e"),
  },
  complying: { "__main__.py": 'Queue("jobs")\n', "index.ts": lines("a", 'new Queue("jobs");', "e") },
  finding: "queue-name\nFix: name it.\n",
};

/** Some lines before and behind one. */
function lines(before: string, line: string, behind: string): string {
  return `${[1, 2, 3].map((n) => `${before}${n}\n`).join("")}${line}\n${[1, 2, 3].map((n) => `${behind}${n}\n`).join("")}`;
}

const resourcePage = (more: Partial<Metadata>) => policyPage(resourcePolicy({ ...metadata, ...more, check }), examples);

/** A section of a page, without its heading. */
function section(page: string, heading: string): string {
  return (
    page
      .split(/^## /m)
      .find((part) => part.startsWith(`${heading}\n\n`))
      ?.slice(heading.length + 2) ?? ""
  );
}

/** The cells of an aligned table, head first. */
function cells(table: string): string[][] {
  const lines = table.split("\n");
  assert.equal(new Set(lines.map(({ length }) => length)).size, 1, "the columns are not aligned");
  const [head = "", , ...rows] = lines;
  return [head, ...rows].map((line) =>
    line
      .slice(2, -2)
      .split(/ +\| /)
      .map((cell) => cell.trim()),
  );
}

describe("policy page", () => {
  it("has everything that the policy states about itself", () => {
    assert.equal(
      resourcePage({}),
      [
        "# queue-name",
        "A queue has a name.",
        [
          "- Level: `advisory`, severity low",
          "- Checks: each resource by itself",
          "- Resource types: `aws:sqs/queue:Queue`, `aws:sqs/queueV1:Queue`",
          "- Since: 0.1.0",
        ].join("\n"),
        "## Why",
        "Nobody finds a queue that has none.",
        "## What it reports",
        "```text\nqueue-name\nFix: name it.\n```",
        "## Violates",
        "`app/app.py`:",
        "```python\nimport numpy\n```",
        "Python:",
        "```python\nQueue()\n```",
        "TypeScript:",
        "```typescript\na1\na2\na3\nnew Queue();\ne1\ne2\ne3\n```",
        "## Complies",
        "Python:",
        '```python\nQueue("jobs")\n```',
        "TypeScript:",
        '```diff\n a2\n a3\n-new Queue();\n+new Queue("jobs");\n e1\n e2\n```',
        "Without `app/app.py`.",
        "## What it leaves alone",
        "Generated names are not checked.",
        "## How to fix",
        "Set its name.",
        "## Configure and exempt",
        "In the file that `--policy-pack-config` names, with the defaults and [an exemption](../exemptions.md):",
        '```json\n{\n  "queue-name": {\n    "enforcementLevel": "advisory",\n    "exemptions": [{ "resource": "legacy-*", "reason": "is replaced by the new service, OPS-411", "expires": "2027-03-31" }]\n  }\n}\n```',
        "## Sources",
        "- <https://example.com/queues>\n- <https://example.com/names>\n",
      ].join("\n\n"),
    );
  });

  it("tells what a policy repairs, checks and was called", () => {
    const page = { ...metadata.page, formerly: ["queue-title", "queue-label"] };
    const repairing = policyPage(resourcePolicy({ ...metadata, page, check, remediate: () => [] }), examples);
    assert.match(repairing, /^- Repairs: at the level `remediate`$/m);
    assert.match(repairing, /^- Formerly: `queue-title`, `queue-label`$/m);
    const many = policyPage(stackPolicy({ ...metadata, resources: () => true, check }), examples);
    assert.match(many, /^- Checks: the resources of a stack together$/m);
    assert.match(many, /^- Resource types: those that the first sentence is about, also of `aws-native`$/m);
  });

  it("links to the published control that demands the same", () => {
    const framework = {
      name: "Acme Controls",
      version: "2.0",
      reference: "Queue.1",
      specification: "Queues should have names",
      url: "https://example.com/controls#queue-1",
    };
    assert.match(
      resourcePage({ framework }),
      /^- Framework: Acme Controls 2\.0, \[Queue\.1\]\(https:\/\/example\.com\/controls#queue-1\): Queues should have names$/m,
    );
  });

  it("shows no file whose kind it does not know", () => {
    const violating = { ...examples.violating, "app/app.rb": "puts 1\n" };
    assert.throws(() => policyPage(resourcePolicy({ ...metadata, check }), { ...examples, violating }), {
      message: "app/app.rb: pages show no files of this kind",
    });
  });

  it("lists options and the keys in them, and their defaults as a configuration", () => {
    const page = resourcePage({
      options: {
        style: { enum: ["kebab", "camel"], default: "kebab", description: "How names are written." },
        longest: { type: "integer", minimum: 1, maximum: 80, default: 80, description: "Longest name." },
        fewest: { type: "integer", minimum: 1, description: "Fewest words; any number where it is not set." },
        strict: { type: "boolean", default: false, description: "Whether case counts." },
        prefix: { type: "string", pattern: "^(a|b)$", default: "a", description: "First letter." },
        suffix: { type: "string", maxLength: 3, default: "", description: "Last letters." },
        owner: { type: "string", minLength: 1, description: "Who is asked." },
        names: {
          type: "array",
          minItems: 1,
          uniqueItems: true,
          items: {
            anyOf: [
              { type: "string" },
              {
                type: "object",
                properties: {
                  name: { type: "string", minLength: 1, maxLength: 80, description: "The name." },
                  pattern: { type: "string", format: "regex", description: "Or a pattern." },
                },
                required: ["name"],
              },
            ],
          },
          default: ["jobs", "mail"],
          description: "The only names.",
        },
      },
    });
    const [table = "", , ...json] = section(page, "Configure and exempt").trim().split("\n\n");
    assert.deepEqual(cells(table), [
      ["Option", "Value", "Default", "Description"],
      ["`style`", '`"kebab"` or `"camel"`', '`"kebab"`', "How names are written."],
      ["`longest`", "whole number, 1 to 80", "`80`", "Longest name."],
      ["`fewest`", "whole number, at least 1", "none", "Fewest words; any number where it is not set."],
      ["`strict`", "`true` or `false`", "`false`", "Whether case counts."],
      ["`prefix`", "text that matches `^(a\\|b)$`", '`"a"`', "First letter."],
      ["`suffix`", "text (at most 3 characters)", '`""`', "Last letters."],
      ["`owner`", "text that is not empty", "none", "Who is asked."],
      [
        "`names`",
        "list of at least 1, without duplicates; each text or object",
        '`["jobs", "mail"]`',
        "The only names.",
      ],
      ["`names[].name`", "text (1 to 80 characters)", "required", "The name."],
      ["`names[].pattern`", "regular expression", "none", "Or a pattern."],
    ]);
    assert.deepEqual(JSON.parse(json.join("").replace(/^```json|```$/g, "")), {
      "queue-name": {
        enforcementLevel: "advisory",
        style: "kebab",
        longest: 80,
        strict: false,
        prefix: "a",
        suffix: "",
        names: ["jobs", "mail"],
        exemptions: [
          { resource: "legacy-*", reason: "is replaced by the new service, OPS-411", expires: "2027-03-31" },
        ],
      },
    });
  });

  it("breaks long paragraphs between words", () => {
    const why = `${"word ".repeat(40)}end.`;
    const lines = section(resourcePage({ page: { ...metadata.page, why } }), "Why")
      .trim()
      .split("\n");
    assert.deepEqual(
      lines.map(({ length }) => length),
      [119, 84],
    );
    assert.equal(lines.join(" "), why);
  });

  const incomplete: [string, Partial<Metadata>, string][] = [
    ["description", { description: "" }, "policy queue-name: description is empty"],
    ["reason", { page: { ...metadata.page, why: " " } }, "policy queue-name: page.why is empty"],
    ["limits", { page: { ...metadata.page, limits: "" } }, "policy queue-name: page.limits is empty"],
    ["fix", { remediationSteps: "" }, "policy queue-name: remediationSteps is empty"],
    [
      "description of an option",
      { options: { a: { type: "string", description: "" } } },
      "option a has no description",
    ],
    [
      "words for a schema",
      { options: { a: { type: "array", items: { type: "null" }, description: "A." } } },
      "option a has a schema for which pages have no words",
    ],
  ];
  for (const [part, more, message] of incomplete) {
    it(`is not written without ${part}`, () => assert.throws(() => resourcePage(more), { message }));
  }
});
