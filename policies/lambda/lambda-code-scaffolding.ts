import { FUNCTION, LAYER } from "../../aws/model/kinds";
import { type Remnant, remnantsOf } from "../../code/chat-remnants";
import { CodeJudge, type FoundInCode } from "../../code/judged-code";
import { codeOptions } from "../../code/options";
import { isTest } from "../../code/python/programs";
import { stackPolicy } from "../../kit/policy";
import { enumerate, quote } from "../../kit/text";

export const lambdaCodeScaffolding = stackPolicy({
  name: "lambda-code-scaffolding",
  description:
    "The code of a Lambda function or layer contains no leftovers of a chat answer, such as headings or sentences.",
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
      "It reads Python, JavaScript and TypeScript files of the function or layer, but no packages, tests, virtual environments and files of the Pulumi program. It reports only whole lines, in comments and outside of code, that match a short list: the headings Reasoning Trace, Reasoning, Chain of Thought, Thought Process, Answer, Final Answer and Explanation of Changes; fences of backticks; and sentences in which an assistant speaks. It leaves alone strings, docstrings, Markdown files, and fences around an example within comments.",
    sources: [
      "https://spec.commonmark.org/0.31.2/#fenced-code-blocks",
      "https://spec.commonmark.org/0.31.2/#atx-headings",
      "https://owasp.org/www-project-top-10-for-large-language-model-applications/",
    ],
    since: "0.1.0",
  },

  async check(graph, options, report) {
    const judge = new CodeJudge(options, report);
    for (const owner of graph.ofType(...FUNCTION.types, ...LAYER.types)) {
      const code = await judge.codeOf(owner);
      if (code === undefined) continue;
      for (const { path } of code.files.values()) {
        if (!isTest(path)) judge.judge(owner, code, path, (file) => leftOver(remnantsOf(file)));
      }
    }
    judge.reportAll();
  },
});

/** One finding for all lines of a file. */
function leftOver([first, ...others]: readonly Remnant[]): readonly FoundInCode[] {
  if (first === undefined) return [];
  const { words, line, column } = first;
  const what = words === "```" ? "this Markdown fence" : quote(words);
  const rest = others.length === 0 ? "" : `, as ${linesOf(others)}`;
  const problem = `${what} is left over from a chat answer${rest}`;
  const fix = `delete ${lines([line, ...others.map((other) => other.line)])}, and the rest of the answer that is not code`;
  return [{ line, column, problem, fix }];
}

function linesOf(remnants: readonly Remnant[]): string {
  return `${remnants.length > 1 ? "are" : "is"} ${lines(remnants.map(({ line }) => line))}`;
}

function lines(numbers: readonly number[]): string {
  return `line${numbers.length > 1 ? "s" : ""} ${enumerate(numbers.map(String), "and", 10)}`;
}
