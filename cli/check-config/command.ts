import { printable } from "../../kit/text";
import { policies } from "../../policies";
import { readInput } from "../input";
import { lineAndColumn, readJson } from "./json";
import { configurationProblems, configuredPolicies } from "./problems";

/** Says of each file what is wrong with it, one problem a line, or that it is right. */
export async function checkConfig(files: readonly string[]): Promise<boolean> {
  let right = true;
  for (const file of files) {
    const { name, bytes } = await readInput(file);
    const text = bytes.toString("utf8");
    const lines = problemLines(name, text);
    right &&= lines.length === 0;
    for (const line of lines) console.log(line);
    if (lines.length === 0) console.log(okay(name, text));
  }
  return right;
}

function problemLines(name: string, text: string): readonly string[] {
  const { root, errors, duplicates } = readJson(text);
  // A value that could not be read in whole says nothing.
  const unread = new Set(errors.map(({ offset }) => offset));
  const content = root === undefined ? [] : configurationProblems(root, policies);
  return [...errors, ...duplicates, ...content.filter(({ offset }) => !unread.has(offset))]
    .sort((a, b) => a.offset - b.offset)
    .map(({ offset, message }) => {
      const { line, column } = lineAndColumn(text, offset);
      return `${name}:${line}:${column}: ${printable(message)}`;
    });
}

function okay(name: string, text: string): string {
  const count = configuredPolicies(readJson(text).root, policies);
  return `${name}: ok (${count === 1 ? "1 policy" : `${count} policies`} configured)`;
}
