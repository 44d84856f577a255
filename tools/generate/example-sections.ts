import { languages, type PolicyExamples, type ProgramFiles } from "../policy-examples";
import { code, codeBlock } from "./markdown";

/** The parts of a policy's page with its programs: the one that violates it, and the one that complies with it. */
export function exampleSections({ violating, complying, finding }: PolicyExamples): readonly string[] {
  return [
    "## Violates",
    ...blocks(violating),
    "The engine prints:",
    codeBlock("text", finding),
    "## Complies",
    ...blocks(complying),
  ];
}

function blocks(files: ProgramFiles): readonly string[] {
  return Object.entries(files).flatMap(([path, text]) => {
    const language = languages.find(({ main }) => main === path);
    return [`${language?.title ?? code(path)}:`, codeBlock(syntaxOf(path), text)];
  });
}

const SYNTAXES: Readonly<Record<string, string>> = { py: "python", ts: "typescript" };

/** The name by which Markdown knows the language of a file. */
function syntaxOf(path: string): string {
  const syntax = SYNTAXES[path.slice(path.lastIndexOf(".") + 1)];
  if (syntax === undefined) throw new Error(`${path}: pages show no files of this kind`);
  return syntax;
}
