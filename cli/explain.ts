import { optionsSchema } from "../engine/config/validation";
import type { Framework } from "../kit/metadata";
import { judges, type Policy } from "../kit/policy";
import { didYouMean, enumerate, quote } from "../kit/text";
import { policies } from "../policies";
import { CommandError } from "./errors";
import { columns, terminalWidth, wrap } from "./terminal";

const INDENT = "  ";

const PROGRAMS = "The policy's page has programs that violate it and that comply with it, in Python and in TypeScript:";

/** A policy's page for the terminal. */
export function explain(name: string): string {
  const policy = policies.find(({ metadata }) => [metadata.name, ...(metadata.page.formerly ?? [])].includes(name));
  if (policy !== undefined) return page(policy);
  const names = policies.map(({ metadata }) => metadata.name);
  const meant = didYouMean(name, names) ?? names.find((known) => known.includes(name));
  const hint = meant === undefined ? "`aws-serverless-guard list` shows all" : `did you mean ${quote(meant)}?`;
  throw new CommandError(`there is no policy ${quote(name)}; ${hint}`);
}

function page(policy: Policy): string {
  const { metadata, url } = policy;
  const { framework } = metadata;
  const section = (title: string, text: string) => `${title}\n${wrap(text, terminalWidth(), INDENT)}`;
  return [
    `${metadata.name}\n${wrap(metadata.description, terminalWidth(), INDENT)}`,
    indented(columns(facts(policy))),
    section("Why", metadata.page.why),
    ...(metadata.page.advisory === undefined ? [] : [section("Advisory at every level", metadata.page.advisory)]),
    section("What it leaves alone", metadata.page.limits),
    section("How to fix", metadata.remediationSteps),
    ...(framework === undefined ? [] : [section("Framework", control(framework))]),
    `Options\n${optionsBeneath("", optionsSchema(metadata.options)).join("\n")}`,
    `${section("Programs", PROGRAMS)}\n${indented(url)}`,
    `More\n${indented([...(framework === undefined ? [] : [framework.url]), ...metadata.page.sources].join("\n"))}`,
  ].join("\n\n");
}

function control({ name, version, reference, specification }: Framework): string {
  return `${name} ${version}, ${reference}: ${specification}.`;
}

function facts(policy: Policy): readonly (readonly string[])[] {
  const { severity, level, resources, page } = policy.metadata;
  return [
    ["Severity", severity],
    ["Default level", level],
    ["Checks", judges(policy)],
    ...(typeof resources === "function" ? [] : resources.map((type, index) => [index === 0 ? "Types" : "", type])),
    ["Repairs", policy.remediates ? "yes, at the level remediate" : "no"],
    ["Since", page.since],
    ...(page.formerly === undefined ? [] : [["Formerly", enumerate(page.formerly)]]),
  ];
}

/** The keywords of JSON schema below which options and their keys are. */
interface Schema {
  readonly description?: string;
  readonly default?: unknown;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
}

function optionsBeneath(key: string, { properties = {}, items, anyOf = [] }: Schema): readonly string[] {
  const own = Object.entries(properties).flatMap(([name, schema]) => {
    const inner = key === "" ? name : `${key}.${name}`;
    const { description = "", default: standard } = schema;
    const title = standard === undefined ? inner : `${inner} (default ${JSON.stringify(standard)})`;
    return [
      `${INDENT}${title}\n${wrap(description, terminalWidth(), INDENT + INDENT)}`,
      ...optionsBeneath(inner, schema),
    ];
  });
  const alternatives = anyOf.flatMap((schema) => optionsBeneath(key, schema));
  return [...own, ...(items === undefined ? [] : optionsBeneath(`${key}[]`, items)), ...alternatives];
}

function indented(text: string): string {
  return text.replace(/^(?=.)/gm, INDENT);
}
