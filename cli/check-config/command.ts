import { today } from "../../engine/config/days";
import { printable } from "../../kit/text";
import { policies } from "../../policies";
import { readText } from "../input";
import { lineAndColumn, type Problem, readJson } from "./json";
import { configurationProblems, configurationWarnings, configuredPolicies } from "./problems";

/** Prints the problems of each file, one in a line, or that it is right. */
export async function checkConfig(files: readonly string[]): Promise<boolean> {
  let right = true;
  for (const file of files) {
    const { name, text } = await readText(file);
    const { problems, warnings } = judge(text);
    right &&= problems.length === 0;
    const show = ({ offset, message }: Problem, kind = "") => {
      const { line, column } = lineAndColumn(text, offset);
      console.log(`${name}:${line}:${column}: ${kind}${printable(message)}`);
    };
    for (const problem of problems) show(problem);
    for (const warning of warnings) show(warning, "warning: ");
    if (problems.length === 0) console.log(okay(name, text));
  }
  return right;
}

function judge(text: string): { problems: readonly Problem[]; warnings: readonly Problem[] } {
  const { root, errors, duplicates } = readJson(text);
  // A value with syntax errors in it is not checked.
  const unread = new Set(errors.map(({ offset }) => offset));
  const content = root === undefined ? [] : configurationProblems(root, policies);
  const problems = [...errors, ...duplicates, ...content.filter(({ offset }) => !unread.has(offset))];
  return {
    problems: problems.sort((a, b) => a.offset - b.offset),
    warnings: root === undefined ? [] : configurationWarnings(root, today()),
  };
}

function okay(name: string, text: string): string {
  const count = configuredPolicies(readJson(text).root, policies);
  return `${name}: ok (${count === 1 ? "1 policy" : `${count} policies`} configured)`;
}
