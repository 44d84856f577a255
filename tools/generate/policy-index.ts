import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Policy } from "../../kit/policy";
import { catalogue } from "../../policies";
import { root } from "./facts";
import type { Generator } from "./generator";
import { table } from "./markdown";
import { withSection } from "./section";

type Groups = Readonly<Record<string, readonly Policy[]>>;

/** The README with the names of all policies; all other text in it is written by hand. */
export const readmePolicies: Generator = {
  path: "README.md",
  async generate() {
    return withSection("README.md", await readFile(join(root, "README.md"), "utf8"), "policies", names(catalogue));
  },
};

/** Every policy with the sentence that says what it demands. */
export const policyIndex: Generator = {
  path: "docs/policies.md",
  generate: async () => `${[HEAD, index(catalogue)].join("\n\n")}\n`,
};

const HEAD = `# Policies

Each page says why the policy exists, what it reports, and what it leaves alone, with programs in Python and TypeScript and how to
configure it. The levels are the defaults.`;

/** A row of names for each group, by their default levels. */
export function names(groups: Groups): string {
  const atLevel = (policies: readonly Policy[], isAdvisory: boolean) =>
    policies
      .filter(({ metadata }) => (metadata.level === "advisory") === isAdvisory)
      .map(({ metadata: { name } }) => `[${name}](docs/policies/${name}.md)`)
      .join(", ");
  return table(
    ["", "Mandatory", "Advisory"],
    Object.entries(groups).map(([title, policies]) => [title, atLevel(policies, false), atLevel(policies, true)]),
  );
}

/** A table for each group. */
export function index(groups: Groups): string {
  return Object.entries(groups)
    .map(([title, policies]) => `## ${title}\n\n${rows(policies)}`)
    .join("\n\n");
}

function rows(policies: readonly Policy[]): string {
  return table(
    ["Policy", "What must hold", "Level"],
    policies.map(({ metadata: { name, description, level }, remediates }) => [
      `[${name}](policies/${name}.md)`,
      description,
      `${level}${remediates ? ", repairs" : ""}`,
    ]),
  );
}
