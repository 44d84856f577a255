import { Budget, BudgetSpent } from "../kit/budget";
import type { Finding, Report } from "../kit/finding";
import type { Resource } from "../kit/resource";
import { quote } from "../kit/text";
import type { Code, CodeFile } from "./code";
import { codeOf } from "./code-of";
import type { CodeOptions } from "./options";
import { TOO_DEEP, TOO_MUCH, Unjudged } from "./unjudged";

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
  if (file === undefined) return [];
  return withinBudget(
    lambda,
    code,
    () => judge(file),
    (reason) => report.notJudged(partNotJudged(lambda, path, reason)),
  );
}

/** Looks through the code as a whole, and tells where that cannot be done. */
export function judgeWhole<T>(lambda: Resource, code: Code, report: Report, judge: () => readonly T[]): readonly T[] {
  return withinBudget(lambda, code, judge, (reason) => {
    const at = lambda.properties.at("code");
    report.notJudged({ on: lambda, at, ...codeNotJudged(`it ${reason}`, "make it smaller or simpler") });
  });
}

/** How many steps the code of a function may take, and how many more for each character: ten times what ordinary code does. */
const STEPS = 5_000_000;
const STEPS_PER_CHARACTER = 50;

/** What is left to judge the code of each function. */
const budgets = new WeakMap<Resource, Budget>();

function budgetOf(lambda: Resource, code: Code): Budget {
  const known = budgets.get(lambda);
  if (known !== undefined) return known;
  let characters = 0;
  for (const { text } of code.files.values()) characters += text.length;
  const budget = new Budget(STEPS + STEPS_PER_CHARACTER * characters);
  budgets.set(lambda, budget);
  return budget;
}

/** @param tell says why the work cannot be done; of work that more than the budget was spent before, it was said then */
function withinBudget<T>(
  lambda: Resource,
  code: Code,
  work: () => readonly T[],
  tell: (reason: string) => void,
): readonly T[] {
  const budget = budgetOf(lambda, code);
  if (budget.isSpent) return [];
  try {
    return budget.run(work);
  } catch (error) {
    const reason = unjudgedReason(error);
    if (reason === undefined) throw error;
    tell(reason);
    return [];
  }
}

function unjudgedReason(error: unknown): string | undefined {
  if (error instanceof Unjudged) return error.message;
  if (error instanceof BudgetSpent) return TOO_MUCH;
  // JavaScript's own stack is a budget too.
  return error instanceof RangeError ? TOO_DEEP : undefined;
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
