// The programs of the policies' pages, of which each has a directory in examples/policies:
//   violating/, complying/  the files of the two programs, in each language
//   shared/                 the files that both have
//   finding.txt             what the engine prints of the violating one
import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { repository } from "./programs";

export const examplesDirectory = path.join(repository, "examples", "policies");

export const languages = [
  { title: "Python", runtime: "python", main: "__main__.py" },
  { title: "TypeScript", runtime: "nodejs", main: "index.ts" },
] as const;

export type Language = (typeof languages)[number];

/** The files of a program in all languages by their paths, with `/`: its own ones first, then those that it shares. */
export type ProgramFiles = Readonly<Record<string, string>>;

export interface PolicyExamples {
  readonly violating: ProgramFiles;
  readonly complying: ProgramFiles;
  readonly finding: string;
}

/** The programs of a policy's page. A policy that lacks one of them has none. */
export async function policyExamples(policy: string, directory = examplesDirectory): Promise<PolicyExamples> {
  const finding = path.join(directory, policy, "finding.txt");
  if (!existsSync(finding)) {
    const file = path.relative(repository, finding);
    throw new Error(`policy ${policy}: there is no ${file}; \`npm run findings ${policy}\` writes it`);
  }
  return { ...(await policyFiles(policy, directory)), finding: await readFile(finding, "utf8") };
}

/** The two programs of a policy's page. */
export async function policyFiles(policy: string, directory = examplesDirectory) {
  const own = path.join(directory, policy);
  return {
    violating: await programFiles(policy, path.join(own, "violating")),
    complying: await programFiles(policy, path.join(own, "complying")),
  };
}

async function programFiles(policy: string, directory: string): Promise<ProgramFiles> {
  const [own, shared] = [await filesIn(directory), await filesIn(path.join(directory, "../shared"))];
  const files: ProgramFiles = { ...own, ...shared, ...own };
  for (const { main } of languages) {
    if (files[main] === undefined)
      throw new Error(`policy ${policy}: there is no ${path.relative(repository, path.join(directory, main))}`);
  }
  return files;
}

async function filesIn(directory: string): Promise<ProgramFiles> {
  if (!existsSync(directory)) return {};
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort();
  const files: Record<string, string> = {};
  for (const file of paths)
    files[path.relative(directory, file).replaceAll(path.sep, "/")] = await readFile(file, "utf8");
  return files;
}
