import assert from "node:assert/strict";
import { resourcePolicy } from "../../../kit/policy";
import { index } from "../../../tools/generate/readme-index";

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

describe("README's table of policies", () => {
  it("has a row for each policy, with a link to its page", () => {
    assert.equal(
      index([policy("a", true), policy("bb", false)]),
      `| Policy                    | What must hold   | Level       | Repairs |
| ------------------------- | ---------------- | ----------- | ------- |
| [a](docs/policies/a.md)   | What a demands.  | \`mandatory\` | yes     |
| [bb](docs/policies/bb.md) | What bb demands. | \`advisory\`  |         |`,
    );
  });
});
