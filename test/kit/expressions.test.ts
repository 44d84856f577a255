import assert from "node:assert/strict";
import { expressionTest, isExpression } from "../../kit/expressions";

describe("kit/expressions", () => {
  it("are found anywhere in a text", () => {
    assert.ok(expressionTest("b+")("abc"));
    assert.ok(!expressionTest("^b")("abc"));
  });
  it("know letters beyond ASCII, and characters of two units", () => {
    assert.ok(expressionTest("^\\p{L}+$")("Müller"));
    assert.ok(!expressionTest("^\\p{L}+$")("p{L}"));
    assert.ok(expressionTest("^.$")("😀"));
  });
  it("may be written as in JavaScript", () => {
    assert.ok(expressionTest("^(?<key>\\u0041)\\/$")("A/"));
  });
  for (const wrong of ["(dev", "a{2,1}", "(?=a)", "(?<!a)b", "(a)\\1", "\\"])
    it(`${wrong} is none`, () => assert.ok(!isExpression(wrong)));
});
