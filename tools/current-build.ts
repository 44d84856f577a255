// Refuses to run the pack of an earlier build: it would check code that is no longer there.
import { readdirSync, statSync } from "node:fs";
import path from "node:path";
import { executable, repository } from "./programs";

const SOURCES = [
  "index.ts",
  "pack.ts",
  "samples.ts",
  "library.ts",
  "executable.ts",
  "policies",
  "kit",
  "engine",
  "aws",
  "code",
];

/**
 * Compares the sources of the pack in this repository with its build.
 * @param pack a directory or an executable file; other packs than this repository's are not looked at
 * @param root the repository
 * @throws Error that names a source which is newer than the build
 */
export function requireCurrentBuild(pack: string, root = repository): void {
  const built = path.join(root, path.relative(repository, executable));
  if (pack !== root && pack !== built) return;
  const builtMs = statSync(built, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  const newer = SOURCES.flatMap((source) => filesIn(path.join(root, source))).find(
    (file) => statSync(file).mtimeMs > builtMs,
  );
  if (newer === undefined) return;
  const file = path.relative(root, newer);
  throw new Error(
    `${file} is newer than the build. Run \`npm run build\`, or \`npm run test:policy\`, which needs none.`,
  );
}

function filesIn(source: string): readonly string[] {
  const stat = statSync(source, { throwIfNoEntry: false });
  if (stat === undefined) return [];
  if (!stat.isDirectory()) return [source];
  const entries = readdirSync(source, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
}
