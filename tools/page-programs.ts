// Runs the programs of the policies' pages, and writes what the engine prints of the violating ones.
import { writeFile } from "node:fs/promises";
import path from "node:path";
import type { Stage } from "../kit/metadata";
import { policies } from "../policies";
import { type Run, Stack, writeProgram } from "./engine";
import { examplesDirectory, type Language, languages, type ProgramFiles, policyFiles } from "./policy-examples";
import { executable, removeDirectory } from "./programs";

/** Policies whose pages show a finding that is known once a stack is there, beside others that are known at preview. */
const shownOnceDeployed: readonly string[] = ["component-outputs"];

/** Policies whose findings name what is of the program's language; their pages show that of the first. */
const shownOfOneLanguage: readonly string[] = ["resolved-outputs"];

/** Policies that report nothing until an option is set, as their pages have it. */
const shownConfigured = { "lambda-api-timeout": { maxExcessSeconds: 0 } };

/** The runs of a page's violating program that print what the page shows. */
export function shownRuns(policy: string, runs: readonly Run[]): readonly Run[] {
  return shownOfOneLanguage.includes(policy) ? runs.slice(0, 1) : runs;
}

/** A preview of a page's program in each language. Nothing is configured but the options without which there is no finding. */
export function previews(policy: string, files: ProgramFiles): Promise<readonly Run[]> {
  const silent: readonly Stage[] = policies.find(({ metadata }) => metadata.name === policy)?.metadata.silent?.at ?? [];
  const deploy = silent.includes("preview") || shownOnceDeployed.includes(policy);
  return Promise.all(languages.map((language) => preview(files, language, deploy)));
}

async function preview(files: ProgramFiles, { runtime }: Language, deploy: boolean): Promise<Run> {
  const program = await writeProgram({ ...files, "Pulumi.yaml": `name: images\nruntime: ${runtime}\n` });
  try {
    const stack = await Stack.create(program, { shared: true });
    try {
      if (deploy) await stack.up();
      // The form of the pack that starts sooner. Other tests see to it that both find the same.
      return await stack.preview({ policyPack: executable, policyPackConfig: shownConfigured });
    } finally {
      await stack.remove();
    }
  } finally {
    await removeDirectory(program);
  }
}

/** What the engine prints below the name of the pack, without indentation. */
export function printedFinding({ stdout }: Run): string {
  const [section = ""] = stdout.split("\nPolicies:\n").slice(1);
  const [, ...lines] = section.slice(0, section.indexOf("\n\n")).split("\n");
  return lines.map((line) => `${line.replace(/^ {8}(- | {2})/, "")}\n`).join("");
}

/**
 * Writes `finding.txt` of a policy, from what the engine prints of its violating programs.
 * @throws Error where a program fails, finds nothing, or the languages differ
 */
export async function writeFinding(policy: string): Promise<void> {
  const { violating } = await policyFiles(policy);
  const [first, ...others] = shownRuns(policy, await previews(policy, violating));
  const finding = first === undefined ? "" : printedFinding(first);
  if (finding === "") throw new Error(`policy ${policy}: its violating program has no finding.\n${first?.stderr}`);
  const different = others.find((run) => printedFinding(run) !== finding);
  if (different) {
    const printed = printedFinding(different) || different.stderr;
    throw new Error(`policy ${policy}: the languages differ.\n${finding}\n${printed}`);
  }
  await writeFile(path.join(examplesDirectory, policy, "finding.txt"), finding);
}
