import assert from "node:assert/strict";
import { readExpression } from "../../../aws/model/dynamodb-expressions";

describe("aws/model: expressions of DynamoDB", () => {
  it("tell attributes, placeholders and words of DynamoDB apart", () => {
    assert.deepEqual(
      readExpression("UpdateExpression", "SET comment = :text, #s.name = if_not_exists(size, :a) REMOVE x[0].y"),
      {
        attributes: ["comment", "size", "x"],
        reserved: ["comment", "name", "size"],
        targets: ["comment"],
        topNames: ["#s"],
        names: ["#s"],
        values: [":text", ":a"],
      },
    );
    assert.deepEqual(
      readExpression(
        "ConditionExpression",
        "attribute_not_exists(id) AND NOT contains(tags, :t) or size(owner) in (:a, :b)",
      ),
      {
        attributes: ["id", "tags", "owner"],
        reserved: ["owner"],
        targets: [],
        topNames: [],
        names: [],
        values: [":t", ":a", ":b"],
      },
    );
  });
  it("have words of their own only where these are words of the kind", () => {
    assert.deepEqual(readExpression("ProjectionExpression", "id, add, items[1]")?.reserved, ["add", "items"]);
  });
  it("cannot be read where they have what no expression has", () => {
    assert.equal(readExpression("FilterExpression", "price > $limit"), undefined);
    assert.equal(readExpression("FilterExpression", "a = 'b'"), undefined);
  });
});
