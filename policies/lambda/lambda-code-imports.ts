import type { ParsedRuntime } from "../../aws/facts/lambda-runtimes";
import { FUNCTION } from "../../aws/model/kinds";
import type { Code } from "../../code/code";
import { factsOf, type ImportFact } from "../../code/facts";
import { mayChangeLoading, mayLoadOtherFiles } from "../../code/handler";
import { CodeJudge, type FoundInCode } from "../../code/judged-code";
import { layerCodeOf } from "../../code/layers";
import { isOfOwnCode, type Missing, missingImports } from "../../code/missing-modules";
import { notProvided } from "../../code/missing-packages";
import { codeOptions } from "../../code/options";
import { runtimeOf } from "../../code/runtime";
import { stackPolicy } from "../../kit/policy";
import { didYouMean, enumerate, quote } from "../../kit/text";

/** The most names of a module to compare a missing name with. */
const MAX_NAMES = 200;

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
    why: "Lambda installs nothing: neither requirements.txt nor package.json. A package that is on the developer's machine and not in the archive shows at the first request, which ends with an import error, as does every later one. The runtimes of Node.js have had the SDK v3 in place of aws-sdk since nodejs18.x.",
    limits:
      "It checks imports in Python and Node.js that certainly run, outside of try. Of packages it compares only the names; of the function's own modules also each file and each name that is imported. It leaves alone imports under conditions and for type checkers, dynamic imports, packages of functions with unknown layers or layers of other stacks, functions with a file system, or with variables such as PYTHONPATH, and code that changes how modules are found. lambda-package reports compiled modules that do not fit.",
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
      const layered = layers.map(([, of]) => of);
      const missing = judge.whole(lambda, code, () => {
        const facts = factsOf(lambda, code);
        const all = facts && missingImports(facts, code, layered, runtime, mayChangeLoading(lambda));
        return (all ?? []).filter((each) => complete || isOfOwnCode(each));
      });
      const [first] = missing;
      if (first !== undefined)
        judge.judge(lambda, code, first.fact.file, () => missing.map((each) => notThere(each, runtime, code)));
    });
    judge.reportAll();
  },
});

function notThere(missing: Missing, runtime: ParsedRuntime, code: Code): FoundInCode {
  const { file, line, column } = missing.fact;
  return { file, line, column, ...text(missing, runtime, code) };
}

function text(missing: Missing, runtime: ParsedRuntime, code: Code) {
  switch (missing.kind) {
    case "package":
      return notProvided(missing.name, runtime, code);
    case "file":
      return notShipped(missing.name);
    case "relative":
      return relative(missing.name, missing.fact.file);
    case "extension":
      return withoutExtension(missing.name, missing.whole, missing.fact.how);
    case "names":
      return notDefined(missing, runtime);
  }
}

const notShipped = (name: string) =>
  name.startsWith("/opt/")
    ? {
        problem: `${quote(name)} is imported, and no layer of the function has such a file`,
        fix: `add the layer that has it, or correct the path below /opt`,
      }
    : {
        problem: `${quote(name)} is imported, and the code has no such module`,
        fix: /^[@~]\//.test(name)
          ? "write the path of the file from here, or bundle the code: Node.js does not know the aliases of tsconfig.json"
          : `add the file of ${quote(name)} to the code, or correct the import`,
      };

const relative = (name: string, file: string) => ({
  problem: `${quote(name)} is a relative import, and ${quote(file)} is in no package that has it: Python raises ImportError`,
  fix: /^\.\w/.test(name)
    ? `import ${quote(name.slice(1))} without the dot`
    : "import it by its full name, without dots",
});

const withoutExtension = (name: string, whole: string | undefined, how: ImportFact["how"]) => ({
  problem:
    how === "require"
      ? `${quote(name)} is required, which finds no file that ends with .cjs or .mjs`
      : `${quote(name)} is not a file: import takes the whole name, with its ending`,
  fix: whole === undefined ? "name a file in it" : `write ${quote(whole)}`,
});

const notDefined = ({ fact, file, names, has }: Extract<Missing, { kind: "names" }>, { family }: ParsedRuntime) => {
  const [name = ""] = names;
  const [all, meant] = [enumerate(names.map(quote)), didYouMean(name, has.slice(0, MAX_NAMES))];
  const fails = family === "python" ? "Python raises ImportError" : "Node.js refuses to load the module";
  const define = family === "python" ? `define ${all} in ${quote(file)}` : `export ${all} from ${quote(file)}`;
  return {
    problem: `${all} ${names.length > 1 ? "are" : "is"} imported from ${quote(fact.module)}, and ${quote(file)} has no such name: ${fails}`,
    fix: meant === undefined ? `${define}, or correct the import` : `import ${quote(meant)}, or ${define}`,
  };
};
