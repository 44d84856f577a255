import assert from "node:assert/strict";
import { formatFinding, readPlace } from "../../../engine/report/format";
import { Property } from "../../../kit/known";

const URL = "https://example.com/policy.md";
const finding = { problem: "it is wrong", fix: "put it right" };
const firstLine = (place: object) => formatFinding({ ...finding, ...place }, URL).split("\n")[0] ?? "";

describe("kit/finding", () => {
  it("has a line each for the problem, the fix and the link", () => {
    const text = formatFinding({ ...finding, problem: "a\nFix: b" }, URL, { exempted: true, note: "Exempted: c\nd" });
    assert.deepEqual(text.split("\n"), ["Exempted: c\\u{a}d.", "a\\u{a}Fix: b.", "Fix: put it right.", URL]);
  });

  it("names properties so that no name reads as the start of another line", () => {
    const named = (...path: readonly string[]) => firstLine({ at: new Property(undefined, path) });
    assert.equal(named("tags", "a b"), 'tags["a b"]: it is wrong.');
    assert.equal(named("Fix"), '["Fix"]: it is wrong.');
    assert.equal(named("Exempted"), '["Exempted"]: it is wrong.');
    assert.equal(named("Exempted", "at"), "Exempted.at: it is wrong.");
  });

  const files = [
    "handler.py",
    "src/größe.py",
    "my handler.py",
    "Fix: x.py",
    "Exempted: x.py",
    "a:1:2: b.py",
    'a"\\.py',
  ];
  it("names a file as editors do", () => {
    assert.equal(firstLine({ in: { file: "src/größe.py", line: 36, column: 14 } }), "src/größe.py:36:14: it is wrong.");
  });
  for (const file of files) {
    it(`names ${JSON.stringify(file)} as a place, and reads it again`, () => {
      const line = firstLine({ in: { file, line: 36, column: 14 } });
      assert.doesNotMatch(line, /^(Fix|Exempted)/);
      assert.deepEqual(readPlace(line), { place: { file, line: 36, column: 14 }, rest: "it is wrong." });
    });
  }

  it("reads no place where there is none", () => {
    for (const line of ["tags: it is wrong.", "it is wrong.", '"a\\u{202e}.py":1:2: it is wrong.', "a b.py:1:2: it"]) {
      assert.equal(readPlace(line), undefined);
    }
  });
});
