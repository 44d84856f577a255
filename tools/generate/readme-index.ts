import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Policy } from "../../kit/policy";
import { policies } from "../../policies";
import { root } from "./facts";
import type { Generator } from "./generator";
import { code, table } from "./markdown";

const BEGIN = "<!-- policies: written by `npm run generate` -->";
const END = "<!-- end of policies -->";

/** The README with its table of policies; all other text in it is written by hand. */
export const readmeIndex: Generator = {
  path: "README.md",
  async generate() {
    return withIndex(await readFile(join(root, "README.md"), "utf8"), policies);
  },
};

/** Puts the table of policies between its two comments. */
export function withIndex(readme: string, all: readonly Policy[]): string {
  const [before, rest, ...repeated] = readme.split(BEGIN);
  const [, after] = rest?.split(END) ?? [];
  if (before === undefined || after === undefined || repeated.length > 0)
    throw new Error(`README.md: no place for the table of policies between "${BEGIN}" and "${END}"`);
  return `${before}${BEGIN}\n\n${index(all)}\n\n${END}${after}`;
}

function index(all: readonly Policy[]): string {
  return table(
    ["Policy", "What must hold", "Level", "Repairs"],
    all.map(({ metadata: { name, description, level }, remediates }) => [
      `[${name}](docs/policies/${name}.md)`,
      description,
      code(level),
      remediates ? "yes" : "",
    ]),
  );
}
