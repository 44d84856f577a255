import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import fc from "fast-check";
import { HOSTILE_TEXTS } from "./hostile";
import { handlers } from "./python-grammar";

const directory = path.join(__dirname, "../../corpus/python");

/** The files of the corpus as they are. */
export const corpus: readonly string[] = readdirSync(directory).map((file) =>
  readFileSync(path.join(directory, file), "utf8"),
);

type Edit = (lines: readonly string[]) => readonly string[];

const share = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
const at = (where: number, lines: readonly string[]) => Math.floor(where * (lines.length + 1));

const SNIPPETS: readonly string[] = [
  "event['path']",
  "event[\"requestContext\"]['http']['method']",
  "import os, sys as system",
  "from . import x",
  "from typing import *",
  "try:",
  "except Exception as e:",
  "except:",
  "finally:",
  "    pass",
  "return event",
  "raise",
  "yield event",
  "async def handler(event, context):",
  "class A(B, metaclass=C):",
  "@decorator(event)",
  "with open(event) as (a, b), c as d:",
  "match event:",
  "    case {'path': str(x), **rest} if x:",
  "lambda event: event['rawPath']",
  "[x for x in event if x['path']]",
  "global handler",
  "nonlocal event",
  "del event",
  "x = y = event",
  "event |= {}",
  "if (event := event) is not None:",
  "f'{event[\"path\"]!r:>{width}}'",
  "'''",
  '"""',
  "(",
  "]}",
  "\\",
  "\t",
  "\f",
  "\u0000",
  "\ufeff",
  "### Answer",
  "```python",
  "# Here is the updated code:",
  "# noqa",
  "__all__ = ['a']",
  "if __name__ == '__main__':",
  "print(f\"{'nested' + f'{1}'}\")",
  "x: int = 1_000j",
  "def f(a, /, b, *, c=event, **d) -> None: ...",
  "type X = int",
  "*a, b = event",
  "assert event, 'x'",
  "for k, v in event.items():",
  "while event:",
  "else:",
  "break; continue",
  "await event",
  "\u00e9\u4e2d = 1",
  "💥",
];

const edit: fc.Arbitrary<Edit> = fc.oneof(
  share.map(
    (where): Edit =>
      (lines) =>
        lines.slice(0, at(where, lines)),
  ),
  fc.tuple(share, share).map(
    ([one, other]): Edit =>
      (lines) => {
        const [from, to] = [at(one, lines), at(other, lines)];
        return lines.map((line, index) =>
          index === from ? (lines[to] ?? line) : index === to ? (lines[from] ?? line) : line,
        );
      },
  ),
  fc.tuple(share, fc.constantFrom(...SNIPPETS, ...HOSTILE_TEXTS), fc.nat(12)).map(
    ([where, snippet, indent]): Edit =>
      (lines) =>
        lines.toSpliced(at(where, lines), 0, " ".repeat(indent) + snippet),
  ),
  share.map(
    (where): Edit =>
      (lines) =>
        lines.toSpliced(at(where, lines), 1),
  ),
  fc.tuple(share, share).map(
    ([where, column]): Edit =>
      (lines) =>
        lines.map((line, index) =>
          index === at(where, lines) ? line.slice(0, Math.floor(column * line.length)) : line,
        ),
  ),
  fc.tuple(share, fc.integer({ min: 1, max: 8 })).map(
    ([where, indent]): Edit =>
      (lines) =>
        lines.map((line, index) => (index >= at(where, lines) ? " ".repeat(indent) + line : line)),
  ),
  share.map(
    (where): Edit =>
      (lines) => [...lines, ...lines.slice(at(where, lines))],
  ),
  fc
    .tuple(
      share,
      fc.constantFrom("(", "[", "{'a': ", "lambda: ", "not ", "-", "event."),
      fc.integer({ min: 1, max: 600 }),
    )
    .map(
      ([where, opening, times]): Edit =>
        (lines) =>
          lines.toSpliced(at(where, lines), 0, `    x = ${opening.repeat(times)}event`),
    ),
  fc.integer({ min: 1, max: 40 }).map(
    (times): Edit =>
      (lines) => {
        const nested = Array.from({ length: times }, (_, depth) => `${" ".repeat(depth)}if event:`);
        return [...nested, ...lines.map((line) => " ".repeat(times) + line)];
      },
  ),
  fc.tuple(share, fc.integer({ min: 1, max: 20_000 })).map(
    ([where, length]): Edit =>
      (lines) =>
        lines.toSpliced(at(where, lines), 0, `x = "${"a".repeat(length)}"  # ${"b".repeat(length)}`),
  ),
);

/** Files of the corpus, cut, mixed and mended by nobody. */
const mutated: fc.Arbitrary<string> = fc
  .tuple(fc.constantFrom(...corpus), fc.array(edit, { minLength: 1, maxLength: 5 }))
  .map(([source, edits]) =>
    edits.reduce<readonly string[]>((lines, change) => change(lines), source.split("\n")).join("\n"),
  );

export const sources: fc.Arbitrary<string> = fc.oneof(
  { weight: 3, arbitrary: mutated },
  { weight: 2, arbitrary: handlers },
);

/** Bytes of sources: in other encodings than Python's own, with other line ends, or damaged. */
export const bytes: fc.Arbitrary<Buffer> = fc.oneof(
  sources.map((source) => Buffer.from(source)),
  sources.map((source) => Buffer.from(`\ufeff${source}`)),
  sources.map((source) => Buffer.from(source.replaceAll("\n", "\r\n"))),
  sources.map((source) => Buffer.from(source.replaceAll("\n", "\r"))),
  sources.map((source) => Buffer.from(source, "utf16le")),
  sources.map((source) => Buffer.from(`# -*- coding: latin-1 -*-\n${source}`, "latin1")),
  fc
    .tuple(sources, fc.constantFrom("utf-16", "cp1252", "klingon", "rot13"))
    .map(([source, name]) => Buffer.from(`# coding: ${name}\n${source}`)),
  fc.tuple(sources, fc.array(fc.tuple(share, fc.nat(255)), { maxLength: 8 })).map(([source, flips]) => {
    const damaged = Buffer.from(source);
    for (const [where, byte] of flips) damaged[Math.floor(where * damaged.length)] = byte;
    return damaged;
  }),
  fc.uint8Array({ maxLength: 300 }).map((array) => Buffer.from(array)),
);
