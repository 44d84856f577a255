import type { Framework, Metadata, Silence, Stage } from "../../kit/metadata";
import { judges, type Policy } from "../../kit/policy";
import { enumerate } from "../../kit/text";
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
    "## What it leaves alone",
    text("page.limits", metadata.page.limits),
    ...(metadata.silent ? [text("silent.because", silence(metadata.silent))] : []),
    "## How to fix",
    text("remediationSteps", metadata.remediationSteps),
    "## Configure and exempt",
    ...configuration(metadata),
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
    typeof resources === "function" ? "those that the first sentence is about" : resources.map(code).join(", ");
  return [
    `Level: ${code(level)}, severity ${severity}`,
    ...(page.advisory === undefined ? [] : [`Advisory at every level: ${page.advisory}`]),
    `Checks: ${judges(policy)}`,
    `Resource types: ${types}${policy.concerns(NATIVE) ? ", also of `aws-native`" : ""}`,
    ...(policy.remediates ? ["Repairs: at the level `remediate`"] : []),
    `Since: ${page.since}`,
    ...(framework === undefined ? [] : [`Framework: ${control(framework)}`]),
    ...(page.formerly === undefined ? [] : [`Formerly: ${page.formerly.map(code).join(", ")}`]),
  ];
}

const STAGES: Readonly<Record<Stage, string>> = {
  preview: "at the first preview",
  up: "during `pulumi up`",
  state: "in an exported state",
};

function silence({ at, because }: Silence): string {
  return because.trim() && `It finds nothing ${enumerate(at.map((stage) => STAGES[stage]))}: ${because}`;
}

function control({ name, version, reference, specification, url }: Framework): string {
  return `${name} ${version}, [${reference}](${url}): ${specification}`;
}

const EXEMPTION = { resource: "legacy-*", reason: "is replaced by the new service, OPS-411", expires: "2027-03-31" };

function configuration({ name, level, options }: Metadata): readonly string[] {
  const rows = optionRows(options);
  const settings = { enforcementLevel: level, ...defaults(options), exemptions: [EXEMPTION] };
  const lines = Object.entries(settings).map(([key, value]) => `    ${JSON.stringify(key)}: ${inline(value)}`);
  return [
    ...(rows.length === 0 ? [] : [optionTable(rows)]),
    "In the file that `--policy-pack-config` names, with the defaults and [an exemption](../exemptions.md):",
    codeBlock("json", `{\n  ${JSON.stringify(name)}: {\n${lines.join(",\n")}\n  }\n}`),
  ];
}

/** JSON on one line, with a space where a reader expects one. */
function inline(value: unknown): string {
  return JSON.stringify(value, null, 1)
    .replace(/(?<=\[)\n\s*|\n\s*(?=\])/g, "")
    .replace(/\n\s*/g, " ");
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
