import { createHash } from "node:crypto";
import type { CodePlace, Report } from "../kit/finding";
import { once } from "../kit/once";
import type { Resource } from "../kit/resource";
import type { Code, CodeFile } from "./code";
import { codeOf } from "./code-of";
import { handlerPath } from "./handler";
import type { CodeOptions } from "./options";
import { unreadModules } from "./python/programs";
import { runtimeOf } from "./runtime";
import { Unjudged } from "./unjudged";

/** Judges the code of functions, and finds that in a file of several of them once. */
export class CodeJudge {
  readonly #found = new Map<string, { readonly found: FoundInCode; readonly in: CodePlace; readonly by: Resource[] }>();

  constructor(
    private readonly options: Partial<CodeOptions>,
    private readonly report: Report,
  ) {}

  /**
   * The code of a function or layer. What of it cannot be judged, and the user can change, is noted.
   * @returns undefined where there is nothing to judge
   */
  async codeOf(owner: Resource): Promise<Code | undefined> {
    const code = await codeOf(owner, this.options);
    if (code.state === "unknown" || code.state === "image") return undefined;
    if (code.state !== "read") {
      if (isJudged(owner)) this.#note(owner, code);
      return undefined;
    }
    const unread = isJudged(owner) ? [...unreadModules(owner, code), handlerPath(owner, code)] : [];
    for (const { path, reason } of code.problems) {
      if (!code.entries.has(path) || unread.includes(path)) this.#note(owner, { part: path, reason, fix: CORRECT });
    }
    return code;
  }

  /** Judges one file, and notes where it cannot be judged. */
  judge(owner: Resource, code: Code, path: string, judge: (file: CodeFile) => readonly FoundInCode[]): void {
    const file = code.files.get(path);
    if (file === undefined) return;
    try {
      for (const found of judge(file)) this.#add(owner, code.files.get(found.file ?? path) ?? file, found);
    } catch (error) {
      if (!(error instanceof Unjudged)) throw error;
      this.#note(owner, { part: path, reason: error.message, fix: CORRECT });
    }
  }

  /** Reports what was found, each on one of the functions that have the file, with the names of the others. */
  reportAll(): void {
    for (const { found, by, in: place } of this.#found.values()) {
      const [on, ...also] = by;
      if (on !== undefined) this.report({ on, also, in: place, problem: found.problem, fix: found.fix });
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
    this.report.notJudged({ on, what: "the code", ...(part !== undefined && { part }), reason, fix, silent });
  }
}

/** Something that is wrong at a place in a file. */
export interface FoundInCode {
  /** The file, where it is another one than the one that is judged. */
  readonly file?: string;
  readonly line: number;
  readonly column: number;
  readonly problem: string;
  readonly fix: string;
}

const CORRECT = "correct it so that it can be checked, or leave it out of the archive";

/** Tells files of one path in different archives apart. */
const digestOf = once(({ text }: CodeFile) => createHash("sha256").update(text).digest("hex"));

/** Whether some policy looks into code of the language; layers are for any. */
function isJudged(owner: Resource): boolean {
  const isLayer = owner.properties.at("handler").state === "absent" && owner.properties.at("role").state === "absent";
  const family = runtimeOf(owner)?.family;
  return isLayer || family === "python" || family === "nodejs";
}
