import assert from "node:assert/strict";
import { ruff } from "../../../code/python/ruff";
import { Unjudged } from "../../../code/unjudged";

const judge = (text: string, minor = 12) => ruff({ path: "app.py", shown: "app.py", text }, [3, minor]);
const shown = (text: string, minor?: number) =>
  judge(text, minor).map(({ kind, name, line, column }) => `${line}:${column} ${kind} ${name}`.trim());

describe("code/python/ruff", () => {
  const exceptions: readonly (readonly [name: string, source: string])[] = [
    ["noqa", "import os  # noqa\nimport sys  # noqa: F401\n"],
    ["noqa for the file", "# ruff: noqa\nimport os\nx = undefined\n"],
    ["__all__", "import os\n__all__ = ['os']\n__all__ += ['os']\n"],
    ["redundant aliases", "import os as os\nfrom a import b as b\n"],
    ["__future__", "from __future__ import annotations\n"],
    [
      "names under TYPE_CHECKING that annotations use",
      "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import a\ndef f(x: 'a.B'): ...\n",
    ],
    ["names whose absence is borne", "try:\n    unicode\nexcept NameError:\n    pass\n"],
    ["import *", "from a import *\nprint(b)\n"],
  ];
  for (const [name, source] of exceptions) it(`respects ${name}`, () => assert.deepEqual(judge(source), []));

  it("tells everything in the order of the file, with the name", () => {
    assert.deepEqual(shown("import os\nprint(a)\nfrom b import (c,\n    d as e)\nprint(f)\n"), [
      "1:8 unused import os",
      "2:7 undefined name a",
      "3:16 unused import b.c",
      "4:10 unused import b.d",
      "5:7 undefined name f",
    ]);
  });
  it("counts characters, whatever the line ends", () => {
    assert.deepEqual(shown("x = '😀'; import os\r\nimport sys\rimport re\n"), [
      "1:17 unused import os",
      "2:8 unused import sys",
      "3:8 unused import re",
    ]);
  });
  it("tells a syntax error alone, and the first one", () => {
    assert.deepEqual(shown("import os\nx = = y\nz = = y\n"), ["2:5 syntax"]);
  });

  const newer: readonly (readonly [minor: number, name: string, source: string])[] = [
    [9, "with in parentheses", "with (f as a, g as b): pass\n"],
    [10, "match", "match x:\n    case _: pass\n"],
    [11, "except*", "try:\n    pass\nexcept* ValueError:\n    pass\n"],
    [12, "quotes in f-strings", "x = f'{'a'}'\n"],
    [12, "type parameters", "def f[T](x: T): ...\n"],
    [13, "defaults of type parameters", "def f[T = int](x: T): ...\n"],
    [14, "except without parentheses", "try:\n    pass\nexcept ValueError, KeyError:\n    pass\n"],
  ];
  for (const [minor, name, source] of newer) {
    it(`knows ${name} from 3.${minor} on`, () => {
      const isSyntax = (version: number) => judge(source, version).some(({ kind }) => kind === "syntax");
      assert.ok(isSyntax(minor - 1));
      assert.ok(!isSyntax(minor));
      assert.ok(!isSyntax(99));
    });
  }
  for (const source of [
    "return 1",
    "break",
    "continue",
    "yield 1",
    "await x",
    "x = 1\nfrom __future__ import annotations",
    "def f():\n    await g()",
    "def f():\n    nonlocal x",
  ]) {
    it(`knows that Python refuses ${JSON.stringify(source)}`, () => {
      assert.deepEqual(
        judge(`${source}\n`).map(({ kind }) => kind),
        ["syntax"],
      );
    });
  }

  it("never shows a literal", () => {
    const sources = [
      "x = = 's3cr3t'",
      "match {}:\n  case {'s3cr3t': 1, 's3cr3t': 2}: pass",
      "x = 's3cr3t",
      "f'{s3cr3t!x}'",
      "'\\N{s3cr3t}'",
      "x = {'s3cr3t': 1",
      "import a 's3cr3t'",
      "print 's3cr3t'",
      "del 's3cr3t'",
      "'s3cr3t' = 1",
      "def f(a='s3cr3t', b): ...",
      "f(a=1, 's3cr3t')",
      "from 's3cr3t' import a",
      "b'é s3cr3t'",
      "x = 5s3cr3t",
      "# -*- coding: s3cr3t -*-\nx = =",
    ];
    for (const source of sources) {
      const texts = judge(`${source}\n`).map(({ text }) => text);
      assert.ok(!texts.join().includes("s3cr3t"), `${source}: ${texts}`);
    }
  });

  describe("what it cannot take", () => {
    const sources: readonly (readonly [name: string, source: string, reason: RegExp])[] = [
      ["5,000 parentheses", `x = ${"(".repeat(5_000)}1${")".repeat(5_000)}\n`, /nested too deeply/],
      [
        "5,000 blocks",
        `${Array.from({ length: 5_000 }, (_, level) => `${" ".repeat(level)}if x:\n`).join("")}${" ".repeat(5_000)}x\n`,
        /too long|nested too deeply/,
      ],
      ["a megabyte", "'".repeat(1_000_000), /too long/],
      [
        "as many characters as take too long",
        `x = 1\n${"# comment\n".repeat(14_000)}`,
        /too long to be checked in time: ruff gets at most 131,072 characters/,
      ],
      [
        "a text that grows line by line",
        `def handler(event, context):\n    s = ''\n${"    s += 'line'\n".repeat(7_000)}`,
        /assigns to one name more than 3,000 times/,
      ],
      ["a name that is given to itself", `a = 1\n${"a=a;a=a\n".repeat(5_000)}`, /assigns to one name/],
      ["null characters", "x = 1\0\n", /null character/],
    ];
    for (const [name, source, reason] of sources) {
      it(`is ${name}, after which it still works`, () => {
        assert.throws(
          () => judge(source),
          (error) => error instanceof Unjudged && reason.test(error.message),
        );
        assert.deepEqual(shown("import os\n"), ["1:8 unused import os"]);
      });
    }
  });
});
