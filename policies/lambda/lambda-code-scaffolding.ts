import { FUNCTION, LAYER } from "../../aws/model/kinds";
import { type Remnant, remnantsOf } from "../../code/chat-remnants";
import { codeToJudge, judgeFile } from "../../code/judged-code";
import { codeOptions } from "../../code/options";
import { resourcePolicy } from "../../kit/policy";
import { enumerate, quote } from "../../kit/text";

export const lambdaCodeScaffolding = resourcePolicy({
  name: "lambda-code-scaffolding",
  description: "The code of a Lambda function or layer is free of what was around it in a chat: headings, sentences.",
  severity: "medium",
  level: "advisory",
  resources: [...FUNCTION.types, ...LAYER.types],
  options: codeOptions,
  remediationSteps:
    "Delete the lines that belong to the answer and not to the code, and read the code before it ships.",
  tags: ["lambda", "code"],
  page: {
    why: 'A heading such as "### Reasoning Trace", a Markdown fence or "Here is the updated code:" in a source file shows that an answer of a language model was copied as a whole. Outside of a comment it is a syntax error, and the function cannot start; in a comment it shows that nobody has read what ships.',
    limits:
      "Python, JavaScript and TypeScript files of the function or layer, save for packages. Only whole lines count, in comments and outside of code, that match a short list: the headings Reasoning Trace, Reasoning, Chain of Thought, Thought Process, Answer, Final Answer and Explanation of Changes; fences of backticks; and sentences in which an assistant speaks. Strings, docstrings, Markdown files, and fences around an example within comments are left alone.",
    sources: [
      "https://spec.commonmark.org/0.31.2/#fenced-code-blocks",
      "https://spec.commonmark.org/0.31.2/#atx-headings",
      "https://owasp.org/www-project-top-10-for-large-language-model-applications/",
    ],
    since: "0.1.0",
  },

  async check(lambda, options, report) {
    const code = await codeToJudge(lambda, options, report);
    if (code === undefined) return;
    for (const file of code.files.values()) {
      const [first, ...others] = judgeFile(lambda, code, file.path, report, remnantsOf);
      if (first === undefined) continue;
      report({ in: { file: file.path, line: first.line, column: first.column }, ...leftOver(first, others) });
    }
  },
});

const leftOver = ({ words, line }: Remnant, others: readonly Remnant[]) => {
  const what = words === "```" ? "this Markdown fence" : quote(words);
  const rest = others.length === 0 ? "" : `, as ${linesOf(others)}`;
  return {
    problem: `${what} is left over from the answer of a chat${rest}`,
    fix: `delete ${lines([line, ...others.map((other) => other.line)])}, and the rest of the answer that is not code`,
  };
};

function linesOf(remnants: readonly Remnant[]): string {
  return `${remnants.length > 1 ? "are" : "is"} ${lines(remnants.map(({ line }) => line))}`;
}

function lines(numbers: readonly number[]): string {
  return `line${numbers.length > 1 ? "s" : ""} ${enumerate(numbers.map(String), "and", 10)}`;
}
