import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { benchmarkChart, performancePage } from "./generate/benchmark";
import { configSchemaFile, deploymentBreakersFile } from "./generate/config-schema";
import { root as repository } from "./generate/facts";
import type { Generator } from "./generate/generator";
import { managedPolicies } from "./generate/managed-policies";
import { policyIndex, readmePolicies } from "./generate/policy-index";
import { policyPages } from "./generate/policy-pages";
import { policyTypes } from "./generate/policy-types";
import { sdkActions } from "./generate/sdk-actions";
import { taggableTypes } from "./generate/taggable-types";
import { typeAliases } from "./generate/type-aliases";

/** Every file that is written from a source which the repository has. */
export const generators: readonly Generator[] = [
  typeAliases,
  taggableTypes,
  managedPolicies,
  sdkActions,
  ...policyPages,
  readmePolicies,
  policyIndex,
  performancePage,
  benchmarkChart,
  configSchemaFile,
  deploymentBreakersFile,
  policyTypes,
];

/** The generated files that are missing, or differ from what would be generated now. */
export async function staleFiles(root = repository, all: readonly Generator[] = generators): Promise<string[]> {
  const stale: string[] = [];
  for (const { path, generate } of all) {
    const committed = await readFile(join(root, path), "utf8").catch(() => undefined);
    if (committed !== (await generate())) stale.push(path);
  }
  return stale;
}

/** Writes the generated files that differ; the build of the others stays current. */
export async function generateAll(root = repository, all: readonly Generator[] = generators): Promise<void> {
  for (const { path, generate } of all) {
    const file = join(root, path);
    const text = await generate();
    if ((await readFile(file, "utf8").catch(() => undefined)) === text) continue;
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
  }
}

async function main(check: boolean): Promise<void> {
  if (!check) return generateAll();
  const stale = await staleFiles();
  if (stale.length === 0) return;
  console.error(`Stale: ${stale.join(", ")}. Run \`npm run generate\` and commit the result.`);
  process.exitCode = 1;
}

if (require.main === module) void main(process.argv.includes("--check"));
