import type { ParsedRuntime } from "../../aws/facts/lambda-runtimes";
import { standardModule } from "../../aws/facts/runtime-modules";
import { FUNCTION } from "../../aws/model/kinds";
import type { Code } from "../../code/code";
import { factsOf } from "../../code/facts";
import { mayLoadOtherFiles } from "../../code/handler";
import { CodeJudge, type FoundInCode } from "../../code/judged-code";
import { layerCodeOf } from "../../code/layers";
import { type MissingModule, missingModules } from "../../code/missing-modules";
import { codeOptions } from "../../code/options";
import { runtimeOf } from "../../code/runtime";
import { stackPolicy } from "../../kit/policy";
import { quote } from "../../kit/text";

export const lambdaCodeImports = stackPolicy({
  name: "lambda-code-imports",
  description: "What the code of a Lambda function imports is shipped with it, in a layer, or part of its runtime.",
  severity: "high",
  level: "mandatory",
  resources: FUNCTION.types,
  options: codeOptions,
  remediationSteps: "Ship the package with the code or in a layer, or use one that the runtime has.",
  tags: ["lambda", "code", "python", "nodejs"],
  page: {
    why: "Lambda installs nothing: neither requirements.txt nor package.json. A package that is on the developer's machine and not in the archive is found out by the first request, which ends with an import error, as does every one after it. The runtimes of Node.js have had the SDK v3 in place of aws-sdk since nodejs18.x.",
    limits:
      "Python and Node.js: imports that certainly run when the function is loaded or called, of which no exception is caught. Of packages of others only their names are compared, of the function's own modules each file. Left alone are imports under conditions, in try and for type checkers, dynamic imports, functions with layers that are not of the stack or not known, with a file system, or with variables such as PYTHONPATH, and code that changes sys.path or how modules are found. lambda-package reports compiled modules that do not fit.",
    sources: [
      "https://docs.aws.amazon.com/lambda/latest/dg/python-package.html",
      "https://docs.aws.amazon.com/lambda/latest/dg/nodejs-package.html",
      "https://docs.aws.amazon.com/lambda/latest/dg/lambda-nodejs.html",
      "https://docs.python.org/3/library/index.html",
    ],
    since: "0.1.0",
  },

  async check(graph, options, report) {
    const judge = new CodeJudge(options, report);
    await report.each(graph.ofType(...FUNCTION.types), async (lambda) => {
      const runtime = runtimeOf(lambda);
      if ((runtime?.family !== "python" && runtime?.family !== "nodejs") || mayLoadOtherFiles(lambda)) return;
      const code = await judge.codeOf(lambda);
      if (code === undefined || !code.entriesComplete) return;
      const { layers, complete } = await layerCodeOf(graph, lambda, options);
      if (!complete) return;
      const layered = layers.map(([, of]) => of);
      const missing = judge.whole(lambda, code, () => {
        const facts = factsOf(lambda, code);
        return facts === undefined ? [] : missingModules(facts, code, layered, runtime);
      });
      const [first] = missing;
      if (first !== undefined)
        judge.judge(lambda, code, first.fact.file, () => missing.map((each) => notThere(each, runtime, code)));
    });
    judge.reportAll();
  },
});

function notThere(missing: MissingModule, runtime: ParsedRuntime, code: Code): FoundInCode {
  const { file, line, column } = missing.fact;
  return { file, line, column, ...(missing.isOwn ? notShipped(missing) : notProvided(missing, runtime, code)) };
}

const notShipped = ({ name }: MissingModule) => ({
  problem: `${quote(name)} is imported, and the code has no such module`,
  fix: `add the file of ${quote(name)} to the code, or correct the import`,
});

const notProvided = ({ name }: MissingModule, { family, version }: ParsedRuntime, code: Code) => {
  const id = `${family}${version.join(".")}${family === "nodejs" ? ".x" : ""}`;
  const problem = `${quote(name)} is imported, but it is not in the code, in a layer or in ${id}`;
  if (family === "nodejs") {
    if (name === "aws-sdk")
      return { problem, fix: `use the @aws-sdk packages of ${id} instead, or ship aws-sdk in node_modules` };
    return { problem: problem + unread(code, "package.json"), fix: `ship ${name} in node_modules, or in a layer` };
  }
  const standard = standardModule(name);
  if (standard?.until !== undefined)
    return {
      problem: `${problem}: Python ${standard.until} is the last version that has it`,
      fix: `do without ${name}`,
    };
  if (standard?.since !== undefined)
    return {
      problem: `${problem}: Python ${standard.since} is the first version that has it`,
      fix: `set a newer runtime`,
    };
  const distribution = DISTRIBUTIONS[name] ?? name;
  return {
    problem: problem + unread(code, "requirements.txt"),
    fix: `ship it in the directory of the code, for example with "pip install --target … ${distribution}", or in a layer`,
  };
};

function unread(code: Code, file: string): string {
  return code.entries.has(file) ? `; Lambda does not install what ${file} names` : "";
}

/** What pip calls some packages of Python. */
const DISTRIBUTIONS: Readonly<Record<string, string>> = {
  Crypto: "pycryptodome",
  PIL: "Pillow",
  aws_lambda_powertools: "aws-lambda-powertools",
  aws_xray_sdk: "aws-xray-sdk",
  bs4: "beautifulsoup4",
  cv2: "opencv-python-headless",
  dotenv: "python-dotenv",
  jose: "python-jose",
  jwt: "PyJWT",
  psycopg2: "psycopg2-binary",
  sklearn: "scikit-learn",
  yaml: "PyYAML",
};
