import assert from "node:assert/strict";
import { decode } from "../../../code/source/decode-text";

const bytes = (text: string, encoding: BufferEncoding = "utf8") => Buffer.from(text, encoding);
const BOM = "\ufeff";

describe("the text of a source file", () => {
  const cases: readonly (readonly [name: string, source: Buffer, text: string])[] = [
    ["UTF-8", bytes("s = 'é😀'\n"), "s = 'é😀'\n"],
    ["nothing", bytes(""), ""],
    ["line ends and tabs, as they are", bytes("a\r\n\tb\rc\n"), "a\r\n\tb\rc\n"],
    ["a byte order mark, which is left out", bytes(`${BOM}x = 1`), "x = 1"],
    ["a byte order mark and UTF-8 declared", bytes(`${BOM}# coding: utf-8\n`), "# coding: utf-8\n"],
    ["Latin-1", bytes("# -*- coding: latin-1 -*-\ns = 'é\x80'", "latin1"), "# -*- coding: latin-1 -*-\ns = 'é\x80'"],
    [
      "ISO 8859-1 in Vim's form",
      bytes("# vim: set fileencoding=iso_8859_1 :\n#é", "latin1"),
      "# vim: set fileencoding=iso_8859_1 :\n#é",
    ],
    [
      "an encoding in the second line",
      bytes("#!/usr/bin/python\n# coding=latin1\n#é", "latin1"),
      "#!/usr/bin/python\n# coding=latin1\n#é",
    ],
    ["Windows' encoding", Buffer.concat([bytes("# coding: cp1251\n#"), Buffer.from([0xc0])]), "# coding: cp1251\n#А"],
    ["Latin-9", Buffer.concat([bytes("# coding: iso8859-15\n#"), Buffer.from([0xa4])]), "# coding: iso8859-15\n#€"],
    [
      "Shift JIS",
      Buffer.concat([bytes("# coding: shift_jis\n#"), Buffer.from([0x82, 0xa0])]),
      "# coding: shift_jis\n#あ",
    ],
    ["EUC-JP", Buffer.concat([bytes("# coding: euc_jp\n#"), Buffer.from([0xa4, 0xa2])]), "# coding: euc_jp\n#あ"],
    ["GBK", Buffer.concat([bytes("# coding: gb2312\n#"), Buffer.from([0xb0, 0xa1])]), "# coding: gb2312\n#啊"],
    ["KOI8-R", Buffer.concat([bytes("# coding: koi8_r\n#"), Buffer.from([0xc1])]), "# coding: koi8_r\n#а"],
    ["ASCII", bytes("# coding: us-ascii\nx"), "# coding: us-ascii\nx"],
    ["a declaration in the third line, which is none", bytes("\n\n# coding: latin-1\n#é"), "\n\n# coding: latin-1\n#é"],
    ["a declaration after code, which is none", bytes("x = 1\n# coding: latin-1\n#é"), "x = 1\n# coding: latin-1\n#é"],
  ];
  for (const [name, source, text] of cases) {
    it(`is read: ${name}`, () => assert.equal(decode("app.py", source), text));
  }

  it("is UTF-8 in other languages, whatever a comment says", () => {
    assert.equal(decode("app.js", bytes("# coding: latin-1\n//é")), "# coding: latin-1\n//é");
  });

  const refused: readonly (readonly [reason: string, source: Buffer])[] = [
    ["is not valid UTF-8", Buffer.from([0x23, 0xff])],
    ["is not valid UTF-8", bytes("# é", "latin1")],
    ["is not valid UTF-8", bytes("s = '\u{1f600}'").subarray(0, 7)],
    ["contains null characters", bytes("x = 1\0")],
    ["contains null characters", bytes("x = 1", "utf16le")],
    ["is not valid us-ascii", bytes("# coding: us-ascii\n#é")],
    ["is not valid shift_jis", Buffer.concat([bytes("# coding: shift_jis\n#"), Buffer.from([0xff])])],
    ["declares the encoding klingon, which is not known here", bytes("# coding: klingon\n")],
    ["begins with a byte order mark of UTF-8 and declares the encoding latin-1", bytes(`${BOM}# coding: latin-1\n`)],
  ];
  for (const [reason, source] of refused) {
    it(`is refused: ${reason}`, () => assert.throws(() => decode("app.py", source), { message: reason }));
  }
});
