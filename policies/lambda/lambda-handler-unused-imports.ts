import { FUNCTION } from "../../aws/model/kinds";
import type { HandlerName } from "../../code/handler";
import { CodeJudge } from "../../code/judged-code";
import { judgedFiles } from "../../code/node/judged-files";
import { nodeTree } from "../../code/node/tree";
import { type UnusedName, unusedNames } from "../../code/node/unused-imports";
import { codeOptions } from "../../code/options";
import { type UnusedImport, unusedImports } from "../../code/python/imports";
import type { Module } from "../../code/python/modules";
import { judgedModules, ownModules, pythonHandlerOf } from "../../code/python/programs";
import { runtimeOf } from "../../code/runtime";
import { stackPolicy } from "../../kit/policy";
import { quote } from "../../kit/text";

/** The longest import statement that a message shows. */
const MAX_QUOTED = 80;

export const lambdaHandlerUnusedImports = stackPolicy({
  name: "lambda-handler-unused-imports",
  description: "The code of a Lambda function uses what it imports.",
  severity: "low",
  level: "advisory",
  resources: FUNCTION.types,
  options: codeOptions,
  remediationSteps: "Delete the import, and the package from the function's requirements where nothing else uses it.",
  tags: ["lambda", "code", "python", "nodejs"],
  page: {
    why: "Every import is loaded on every cold start, and what is imported must be packed. A numpy that nothing uses costs a second and some 100 MB, and a package that is missing in the archive stops the function for nothing.",
    limits:
      "It checks only files that the handler loads. In Python it is ruff's rule F401 with its exceptions: `__all__`, `# noqa`, `import x as x`, an import in a try that tests for a package. In JavaScript a name counts as used wherever it stands in the file, also in a comment. It leaves alone lines with `# pylint: disable=unused-import`, what other files import from the file, files that use eval, exec or globals, `__init__.py`, JavaScript that a tool has made or that switches no-unused-vars off, tests, packages, files with a syntax error, and functions with an unknown handler.",
    sources: [
      "https://docs.astral.sh/ruff/rules/unused-import/",
      "https://docs.aws.amazon.com/lambda/latest/dg/best-practices.html#function-code",
    ],
    since: "0.1.0",
  },

  async check(graph, options, report) {
    const judge = new CodeJudge(options, report);
    const lambdas = graph.ofType(...FUNCTION.types);
    const handlers = lambdas.flatMap((lambda) => pythonHandlerOf(lambda) ?? []);
    for (const lambda of lambdas) {
      const { family, version } = runtimeOf(lambda) ?? {};
      const isJudged = family === "nodejs" || pythonHandlerOf(lambda) !== undefined;
      const code = isJudged ? await judge.codeOf(lambda) : undefined;
      if (code === undefined) continue;
      for (const path of judge.whole(lambda, code, () => judgedFiles(lambda, code)))
        judge.judge(lambda, code, path, (file) => unusedNames(nodeTree(file)).map(unused));
      if (family === "nodejs") continue;
      const all = judge.whole(lambda, code, () => ownModules(code));
      for (const module of judge.whole(lambda, code, () => judgedModules(lambda, code))) {
        judge.judge(lambda, code, module.path, (file) =>
          unusedImports(file, module, version, all, exportedFrom(module, handlers)).map(superfluous),
        );
      }
    }
    judge.reportAll();
  },
});

/** The names of handlers of all functions that ship the file. */
function exportedFrom({ path }: Module, handlers: readonly HandlerName[]): ReadonlySet<string> {
  const own = handlers.filter(({ module }) =>
    [".py", "/__init__.py"].some((end) => `${module.join("/")}${end}` === path),
  );
  return new Set(own.map(({ name }) => name));
}

const superfluous = ({ line, column, name, as, statement, rest }: UnusedImport) => ({
  line,
  column,
  problem:
    name === as || name.endsWith(`.${as}`) || name.startsWith(`${as}.`)
      ? `${quote(name)} is imported and not used`
      : `${quote(name)} is imported as ${quote(as)} and not used`,
  fix: fix(as, statement, rest),
});

const unused = ({ line, column, name, module, isAlone }: UnusedName) => ({
  line,
  column,
  problem: `${quote(name)} is imported from ${quote(module)} and not used`,
  fix: isAlone
    ? `delete the import, or import ${quote(module)} without a name if it is there for what it does`
    : `delete ${quote(name)} from the import`,
});

function fix(as: string, statement: string, rest: string): string {
  if (Math.max(statement.length, rest.length) > MAX_QUOTED) return `delete ${quote(as)} from the import`;
  return rest === "" ? `delete ${quote(statement)}` : `write ${quote(rest)} instead`;
}
