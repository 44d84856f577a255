import type { Framework, Metadata, Silence, Stage } from "../../kit/metadata";
import { judges, type Policy } from "../../kit/policy";
import { policies } from "../../policies";
import { type PolicyExamples, policyExamples } from "../policy-examples";
import { exampleSections } from "./example-sections";
import type { Generator } from "./generator";
import { code, codeBlock, list, paragraph, table } from "./markdown";
import { type OptionRow, optionRows } from "./option-rows";

/** The page of every policy of the catalogue. */
export const policyPages: readonly Generator[] = policies.map((policy) => ({
  path: `docs/policies/${policy.metadata.name}.md`,
  generate: async () => policyPage(policy, await policyExamples(policy.metadata.name)),
}));

/** The text of a policy's page. A policy that leaves a part of it empty has no page. */
export function policyPage(policy: Policy, examples: PolicyExamples): string {
  const { metadata } = policy;
  const text = (field: string, value: string) => {
    if (value.trim() === "") throw new Error(`policy ${metadata.name}: ${field} is empty`);
    return paragraph(value);
  };
  const sections = [
    `# ${metadata.name}`,
    text("description", metadata.description),
    list(facts(policy)),
    "## Why",
    text("page.why", metadata.page.why),
    ...exampleSections(examples),
    "## What is not judged",
    text("page.limits", metadata.page.limits),
    ...(metadata.silent ? [text("silent.because", silence(metadata.silent))] : []),
    "## How to fix",
    text("remediationSteps", metadata.remediationSteps),
    "## Options",
    ...configuration(metadata),
    "## How to exempt",
    paragraph(
      "The violations of an exempted resource stop nothing. `resource` is a glob over the name, type token or URN of the resource or of one of its parents, so that a component stands for all that is in it. The exemption ends after the day `expires`, where it has one.",
    ),
    json({ [metadata.name]: { exemptions: [EXEMPTION] } }),
    "## Sources",
    list(metadata.page.sources.map((source) => `<${source}>`)),
  ];
  return `${sections.join("\n\n")}\n`;
}

/** A type that all policies for resources of the native provider are for. */
const NATIVE = "aws-native:sqs:Queue";

function facts(policy: Policy): readonly string[] {
  const { severity, level, resources, page, framework } = policy.metadata;
  const types =
    typeof resources === "function" ? "all that the sentence above is about" : resources.map(code).join(", ");
  return [
    `Severity: ${severity}`,
    `Default level: ${code(level)}`,
    ...(page.advisory === undefined ? [] : [`Advisory at every level: ${page.advisory}`]),
    `Judges: ${judges(policy)}`,
    `Resource types: ${types}`,
    `Resources of \`aws-native\`: ${policy.concerns(NATIVE) ? "judged too" : "not judged"}`,
    `Repairs: ${policy.remediates ? "yes, at the level `remediate`" : "no"}`,
    `Since: ${page.since}`,
    ...(framework === undefined ? [] : [`Framework: ${control(framework)}`]),
    ...(page.formerly === undefined ? [] : [`Formerly: ${page.formerly.map(code).join(", ")}`]),
  ];
}

const STAGES: Readonly<Record<Stage, string>> = {
  preview: "At the first preview",
  up: "During `pulumi up`",
  state: "In an exported state",
};

function silence({ at, because }: Silence): string {
  return because.trim() && at.map((stage) => `${STAGES[stage]}, nothing is found: ${because}`).join(" ");
}

function control({ name, version, reference, specification, url }: Framework): string {
  return `${name} ${version}, [${reference}](${url}): ${specification}`;
}

function configuration({ name, level, options }: Metadata): readonly string[] {
  const rows = optionRows(options);
  return [
    rows.length === 0 ? "The policy has no options of its own." : optionTable(rows),
    "To configure it, start from its defaults, in the file that `--policy-pack-config` names:",
    json({ [name]: { enforcementLevel: level, ...defaults(options) } }),
  ];
}

const EXEMPTION = { resource: "legacy-*", reason: "is replaced by the new service, OPS-411", expires: "2027-03-31" };

function json(value: object): string {
  return codeBlock("json", JSON.stringify(value, null, 2));
}

function optionTable(rows: readonly OptionRow[]): string {
  return table(
    ["Option", "Value", "Default", "Description"],
    rows.map(({ key, allowed, standard, description }) => [code(key), allowed, standard, description]),
  );
}

function defaults(options: Metadata["options"]): Record<string, unknown> {
  const entries = Object.entries(options).map(([name, schema]) => [name, (schema as { default?: unknown }).default]);
  return Object.fromEntries(entries.filter(([, standard]) => standard !== undefined));
}
