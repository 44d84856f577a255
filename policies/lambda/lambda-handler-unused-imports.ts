import { FUNCTION } from "../../aws/model/kinds";
import { pythonHandler } from "../../code/handler";
import { codeToJudge, judgeFile, judgeWhole } from "../../code/judged-code";
import { codeOptions } from "../../code/options";
import { type UnusedImport, unusedImports } from "../../code/python/imports";
import { ownModules } from "../../code/python/programs";
import { runtimeOf } from "../../code/runtime";
import { resourcePolicy } from "../../kit/policy";
import { quote } from "../../kit/text";

/** Longest import statement that a message shows. */
const MAX_QUOTED = 80;

export const lambdaHandlerUnusedImports = resourcePolicy({
  name: "lambda-handler-unused-imports",
  description: "The code of a Lambda function uses what it imports.",
  severity: "low",
  level: "advisory",
  resources: FUNCTION.types,
  options: codeOptions,
  remediationSteps: "Delete the import, and the package from the function's requirements where nothing else uses it.",
  tags: ["lambda", "code", "python"],
  page: {
    why: "Every import is loaded on every cold start, and what is imported has to be packed. A numpy that nothing uses costs a second and some 100 MB, and a package that is missing in the archive stops the function for nothing.",
    limits:
      "Python only. It is ruff's rule F401 with ruff's own exceptions: `__all__`, `# noqa`, `import x as x`, an import in a try that tests whether a package is installed. Left alone are also lines that say `# pylint: disable=unused-import`, what other files of the function import from the file, the handler of the function, files that use eval, exec or globals, `__init__.py`, tests, packages, and functions with an unknown handler. A file with a syntax error is told of and not judged.",
    sources: [
      "https://docs.astral.sh/ruff/rules/unused-import/",
      "https://docs.aws.amazon.com/lambda/latest/dg/best-practices.html#function-code",
    ],
    since: "0.1.0",
  },

  async check(lambda, options, report) {
    const runtime = runtimeOf(lambda);
    const handler = lambda.properties.at("handler").string();
    // Any import may be an unknown handler.
    if (runtime?.family !== "python" || handler.state === "unknown") return;
    const code = await codeToJudge(lambda, options, report);
    if (code === undefined) return;
    const name = handler.state === "known" ? pythonHandler(handler.value)?.name : undefined;
    const modules = judgeWhole(lambda, code, report, () => ownModules(code));
    for (const module of modules) {
      const found = judgeFile(lambda, code, module.path, report, (file) =>
        unusedImports(file, module, runtime.version, modules, name),
      );
      for (const unused of found) {
        report({ in: { file: module.path, line: unused.line, column: unused.column }, ...superfluous(unused) });
      }
    }
  },
});

const superfluous = ({ name, as, statement, rest }: UnusedImport) => ({
  problem:
    name === as || name.endsWith(`.${as}`) || name.startsWith(`${as}.`)
      ? `${quote(name)} is imported and not used`
      : `${quote(name)} is imported as ${quote(as)} and not used`,
  fix: fix(as, statement, rest),
});

function fix(as: string, statement: string, rest: string): string {
  if (Math.max(statement.length, rest.length) > MAX_QUOTED) return `delete ${quote(as)} from the import`;
  return rest === "" ? `delete ${quote(statement)}` : `write ${quote(rest)} instead`;
}
