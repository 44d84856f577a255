import { readdir } from "node:fs/promises";
import path from "node:path";

/** Directories in which there is much that is no code of the program. */
const SKIPPED = /^(\..*|node_modules|venv|__pycache__|dist|build)$/;
const MOST_DIRECTORIES = 50;

/** The endings of the files of a program, such as `.py`, as far as a short look at its directories shows them. */
export async function fileEndings(directory: string): Promise<ReadonlySet<string>> {
  const endings = new Set<string>();
  const directories = [directory];
  for (const each of directories) {
    for (const entry of await readdir(each, { withFileTypes: true }).catch(() => [])) {
      if (entry.isFile()) endings.add(path.extname(entry.name));
      else if (entry.isDirectory() && !SKIPPED.test(entry.name) && directories.length < MOST_DIRECTORIES)
        directories.push(path.join(each, entry.name));
    }
  }
  return endings;
}
