import { structuredPatch } from "diff";
import { languages, type PolicyExamples, type ProgramFiles } from "../policy-examples";
import { code, codeBlock } from "./markdown";

/** Unchanged lines beside a change, which show where it is. */
const CONTEXT = 2;

/** The parts of a policy's page with its programs: what is printed of the violating one, and what the complying one changes. */
export function exampleSections({ violating, complying, finding }: PolicyExamples): readonly string[] {
  return [
    "## What it reports",
    codeBlock("text", finding),
    "## Violates",
    ...Object.entries(violating).flatMap(([path, text]) => [title(path), codeBlock(syntaxOf(path), text)]),
    "## Complies",
    ...changes(violating, complying),
  ];
}

function changes(violating: ProgramFiles, complying: ProgramFiles): readonly string[] {
  const removed = Object.keys(violating).filter((path) => complying[path] === undefined);
  const changed = Object.entries(complying).filter(([path, text]) => violating[path] !== text);
  return [
    ...changed.flatMap(([path, text]) => [title(path), change(path, violating[path], text)]),
    ...removed.map((path) => `Without ${code(path)}.`),
  ];
}

/** The lines that change, or the whole file where most of it does. */
function change(path: string, before: string | undefined, after: string): string {
  const whole = codeBlock(syntaxOf(path), after);
  if (before === undefined) return whole;
  const { hunks } = structuredPatch(path, path, before, after, undefined, undefined, { context: CONTEXT });
  const changed = hunks.flatMap(({ lines }) => lines).filter((line) => !line.startsWith(" "));
  if (changed.length >= after.split("\n").length - 1) return whole;
  return codeBlock("diff", hunks.map(({ lines }) => lines.map((line) => line.trimEnd()).join("\n")).join("\n …\n"));
}

function title(path: string): string {
  const language = languages.find(({ main }) => main === path);
  return `${language?.title ?? code(path)}:`;
}

const SYNTAXES: Readonly<Record<string, string>> = { py: "python", ts: "typescript" };

/** The name by which Markdown knows the language of a file. */
function syntaxOf(path: string): string {
  const syntax = SYNTAXES[path.slice(path.lastIndexOf(".") + 1)];
  if (syntax === undefined) throw new Error(`${path}: pages show no files of this kind`);
  return syntax;
}
