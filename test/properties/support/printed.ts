import assert from "node:assert/strict";

/** Control and format characters, halves of characters and what ends a line besides "\n". */
const UNPRINTABLE = /[^\P{Cc}\n]|[\p{Cf}\p{Co}\p{Cs}\u2028\u2029]/u;

/** Checks that a text shows as what it is on a terminal, also on that of the Pulumi CLI. */
export function assertPrintable(text: string): void {
  const [found] = UNPRINTABLE.exec(text) ?? [];
  assert.equal(found, undefined, `prints ${JSON.stringify(found)}: ${JSON.stringify(text)}`);
  assert.ok(!text.includes("<{%"), `the CLI takes a part of it for a colour: ${text}`);
  assert.doesNotMatch(text, /##(?:vso)?\[/, "a CI service takes a part of it for a command");
}

/** Checks that a message has the lines of a finding, each once and none that a value of the program has made. */
export function assertFinding(message: string): void {
  assertPrintable(message);
  const [description = "", ...lines] = message.split("\n");
  assert.match(description, /^[A-Z].*\.$/, message);
  const kinds = lines.map((line) => LINES.find(([, begins]) => begins.test(line))?.[0] ?? "problem");
  // What could not be checked is one text for all resources.
  assert.match(kinds.join(" "), /^((exempted )?problem fix (expired )?|(problem fix )+(problem )?)link$/, message);
}

const LINES: readonly (readonly [kind: string, begins: RegExp])[] = [
  ["fix", /^Fix\b/],
  ["exempted", /^Exempted\b/],
  ["expired", /^(?:The exemption of|Not exempted)\b/],
  ["link", /^https:/],
  ["forged", /^\s*(?:- |error:|warning:|##|::)/],
];
