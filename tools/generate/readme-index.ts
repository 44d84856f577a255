import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Policy } from "../../kit/policy";
import { policies } from "../../policies";
import { root } from "./facts";
import type { Generator } from "./generator";
import { code, table } from "./markdown";
import { withSection } from "./section";

/** The README with its table of policies; all other text in it is written by hand, or by another generator. */
export const readmeIndex: Generator = {
  path: "README.md",
  async generate() {
    return withSection("README.md", await readFile(join(root, "README.md"), "utf8"), "policies", index(policies));
  },
};

export function index(all: readonly Policy[]): string {
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
