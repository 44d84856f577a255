import { isReservedVariable, isVariableName } from "../../aws/facts/lambda-environment";
import limits from "../../aws/facts/limits.json";
import { variablesOf } from "../../aws/model/functions";
import { FUNCTION } from "../../aws/model/kinds";
import { codeOptions } from "../../code/options";
import type { Property } from "../../kit/known";
import { resourcePolicy } from "../../kit/policy";
import { quote } from "../../kit/text";

const MAX_BYTES = limits.lambda.environmentBytes;

export const lambdaEnvironment = resourcePolicy({
  name: "lambda-environment",
  description: "A Lambda function has the environment variables that its code needs, and AWS takes them.",
  severity: "high",
  level: "mandatory",
  resources: FUNCTION.types,
  options: codeOptions,
  remediationSteps: "Set the variables that the code reads, under names that Lambda does not reserve.",
  tags: ["lambda", "code"],
  page: {
    why: "AWS refuses a function that sets a variable of Lambda's own, such as AWS_REGION, one under a name that is not allowed, or more than 4 KB of variables.",
    limits: "Values that are not known count nothing.",
    sources: [
      "https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html",
      "https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html",
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
});

const reserved = (name: string) => ({
  problem: `${quote(name)} is a variable that Lambda sets itself, and AWS refuses a function that sets it`,
  fix: "delete it and let the code read what Lambda sets, or give the value another name",
});

const notAName = (name: string) => ({
  problem: `${quote(name)} is no name that AWS takes for a variable: it has to be a letter, and then letters, digits and _, at least one`,
  fix: "rename it",
});

const tooLarge = (bytes: number) => ({
  problem: `the names and values have ${bytes.toLocaleString("en-US")} bytes together, and AWS takes at most ${MAX_BYTES.toLocaleString("en-US")}`,
  fix: "put large values into an aws.ssm.Parameter or a file of the code, and let the function read them there",
});

function textOf(value: Property): string {
  const text = value.string();
  return text.state === "known" ? text.value : "";
}

function bytesOf(text: string): number {
  return Buffer.byteLength(text);
}
