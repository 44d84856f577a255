import { createHash } from "node:crypto";
import { setImmediate } from "node:timers/promises";
import { Budget, BudgetSpent } from "../kit/budget";
import type { CodePlace, Report } from "../kit/finding";
import { once } from "../kit/once";
import type { Resource } from "../kit/resource";
import type { Code, CodeFile } from "./code";
import { codeOf } from "./code-of";
import { factsOf } from "./facts";
import { handlerPath } from "./handler";
import type { CodeOptions } from "./options";
import { modulesLoadedBy, unreadModules } from "./python/programs";
import { ruff } from "./python/ruff";
import { runtimeOf } from "./runtime";
import { TOO_DEEP, TOO_MUCH, Unjudged } from "./unjudged";

/** Checks the code of functions, and reports a finding in a shared file once. */
export class CodeJudge {
  readonly #found = new Map<string, { readonly found: FoundInCode; readonly in: CodePlace; readonly by: Resource[] }>();

  constructor(
    private readonly options: Partial<CodeOptions>,
    private readonly report: Report,
  ) {}

  /**
   * The code of a function or layer. Reports parts that cannot be checked, if the user can change that.
   * @returns undefined if there is nothing to check
   */
  async codeOf(owner: Resource): Promise<Code | undefined> {
    const code = await codeOf(owner, this.options);
    if (code.state === "unknown" || code.state === "image") return undefined;
    if (code.state !== "read") {
      if (isJudged(owner)) this.#note(owner, code);
      return undefined;
    }
    const unread = isJudged(owner)
      ? [...this.whole(owner, code, () => unreadModules(owner, code)), handlerPath(owner, code)]
      : [];
    for (const { path, reason } of code.problems) {
      if (!code.entries.has(path) || unread.includes(path)) this.#note(owner, { part: path, reason, fix: CORRECT });
    }
    return code;
  }

  /** Checks one file, and reports if it cannot be checked. */
  judge(owner: Resource, code: Code, path: string, judge: (file: CodeFile) => readonly FoundInCode[]): void {
    const file = code.files.get(path);
    if (file === undefined) return;
    const found = withinBudget(
      owner,
      code,
      () => judge(file),
      (reason) => this.#note(owner, { part: path, reason, fix: CORRECT }),
    );
    for (const each of found) this.#add(owner, code.files.get(each.file ?? path) ?? file, each);
  }

  /** Checks the code as a whole, and reports if that is not possible. */
  whole<T>(owner: Resource, code: Code, look: () => readonly T[]): readonly T[] {
    return withinBudget(owner, code, look, (reason) =>
      this.#note(owner, { reason: `it ${reason}`, fix: "make it smaller or simpler" }),
    );
  }

  /** Reports the findings, each on one of the functions with the file, naming the others. */
  reportAll(): void {
    for (const { found, by, in: place } of this.#found.values()) {
      const [on, ...also] = by;
      if (on !== undefined) {
        const { problem, fix, level } = found;
        this.report({ on, also, in: place, problem, fix, ...(level !== undefined && { level }) });
      }
    }
  }

  #add(owner: Resource, file: CodeFile, found: FoundInCode): void {
    const { line, column, problem, fix } = found;
    const key = JSON.stringify([file.shown, digestOf(file), line, column, problem, fix]);
    const known = this.#found.get(key);
    if (known === undefined) this.#found.set(key, { found, in: { file: file.shown, line, column }, by: [owner] });
    else if (!known.by.includes(owner)) known.by.push(owner);
  }

  #note(on: Resource, note: { readonly part?: string; readonly reason: string; readonly fix: string }): void {
    const { part, reason, fix } = note;
    const silent = this.options.unjudged === "silent";
    this.report.notChecked({ on, what: "the code", ...(part !== undefined && { part }), reason, fix, silent });
  }
}

/** A fault at a place in a file. */
export interface FoundInCode {
  /** The file, if it is not the checked one. */
  readonly file?: string;
  readonly line: number;
  readonly column: number;
  readonly problem: string;
  readonly fix: string;
  /** Advisory even for a mandatory policy. */
  readonly level?: "advisory";
}

const CORRECT = "correct it so that it can be checked, or leave it out of the archive";

/** Identifies a file, also among archives with the same paths. */
const digestOf = once(({ text }: CodeFile) => createHash("sha256").update(text).digest("hex"));

/** Whether some policy looks into code of the language; layers are for any. */
function isJudged(owner: Resource): boolean {
  const isLayer = owner.properties.at("handler").state === "absent" && owner.properties.at("role").state === "absent";
  const family = runtimeOf(owner)?.family;
  return isLayer || family === "python" || family === "nodejs";
}

/** The budget of steps for the code of a function, and more steps for each character. */
const STEPS = 5_000_000;
const STEPS_PER_CHARACTER = 50;

/** The remaining budget of each function. */
const budgets = new WeakMap<Resource, Budget>();

/** The budget left by preparations, by the URN of the function. */
const leftByPreparations = once((_code: Code) => new Map<string, Budget>());

function budgetOf(lambda: Resource, code: Code): Budget {
  const left = leftByPreparations(code);
  const budget = budgets.get(lambda) ?? left.get(lambda.urn) ?? wholeBudget(code);
  left.delete(lambda.urn);
  budgets.set(lambda, budget);
  return budget;
}

function wholeBudget(code: Code): Budget {
  let characters = 0;
  for (const { text } of code.files.values()) characters += text.length;
  return new Budget(STEPS + STEPS_PER_CHARACTER * characters);
}

/** Reads the code of a function and computes its facts before the first policy asks. */
export async function prepareCode(lambda: Resource, options: Partial<CodeOptions>): Promise<void> {
  const code = await codeOf(lambda, options);
  if (code.state !== "read" || !isJudged(lambda)) return;
  const budget = wholeBudget(code);
  try {
    budget.run(() => factsOf(lambda, code));
    for (const { path } of budget.run(() => modulesLoadedBy(lambda, code))) {
      const file = code.files.get(path);
      await setImmediate();
      if (file !== undefined) ruff(file, runtimeOf(lambda)?.version);
    }
  } finally {
    // The first policy that asks reports a spent budget.
    leftByPreparations(code).set(lambda.urn, budget.isSpent ? new Budget(0) : budget);
  }
}

/** @param tell reports why the work cannot be done, once for each budget */
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
  // JavaScript's call stack is a limit too.
  return error instanceof RangeError ? TOO_DEEP : undefined;
}
