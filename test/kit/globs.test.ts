import assert from "node:assert/strict";
import { globTest, isGlob } from "../../kit/globs";

const matches: readonly (readonly [glob: string, texts: readonly string[], others: readonly string[]])[] = [
  ["uploads", ["uploads"], ["Uploads", "upload", "uploads2"]],
  ["up*", ["up", "uploads"], ["cup"]],
  ["*a*b*", ["ab", "xaxbx", "a\nb"], ["ba"]],
  ["ab*ba", ["abba", "abxba"], ["aba"]],
  ["a*b*bc", ["abbc"], ["abc"]],
  ["", [""], ["a"]],
  ["a?c", ["abc", "a/c", "a😀c"], ["ac", "abbc"]],
  ["[a-c]x", ["ax", "cx"], ["dx", "-x"]],
  ["[!a-c]x", ["dx", "!x"], ["ax", "cx"]],
  ["[a\\]^]", ["a", "]", "^"], ["\\"]],
  ["{uploads,images-*}", ["uploads", "images-2"], ["uploads,images"]],
  ["{a,{b,c}d}e", ["ae", "bde", "cde"], ["ade"]],
  ["a,b", ["a,b"], ["a", "b"]],
  ["a,?", ["a,b"], ["a"]],
  ["\\*\\{\\(", ["*{("], ["x{("]],
  ["urn:pulumi:*::site::*$aws:s?s/*::q", ["urn:pulumi:dev::site::a:b:C$aws:sqs/queue:Queue::q"], []],
  ["a.b+c^$|d?", ["a.b+c^$|de"], ["axb+c^$|de"]],
  ["!a@", ["!a@"], ["b"]],
];

describe("kit/globs", () => {
  for (const [glob, texts, others] of matches) {
    it(`${JSON.stringify(glob)} is for whole texts`, () => {
      const test = globTest(glob);
      assert.deepEqual(
        texts.filter((text) => !test(text)),
        [],
      );
      assert.deepEqual(others.filter(test), []);
    });
  }
  it("are refused where brackets are not closed, and with what shells add to globs", () => {
    const wrong = ["[ab", "ab]", "{a,b", "a}", "a)", "(a|b)", "!(a)", "+(*a)", "a\\", "[]", "a{", "}{"];
    assert.deepEqual(wrong.filter(isGlob), []);
  });
});
