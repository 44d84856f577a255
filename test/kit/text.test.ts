import assert from "node:assert/strict";
import { didYouMean, enumerate, printable, printableLine, quote } from "../../kit/text";

describe("kit/text", () => {
  describe("printable", () => {
    const escaped: [string, string, string][] = [
      ["a terminal colour", "\u001b[31mred\u001b[0m", "\\u{1b}[31mred\\u{1b}[0m"],
      ["a cursor that moves up", "\u009b2A", "\\u{9b}2A"],
      ["a bell and a backspace", "a\u0007b\b", "a\\u{7}b\\u{8}"],
      ["line breaks", "a\nb\rc\u0085d\u2028e\u2029f", "a\\u{a}b\\u{d}c\\u{85}d\\u{2028}e\\u{2029}f"],
      ["text that runs backwards", "\u202efdp.exe\u202c", "\\u{202e}fdp.exe\\u{202c}"],
      ["isolated directions", "\u2066a\u2069", "\\u{2066}a\\u{2069}"],
      ["characters that do not show", "a\u200bb\u00adc\ufeff", "a\\u{200b}b\\u{ad}c\\u{feff}"],
      ["half of a pair", "a\ud83db", "a\\u{d83d}b"],
      ["private use", "\ue000", "\\u{e000}"],
      ["colours of the CLI", "<{%fg 1%}>red<{%none%}>", "<\\u{7b}%fg 1%}>red<\\u{7b}%none%}>"],
      [
        "commands of CI services",
        "##vso[task.complete] ##[error] ## [x]",
        "#\\u{23}vso[task.complete] #\\u{23}[error] ## [x]",
      ],
      ["tags of the supplementary plane", "\u{e0041}", "\\u{e0041}"],
    ];
    for (const [what, text, expected] of escaped) {
      it(`escapes ${what}`, () => assert.equal(printable(text), expected));
    }
    it("leaves letters, marks, symbols and spaces as they are", () => {
      const text = "Größe 値 مرحبا e\u0301 🎉 “a” \u00a0 \\n <b>";
      assert.equal(printable(text), text);
    });
  });

  describe("printableLine", () => {
    it("cuts a line that nobody reads to its end", () => {
      assert.equal(printableLine("a\n"), "a\\u{a}");
      assert.equal(printableLine("x".repeat(2_000)), "x".repeat(2_000));
      assert.equal(printableLine("x".repeat(2_001)), `${"x".repeat(2_000)}…`);
    });
  });

  describe("quote", () => {
    it("cuts a long text between characters", () => {
      assert.equal(quote("🎉".repeat(41)), `"${"🎉".repeat(40)}…"`);
      assert.equal(quote(`a${"🎉".repeat(41)}`), `"a${"🎉".repeat(39)}…"`);
    });
    it("quotes and escapes text", () => {
      assert.equal(quote("python3.8"), '"python3.8"');
      assert.equal(quote(""), '""');
      assert.equal(quote('a"b\\'), '"a\\"b\\\\"');
      assert.equal(quote("a\n\u001b[2J\u202e"), '"a\\n\\u001b[2J\\u{202e}"');
    });
    it("writes numbers and booleans plainly", () => {
      assert.equal(quote(5), "5");
      assert.equal(quote(-1.5), "-1.5");
      assert.equal(quote(false), "false");
    });
    it("cuts text that is too long to read", () => {
      assert.equal(quote("x".repeat(80)), `"${"x".repeat(80)}"`);
      assert.equal(quote("x".repeat(81)), `"${"x".repeat(80)}…"`);
    });
  });

  describe("enumerate", () => {
    const cases: [Parameters<typeof enumerate>, string][] = [
      [[[]], ""],
      [[["a"]], "a"],
      [[["a", "b"]], "a and b"],
      [[["a", "b", "c"], "or"], "a, b or c"],
      [[["a", "b", "c", "d", "e"]], "a, b, c, d and e"],
      [[["a", "b", "c", "d", "e", "f"]], "a, b, c, d, e and 1 more"],
      [[["a", "b", "c", "d"], "or", 2], "a, b or 2 more"],
      [[["a", "b"], "and", 1], "a and 1 more"],
    ];
    for (const [args, expected] of cases) {
      it(`${JSON.stringify(args)}: ${expected}`, () => assert.equal(enumerate(...args), expected));
    }
    it("does not change the list", () => {
      const items = ["a", "b", "c"];
      enumerate(items);
      assert.deepEqual(items, ["a", "b", "c"]);
    });
  });

  describe("didYouMean", () => {
    const names = ["required-tags", "component-tags", "lambda-python-runtime"];
    it("finds a name that resembles another", () => {
      assert.equal(didYouMean("lambda-pyton-runtime", names), "lambda-python-runtime");
      assert.equal(didYouMean("Required-Tags", names), "required-tags");
      assert.equal(didYouMean("jsn", ["os", "json"]), "json");
      assert.equal(didYouMean("TABEL_NAME", ["table", "TABLE_NAME"]), "TABLE_NAME");
    });
    it("finds none where none resembles it", () => {
      assert.equal(didYouMean("acme", names), undefined);
      assert.equal(didYouMean("acme", []), undefined);
      assert.equal(didYouMean("jsn", ["os", "sys"]), undefined, "two of three letters are another name");
    });
  });
});
