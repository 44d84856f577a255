import assert from "node:assert/strict";
import { argumentsOf, exceptClauses, PythonTree, parametersOf } from "../../../code/python/tree";
import { walk } from "../../../code/tree";

/** The first node of a kind. */
function first(source: string, kind: string) {
  const tree = new PythonTree(source);
  const [node] = tree.all([kind]);
  assert.ok(node, `no ${kind} in ${source}`);
  return { tree, node };
}

describe("code/python/tree", () => {
  describe("place", () => {
    const places: readonly (readonly [name: string, source: string, line: number, column: number])[] = [
      ["the first character", "x", 1, 1],
      ["after a tab", "if 1:\n\tx", 2, 2],
      ["after characters outside of the basic plane", "'😀😀'; x", 1, 7],
      ["after CRLF", "a\r\nb\r\n  \r\nx", 4, 1],
      ["after lone CR", "a\rx", 2, 1],
      ["after mixed line ends", "a\r\n\rb\n\nx", 5, 1],
      ["after a form feed", "a\n\f\nx", 3, 1],
      ["behind a form feed", "a\n\fx", 2, 2],
    ];
    for (const [name, source, line, column] of places) {
      it(`counts ${name}, there and back`, () => {
        const tree = new PythonTree(source);
        assert.ok(tree.sound);
        const node = tree.all(["VariableName"]).find((variable) => tree.text(variable) === "x");
        assert.ok(node);
        assert.deepEqual(tree.place(node), { line, column });
        assert.equal(tree.at({ line, column }).from, node.from);
      });
    }
  });

  describe("dotted", () => {
    const names: readonly (readonly [source: string, expected: string | undefined])[] = [
      ["a", "a"],
      ["a.b.c", "a.b.c"],
      ["(a.b).c", "a.b.c"],
      ["a().b", undefined],
      ["a[0].b", undefined],
      ["'a'.b", undefined],
    ];
    for (const [source, expected] of names) {
      it(`of ${source}`, () => {
        const { tree, node } = first(source, "ExpressionStatement");
        assert.equal(tree.dotted(node.firstChild), expected);
      });
    }
  });

  describe("characters", () => {
    const strings: readonly (readonly [source: string, expected: string | undefined])[] = [
      ["'a'", "a"],
      ['"""a\nb"""', "a\nb"],
      ["r'a\\n'", "a\\n"],
      ["u'a'", "a"],
      ["''", ""],
      ["'a\\n\\'\\\\n\\d'", "a\n'\\n\\d"],
      ["'a\\\nb'", "ab"],
      ["'\\\\\\x41'", undefined],
      ["b'a'", undefined],
    ];
    for (const [source, expected] of strings) {
      it(`of ${source}`, () => {
        const { tree, node } = first(source, "String");
        const literal = tree.literal(node);
        assert.equal(tree.characters(literal, literal.prefix), expected);
      });
    }
  });

  describe("exceptClauses", () => {
    const clauses: readonly (readonly [clause: string, types: readonly string[], name: string | undefined])[] = [
      ["except:", [], undefined],
      ["except A:", ["A"], undefined],
      ["except A as e:", ["A"], "e"],
      ["except (A, b.C) as e:", ["(A, b.C)"], "e"],
      ["except* A as e:", ["A"], "e"],
      ["except A, B:", ["A", "B"], undefined],
      ["except A as e: # why", ["A"], "e"],
    ];
    for (const [clause, types, name] of clauses) {
      it(`of ${clause}`, () => {
        const { tree, node } = first(
          `try:\n  pass\nexcept Z:\n  pass\n${clause}\n  pass\nelse:\n  pass\n`,
          "TryStatement",
        );
        const found = exceptClauses(node)[1];
        assert.ok(found?.body);
        assert.equal(tree.place(found.keyword).line, 5);
        assert.deepEqual(
          found.types.map((type) => tree.text(type)),
          types,
        );
        assert.equal(found.name && tree.text(found.name), name);
      });
    }
  });

  it("takes the arguments of a call apart", () => {
    const { tree, node } = first("f(a, (b), *c, d=1, **e)", "CallExpression");
    const found = argumentsOf(tree, node).map(({ keyword, spread, value }) => [keyword, spread, tree.text(value)]);
    assert.deepEqual(found, [
      [undefined, undefined, "a"],
      [undefined, undefined, "(b)"],
      [undefined, "*", "c"],
      ["d", undefined, "1"],
      [undefined, "**", "e"],
    ]);
  });

  it("takes the parameters of a function apart", () => {
    const { tree, node } = first("def f(a, /, b: int = 1, *c, d: str, e=x, **g) -> int: ...", "FunctionDefinition");
    const found = parametersOf(tree, node).map(({ name, spread, standard }) => [
      name,
      spread,
      standard && tree.text(standard),
    ]);
    assert.deepEqual(found, [
      ["a", undefined, undefined],
      ["b", undefined, "1"],
      ["c", "*", undefined],
      ["d", undefined, undefined],
      ["e", undefined, "x"],
      ["g", "**", undefined],
    ]);
  });

  describe("sound", () => {
    const sound: readonly (readonly [name: string, source: string])[] = [
      ["yield alone", "def f():\n  yield\n  x = yield\n"],
      ["class patterns", "match x:\n  case str() | bytes():\n    pass\n"],
      ["patterns of nothing", "match x:\n  case []:\n    pass\n  case () | {}:\n    pass\n"],
      ["several values to match", "match f(x), e['a'], -1:  # why, not\n  case 'a', _, 1:\n    pass\n"],
      ["values to match on lines", "match f(\n  x, y\n), z:\n  # why\n  case 1, 2:\n    pass\n"],
      ["a value to match that gets a name", "match x := f(y):\n  case 1:\n    pass\n"],
      ["match as a name", "with a as (b, c):\n  match, x = 1, 2\n  match[x, 1]\n  match(x, 1)\n"],
      [
        "starred targets of comprehensions",
        "x = [a for a, *_ in b] + list(a for *_, a in b) + f({a: 1 for a, *b in c})\n",
      ],
      ["a starred subscript", "x: tuple[*T] = a[b, *c]\n"],
      ["a number with a dot at its end", "x = 1. + f(2.)\n"],
      ["with in parentheses", "with (open('a') as a, open('b') as b):\n  x\n"],
      ["with in parentheses on lines", "with (\n  open('a') as a,  # why (\n  open(')') as b,\n):\n  x\n"],
      ["with in parentheses, targets that are no names", "with (f() as (a, b), g() as c.d):\n  x\n"],
      ["with in parentheses after a backslash", "with (f() as a, \\\n  g() as b):\n  x\n"],
      ["targets of with that are no names", "with f() as (a, b), g() as c.d, h() as e[0]:\n  x\n"],
      ["async with", "async def f():\n  async with (g() as a,):\n    x\n"],
      ["with of a tuple", "with (a, b):\n  x\n"],
      ["with of a call on lines", "with (\n  f(1)\n):\n  x\n"],
      ["with in with", "with (f() as (a, b)):\n  with (g() as (c, d)):\n    x\n"],
      ["a form feed", "x = 1\n\f\ndef f(): ...\n\fdef g(): ...\n"],
    ];
    for (const [name, source] of sound) {
      it(`is a file with ${name}`, () => assert.ok(new PythonTree(source).sound));
    }
    it("keeps places and blocks where it rewrites", () => {
      const source = "try:\n  with (\n    f() as (a, b),\n    g() as c,\n  ):\n    x\nexcept E:\n  y\n";
      const { tree, node } = first(source, "TryStatement");
      assert.equal(tree.text(node), source);
      const [clause] = exceptClauses(node);
      assert.equal(tree.place(clause?.keyword ?? node).line, 7);
      const inner = tree.all(["WithStatement"]).flatMap((statement) => tree.all(["VariableName"], statement));
      assert.deepEqual(
        inner.map((name) => tree.text(name)),
        ["f", "g", "c", "x"],
      );
    });
    for (const source of [
      "def (",
      "match x:\n  case {1}:\n    y",
      "match x, y:\nz",
      "x = [a for * in b]",
      "x = = 1",
      "with (f() as :\n  x",
      "```python\nx\n```",
      "if x:\nif y:\n",
    ]) {
      it(`is not ${JSON.stringify(source)}`, () => assert.ok(!new PythonTree(source).sound));
    }
  });

  describe("hostile sources", () => {
    const deep = (open: string, close: string) => `x = ${open.repeat(5_000)}1${close.repeat(5_000)}\n`;
    const sources: Readonly<Record<string, string>> = {
      "5,000 parentheses": deep("(", ")"),
      "5,000 brackets that nobody closes": deep("[", ""),
      "5,000 calls": deep("f(", ")"),
      "5,000 signs": deep("-", ""),
      "5,000 attributes": `x${".a".repeat(5_000)}\n`,
      "5,000 blocks": `${Array.from({ length: 5_000 }, (_, level) => `${" ".repeat(level)}if x:\n`).join("")}${" ".repeat(5_000)}x\n`,
      "5,000 f-strings": 'f"{'.repeat(5_000),
      "a megabyte of code": "def f(event):\n    return event.get('x')\n".repeat(25_000),
      "a megabyte of errors": ")".repeat(1_000_000),
      "a megabyte of null characters": "\0".repeat(1_000_000),
      "a megabyte of quotes": "'".repeat(1_000_000),
      "a megabyte of with": "with ".repeat(200_000),
    };
    for (const [name, source] of Object.entries(sources)) {
      it(`ends with ${name}`, function () {
        this.timeout(20_000);
        const tree = new PythonTree(source);
        let last = tree.root;
        walk(tree.root, ({ node }) => {
          last = node;
          return true;
        });
        assert.ok(tree.place(last).line > 0);
      });
    }
  });
});
