// npm run new-policy NAME -- --type aws:sqs/queue:Queue [--stack]: writes all files of a new policy, with texts to fill in.
import { existsSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { parseArgs } from "node:util";
import { version } from "../package.json";
import { languages } from "./policy-examples";
import { repository } from "./programs";

interface NewPolicy {
  readonly name: string;
  /** The constant that is exported: `sqsQueueRedrive`. */
  readonly constant: string;
  /** The folder, and so the service: `sqs`. */
  readonly folder: string;
  readonly type: string;
  readonly isStack: boolean;
}

/** What `npm run check` refuses until somebody has written it. */
const EMPTY = '""';

/**
 * Writes the files of a new policy.
 * @param args those of the command
 * @param root the directory of the repository
 * @returns what to print: the files, and what to do next
 * @throws Error where the arguments are wrong, or the policy exists
 */
export async function newPolicy(args: readonly string[], root = repository): Promise<string> {
  const policy = readArguments(args);
  const file = `policies/${policy.folder}/${policy.name}.ts`;
  const examples = `examples/policies/${policy.name}`;
  const files: Record<string, string> = {
    [file]: policy.isStack ? stackPolicyFile(policy) : resourcePolicyFile(policy),
    [`test/policies/${policy.folder}/${policy.name}.test.ts`]: table(policy),
    "policies/index.ts": withPolicy(await readFile(path.join(root, "policies/index.ts"), "utf8"), policy),
    "CHANGELOG.md": withChangelogLine(await readFile(path.join(root, "CHANGELOG.md"), "utf8"), policy),
  };
  for (const { main } of languages) {
    for (const program of ["violating", "complying"]) files[`${examples}/${program}/${main}`] = "";
  }
  if (existsSync(path.join(root, file))) throw new Error(`${file} exists already.`);
  for (const [name, text] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(root, name)), { recursive: true });
    await writeFile(path.join(root, name), text);
  }
  return `${Object.keys(files).join("\n")}

Next:
  1. ${file}: the texts, and what to report; policies/index.ts: the group that it belongs to
  2. npm run test:policy ${policy.name} -- --watch
  3. ${examples}: the programs of the page, then npm run findings ${policy.name}
  4. npm run check
docs/authoring.md explains each step.`;
}

function readArguments(args: readonly string[]): NewPolicy {
  const { positionals, values } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { type: { type: "string" }, stack: { type: "boolean" } },
  });
  const [name = "", ...others] = positionals;
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)+$/.test(name) || others.length > 0 || !values.type) {
    throw new Error(
      "Usage: npm run new-policy NAME -- --type aws:sqs/queue:Queue [--stack]\n" +
        "NAME says service, thing and aspect, such as sqs-queue-redrive. --stack is for policies that compare resources.",
    );
  }
  const constant = name.replaceAll(/-(.)/g, (_, letter: string) => letter.toUpperCase());
  return { name, constant, folder: name.split("-")[0] ?? "", type: values.type, isStack: values.stack ?? false };
}

const metadata = ({ name, type }: NewPolicy) => `  name: "${name}",
  description: ${EMPTY},
  severity: "medium",
  level: "advisory",
  resources: ["${type}"],
  options: {},
  remediationSteps: ${EMPTY},
  tags: [],
  page: {
    why: ${EMPTY},
    limits: ${EMPTY},
    sources: [],
    since: "${version}",
  },
`;

const resourcePolicyFile = (policy: NewPolicy) => `import { resourcePolicy } from "../../kit/policy";

export const ${policy.constant} = resourcePolicy({
${metadata(policy)}
  check(resource, _options, report) {
    const at = resource.properties.at("name");
    const value = at.string();
    if (value.state === "known") report({ at, problem: ${EMPTY}, fix: ${EMPTY} });
  },
});
`;

const stackPolicyFile = (policy: NewPolicy) => `import { stackPolicy } from "../../kit/policy";

export const ${policy.constant} = stackPolicy({
${metadata(policy)}
  check(graph, _options, report) {
    for (const resource of graph.ofType("${policy.type}")) {
      report({ on: resource, problem: ${EMPTY}, fix: ${EMPTY} });
    }
  },
});
`;

const table = ({ name, type, isStack }: NewPolicy) =>
  isStack
    ? `import { stackTable } from "../../support/stack-table";

stackTable({
  policy: "${name}",
  passes: [{ name: ${EMPTY}, resources: [{ type: "${type}", name: "one" }] }],
  violates: [],
});
`
    : `import { resourceTable } from "../../support/resource-table";

resourceTable({
  policy: "${name}",
  type: "${type}",
  passes: [{ name: ${EMPTY}, inputs: {} }],
  violates: [],
});
`;

/** The catalogue with one more policy at the end of its last group. */
function withPolicy(catalogue: string, { name, constant, folder }: NewPolicy): string {
  const line = `import { ${constant} } from "./${folder}/${name}";`;
  const lines = catalogue.split("\n");
  const isPolicy = (text: string) => text.startsWith("import { ") && text.includes(' from "./');
  const later = lines.findIndex((text) => isPolicy(text) && sortKey(text) > sortKey(line));
  const end = lines.findLastIndex(isPolicy) + 1;
  lines.splice(later === -1 ? end : later, 0, line);
  return lines.join("\n").replace(/,?\s*\],\n\};\n/, `, ${constant}],\n};\n`);
}

/** The path of an import, by which the linter sorts. */
const sortKey = (line: string) => line.slice(line.indexOf(" from "));

/** The changelog with one more policy under those of this version. */
function withChangelogLine(changelog: string, { name }: NewPolicy): string {
  const line = `- [${name}](docs/policies/${name}.md)\n`;
  const section = "### New policies\n\n";
  if (!changelog.includes(section)) throw new Error(`CHANGELOG.md has no section "New policies".`);
  return changelog.replace(section, `${section}${line}`);
}

if (require.main === module) {
  newPolicy(process.argv.slice(2)).then(console.log, (error: Error) => {
    console.error(error.message);
    process.exitCode = 1;
  });
}
