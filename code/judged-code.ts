import type { Finding, Report } from "../kit/finding";
import type { Resource } from "../kit/resource";
import { quote } from "../kit/text";
import type { Code, CodeFile } from "./code";
import { codeOf } from "./code-of";
import type { CodeOptions } from "./options";
import { Unjudged } from "./unjudged";

/**
 * The code of a function for a policy to judge. What of it cannot be judged is told, by the first policy that asks for it.
 * @returns undefined where there is nothing to judge
 */
export async function codeToJudge(
  lambda: Resource,
  options: Partial<CodeOptions>,
  report: Report,
): Promise<Code | undefined> {
  const code = await codeOf(lambda, options);
  if (code.state === "unknown") return undefined;
  if (code.state !== "read") {
    report.notJudged({ on: lambda, at: code.at, ...codeNotJudged(code.reason, code.fix) });
    return undefined;
  }
  for (const { path, reason } of code.problems) report.notJudged(partNotJudged(lambda, path, reason));
  return code;
}

/** Judges one file, and tells where it cannot be judged. */
export function judgeFile<T>(
  lambda: Resource,
  code: Code,
  path: string,
  report: Report,
  judge: (file: CodeFile) => readonly T[],
): readonly T[] {
  const file = code.files.get(path);
  try {
    return file === undefined ? [] : judge(file);
  } catch (error) {
    if (!(error instanceof Unjudged)) throw error;
    report.notJudged(partNotJudged(lambda, path, error.message));
    return [];
  }
}

const codeNotJudged = (reason: string, fix: string) => ({
  problem: `the code cannot be judged: ${reason}`,
  fix: `to have it judged, ${fix}`,
});

function partNotJudged(lambda: Resource, path: string, reason: string): Finding {
  return {
    on: lambda,
    at: lambda.properties.at("code"),
    problem: `a part of the code cannot be judged: ${quote(path)} ${reason}`,
    fix: "to have it judged, put it right; otherwise leave it out of the code",
  };
}
