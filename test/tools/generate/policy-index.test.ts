import assert from "node:assert/strict";
import { resourcePolicy } from "../../../kit/policy";
import { index, names } from "../../../tools/generate/policy-index";

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

describe("the index of policies", () => {
  const groups = { Code: [policy("a", true)], APIs: [policy("bb", false), policy("c", false)] };

  it("has a row for each policy, by groups, with a link to its page", () => {
    assert.equal(
      index(groups),
      `## Code

| Policy             | What must hold  | Level              |
| ------------------ | --------------- | ------------------ |
| [a](policies/a.md) | What a demands. | mandatory, repairs |

## APIs

| Policy               | What must hold   | Level    |
| -------------------- | ---------------- | -------- |
| [bb](policies/bb.md) | What bb demands. | advisory |
| [c](policies/c.md)   | What c demands.  | advisory |`,
    );
  });

  it("is a table of names in the README", () => {
    assert.equal(
      names(groups),
      `|      | Mandatory               | Advisory                                           |
| ---- | ----------------------- | -------------------------------------------------- |
| Code | [a](docs/policies/a.md) |                                                    |
| APIs |                         | [bb](docs/policies/bb.md), [c](docs/policies/c.md) |`,
    );
  });
});
