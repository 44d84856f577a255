import { isReservedVariable, isVariableName, maySetVariable } from "../../aws/facts/lambda-environment";
import limits from "../../aws/facts/limits.json";
import { variablesOf } from "../../aws/model/functions";
import { FUNCTION } from "../../aws/model/kinds";
import { type EnvironmentRead, factsOf } from "../../code/facts";
import { CodeJudge, type FoundInCode } from "../../code/judged-code";
import { codeOptions } from "../../code/options";
import { runtimeOf } from "../../code/runtime";
import { neededVariables } from "../../code/unset-variables";
import type { Property } from "../../kit/known";
import { resourcePolicy } from "../../kit/policy";
import { didYouMean, quote } from "../../kit/text";

const MAX_BYTES = limits.lambda.environmentBytes;

export const lambdaEnvironment = resourcePolicy({
  name: "lambda-environment",
  description: "A Lambda function has the environment variables that its code needs, and AWS accepts them.",
  severity: "high",
  level: "mandatory",
  resources: FUNCTION.types,
  options: codeOptions,
  remediationSteps: "Set the variables that the code reads, under names that Lambda does not reserve.",
  tags: ["lambda", "code"],
  page: {
    why: "AWS refuses a function that sets a variable of Lambda's own, such as AWS_REGION, one under a name that is not allowed, or more than 4 KB of variables. A missing variable shows only when the code reads it, at the first request and at every later one.",
    limits:
      'It reports a missing variable where Python or Node.js code certainly reads it, in a way that raises an exception where there is no value: os.environ["TABLE"], new URL(process.env.ADDRESS), TableName: process.env.TABLE in a call of AWS, or code that looks for it and throws. It leaves alone unknown values and maps, reads with a fallback, under a condition or in try, names that the code makes up, code that sets variables or reads them from a file, and functions with AWS_LAMBDA_EXEC_WRAPPER. It does not know variables that are set by other means than Pulumi.',
    sources: [
      "https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html",
      "https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html",
      "https://docs.python.org/3/library/os.html#os.environ",
    ],
    since: "0.1.0",
  },

  check(lambda, _options, report) {
    const variables = variablesOf(lambda);
    if (variables.state !== "known") return;
    for (const [name, at] of variables.value) {
      if (isReservedVariable(name)) report({ at, ...reserved(name) });
      else if (!isVariableName(name)) report({ at, ...notAName(name) });
    }
    const bytes = variables.value.reduce((sum, [name, value]) => sum + bytesOf(name) + bytesOf(textOf(value)), 0);
    if (bytes > MAX_BYTES) report({ at: lambda.properties.at("environment").at("variables"), ...tooLarge(bytes) });
  },

  async checkStack(graph, options, report) {
    const judge = new CodeJudge(options, report);
    await report.each(graph.ofType(...FUNCTION.types), async (lambda) => {
      const variables = variablesOf(lambda);
      const family = runtimeOf(lambda)?.family;
      if (variables.state === "unknown" || (family !== "python" && family !== "nodejs")) return;
      const set = variables.state === "known" ? variables.value.map(([name]) => name) : [];
      const code = set.includes("AWS_LAMBDA_EXEC_WRAPPER") ? undefined : await judge.codeOf(lambda);
      if (code === undefined) return;
      const missing = judge.whole(lambda, code, () => {
        const facts = factsOf(lambda, code);
        const needed = facts === undefined ? [] : neededVariables(facts, code);
        return needed.filter(({ name }) => !set.includes(name) && !maySetVariable(name));
      });
      const [first] = missing;
      if (first !== undefined)
        judge.judge(lambda, code, first.file, () =>
          missing.map((each) => notSet(each, family, set, code.files.get(each.file)?.text ?? "")),
        );
    });
    judge.reportAll();
  },
});

function notSet(
  { name, file, line, column }: EnvironmentRead,
  family: "python" | "nodejs",
  set: readonly string[],
  text: string,
): FoundInCode {
  const meant = didYouMean(name ?? "", set);
  const isSubscript = family === "python" && /environ\s*\[/.test(text.split("\n")[line - 1] ?? "");
  const happens = isSubscript
    ? `os.environ[${quote(name ?? "")}] raises KeyError`
    : `${quote(name ?? "")} is ${family === "python" ? "None" : "undefined"}, and what the code does with it raises an exception`;
  const add = `add ${quote(name ?? "")} to environment.variables of the function`;
  return {
    file,
    line,
    column,
    problem: `${happens}: the function has no such variable`,
    fix: meant === undefined ? add : `read ${quote(meant)}, which the function has, or ${add}`,
  };
}

const reserved = (name: string) => ({
  problem: `${quote(name)} is a variable that Lambda sets itself, and AWS refuses a function that sets it`,
  fix: "delete it and let the code read what Lambda sets, or give the value another name",
});

const notAName = (name: string) => ({
  problem: `${quote(name)} is not a valid name of a variable: it needs at least two characters, a letter first, then letters, digits or _`,
  fix: "rename it",
});

const tooLarge = (bytes: number) => ({
  problem: `the names and values have ${bytes.toLocaleString("en-US")} bytes together, and AWS allows at most ${MAX_BYTES.toLocaleString("en-US")}`,
  fix: "put large values into an aws.ssm.Parameter or a file of the code, and let the function read them there",
});

function textOf(value: Property): string {
  const text = value.string();
  return text.state === "known" ? text.value : "";
}

function bytesOf(text: string): number {
  return Buffer.byteLength(text);
}
