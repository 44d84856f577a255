import fc from "fast-check";

type Lines = readonly string[];

interface Grammar {
  expression: string;
  target: string;
  statement: Lines;
  block: Lines;
}

const names = fc.constantFrom("event", "context", "x", "y", "handler", "path", "e", "self", "os");
const keys = fc.constantFrom("path", "rawPath", "httpMethod", "requestContext", "http", "method", "body", "version");

const alone = (line: string): Lines => [line];
const within = (lines: Lines): Lines => lines.map((line) => `    ${line}`);

const grammar = fc.letrec<Grammar>((tie: fc.LetrecTypedTie<Grammar>) => {
  const expression = tie("expression");
  const block = tie("block");
  const compound = (head: fc.Arbitrary<string>) =>
    fc.tuple(head, block).map(([first, body]) => [`${first}:`, ...within(body)]);
  const text = (...parts: readonly (fc.Arbitrary<string> | string)[]) =>
    fc.tuple(...parts.map((part) => (typeof part === "string" ? fc.constant(part) : part))).map((all) => all.join(""));
  return {
    expression: fc.oneof(
      { maxDepth: 4, withCrossShrink: true },
      names,
      keys.map((key) => `"${key}"`),
      text(expression, "[", expression, "]"),
      text(expression, ".get(", expression, ", ", expression, ")"),
      text(expression, ".", names),
      text(names, "(", expression, ")"),
      text("(", expression, " if ", expression, " else ", expression, ")"),
      text("(", expression, " or ", expression, ")"),
      text("(", expression, " in ", expression, ")"),
      text("{", expression, ": ", expression, ", **", expression, "}"),
      text("[", expression, " for ", names, " in ", expression, " if ", expression, "]"),
      text("(lambda ", names, ": ", expression, ")"),
      text("(", names, " := ", expression, ")"),
      text("f'{", names, "}'"),
      fc.constantFrom("1", "None", "True", "'2.0'", "[]", "{}", "..."),
    ),
    target: fc.oneof(names, text(names, "[", expression, "]"), text(names, ".", names), text(names, ", ", names)),
    statement: fc.oneof(
      { maxDepth: 5 },
      text(tie("target"), " = ", expression).map(alone),
      expression.map(alone),
      text("return ", expression).map(alone),
      fc
        .constantFrom(
          "raise",
          "pass",
          "break",
          "continue",
          "del x",
          "global x",
          "import json",
          "from os import path as p",
        )
        .map(alone),
      text("raise KeyError(", expression, ")").map(alone),
      text("print(", expression, ")").map(alone),
      compound(text("if ", expression)),
      compound(text("while ", expression)),
      compound(text("for ", names, " in ", expression)),
      compound(text("with ", expression, " as ", names)),
      compound(text("def ", names, "(", names, ", context=None)")),
      compound(text("class ", names, "(", names, ")")),
      fc
        .tuple(block, block, block)
        .map(([one, two, three]) => [
          "if event:",
          ...within(one),
          "elif x:",
          ...within(two),
          "else:",
          ...within(three),
        ]),
      fc
        .tuple(
          block,
          fc.constantFrom(
            "except:",
            "except Exception as e:",
            "except KeyError:",
            "except (KeyError, TypeError) as e:",
          ),
          block,
          block,
        )
        .map(([one, clause, two, three]) => [
          "try:",
          ...within(one),
          clause,
          ...within(two),
          "finally:",
          ...within(three),
        ]),
      fc
        .tuple(keys, block)
        .map(([key, body]) => [
          "match event:",
          `    case {"${key}": x}:`,
          ...within(within(body)),
          "    case _:",
          "        pass",
        ]),
    ),
    block: fc
      .array(tie("statement"), { minLength: 1, maxLength: 3, depthIdentifier: "block" })
      .map((all) => all.flat()),
  };
});

/** Handlers of every statement and expression in each other. */
export const handlers: fc.Arbitrary<string> = fc
  .tuple(grammar.block, grammar.block)
  .map(([before, body]) =>
    [...before, "def handler(event, context):", ...body.map((line) => `    ${line}`), ""].join("\n"),
  );
