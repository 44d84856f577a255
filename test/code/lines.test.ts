import assert from "node:assert/strict";
import fc from "fast-check";
import { Lines } from "../../code/lines";

const sources = fc.array(fc.constantFrom("a", " ", "é", "😀", "\ud83d", "\n", "\r\n", "\r", "\f", "\u2028"));

describe("code/lines", () => {
  it("counts lines and characters as the definition says, there and back", () => {
    fc.assert(
      fc.property(sources, (parts) => {
        const source = parts.join("");
        const lines = new Lines(source);
        for (const offset of starts(source)) {
          const before = source.slice(0, offset).split(/\r\n|\r|\n/);
          const place = { line: before.length, column: [...(before.at(-1) ?? "")].length + 1 };
          assert.deepEqual(lines.place(offset), place);
          assert.equal(lines.offset(place), offset);
        }
      }),
    );
  });

  it("goes no further than to the end of a line", () => {
    const lines = new Lines("ab\n😀\n");
    assert.equal(lines.offset({ line: 1, column: 9 }), 3);
    assert.equal(lines.offset({ line: 2, column: 9 }), 6);
  });
});

/** Where characters begin, save for the second of CRLF, which no node begins with. */
function starts(source: string): readonly number[] {
  let offset = 0;
  const found = [0];
  for (const character of source.match(/\r\n|./gsu) ?? []) {
    offset += character.length;
    found.push(offset);
  }
  return found;
}
