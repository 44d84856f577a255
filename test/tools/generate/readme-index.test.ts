import assert from "node:assert/strict";
import { resourcePolicy } from "../../../kit/policy";
import { withIndex } from "../../../tools/generate/readme-index";

const policy = (name: string, repairs: boolean) =>
  resourcePolicy({
    name,
    description: `What ${name} demands.`,
    severity: "low",
    level: repairs ? "mandatory" : "advisory",
    resources: ["aws:sqs/queue:Queue"],
    options: {},
    remediationSteps: "",
    tags: [],
    page: { why: "", limits: "", sources: [""], since: "0.1.0" },
    check() {},
    ...(repairs && { remediate: () => [] }),
  });

const begin = "<!-- policies: written by `npm run generate` -->";
const end = "<!-- end of policies -->";

describe("README's table of policies", () => {
  it("replaces what is between the comments and nothing else", () => {
    const readme = `# Guard\n\n${begin}\n\nold\n\n${end}\n\n## More\n`;
    const index = withIndex(readme, [policy("a", true), policy("bb", false)]);
    assert.equal(
      index,
      `# Guard

${begin}

| Policy                    | What must hold   | Level       | Repairs |
| ------------------------- | ---------------- | ----------- | ------- |
| [a](docs/policies/a.md)   | What a demands.  | \`mandatory\` | yes     |
| [bb](docs/policies/bb.md) | What bb demands. | \`advisory\`  |         |

${end}

## More
`,
    );
    assert.equal(withIndex(index, [policy("a", true), policy("bb", false)]), index);
  });

  for (const readme of ["# Guard\n", `${begin}\n`, `${end}\n${begin}\n`, `${begin}${end}${begin}${end}`]) {
    it(`is refused by ${JSON.stringify(readme)}`, () =>
      assert.throws(() => withIndex(readme, []), /README\.md: no place for the table of policies/));
  }
});
