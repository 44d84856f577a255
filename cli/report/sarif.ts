import { pageUrl, REPOSITORY } from "../../kit/metadata";
import type { Policy } from "../../kit/policy";
import { nameOf, subjectOf } from "../../kit/urn";
import type { Outcome, PackOutcome } from "./outcome";
import { type Places, positionOf } from "./position";
import { fingerprinted, PACK, type Violation } from "./violation";

export interface SarifOptions {
  readonly policies: readonly Policy[];
  /** The program's Pulumi.yaml, from the root of the repository. */
  readonly projectFile: string;
}

const SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/schemas/sarif-schema-2.1.0.json";

/** The name of our own fingerprints, by which a later report tells what is new. */
export const FINGERPRINT = "policyViolation/v1";

/** A SARIF 2.1.0 log: one run a policy pack. */
export function sarif(outcome: Outcome, options: SarifOptions): string {
  const runs = outcome.packs.map((pack) => runOf(pack, outcome, options));
  return `${JSON.stringify({ $schema: SCHEMA, version: "2.1.0", runs }, null, 2)}\n`;
}

function runOf(pack: PackOutcome, { sources, gaps, pages }: Outcome, { policies, projectFile }: SarifOptions): object {
  const rules = rulesOf(pack, policies, pages);
  return {
    tool: {
      driver: {
        name: pack.name,
        version: pack.version,
        ...(pack.name === PACK && { informationUri: REPOSITORY }),
        rules,
      },
    },
    invocations: [
      {
        executionSuccessful: gaps.length === 0,
        toolExecutionNotifications: gaps.map((gap) => ({ level: "error", message: { text: gap } })),
      },
    ],
    columnKind: "unicodeCodePoints",
    results: fingerprinted(pack.violations).map((violation) => {
      const { fingerprint } = violation;
      return {
        ruleId: violation.policy,
        ruleIndex: rules.findIndex(({ id }) => id === violation.policy),
        level: levelOf(violation),
        message: { text: messageOf(violation) },
        locations: [locationOf(violation, { sources, projectFile })],
        // The first is the name by which GitHub tells alerts apart.
        partialFingerprints: {
          primaryLocationLineHash: fingerprint,
          [FINGERPRINT]: fingerprint,
        },
        ...(violation.exemption !== undefined && {
          suppressions: [{ kind: "external", status: "accepted", justification: violation.exemption }],
        }),
        properties: { enforcementLevel: violation.level, ...(violation.severity && { severity: violation.severity }) },
      };
    }),
  };
}

interface Rule {
  readonly id: string;
}

/** All policies of the catalogue, and those of other packs that found something. */
function rulesOf({ name, violations }: PackOutcome, policies: readonly Policy[], pages?: string): readonly Rule[] {
  const rules = new Map<string, Rule>();
  if (name === PACK) for (const policy of policies) rules.set(policy.metadata.name, ruleOf(policy, pages));
  for (const { policy, source } of violations)
    if (!rules.has(policy)) rules.set(policy, source === undefined ? { id: policy } : ruleOf(source, pages));
  return [...rules.values()];
}

function ruleOf({ metadata }: Policy, pages?: string): Rule {
  const url = pageUrl(metadata, pages);
  const { name, description, level, severity, page, remediationSteps, tags } = metadata;
  return {
    id: name,
    name: pascalCase(name),
    shortDescription: { text: description },
    fullDescription: { text: page.why },
    help: {
      text: `${page.why}\n\nHow to fix: ${remediationSteps}\n\nWhat it leaves alone: ${page.limits}\n\n${url}`,
      markdown: `${page.why}\n\n**How to fix:** ${remediationSteps}\n\n**What it leaves alone:** ${page.limits}\n\n[More](${url})`,
    },
    helpUri: url,
    defaultConfiguration: { level: level === "advisory" ? "warning" : "error" },
    properties: { tags, severity, "problem.severity": PROBLEM_SEVERITIES[severity ?? ""] ?? "warning" },
  } as Rule;
}

/** GitHub's words for severities. */
const PROBLEM_SEVERITIES: Readonly<Record<string, string>> = {
  critical: "error",
  high: "error",
  medium: "warning",
  low: "recommendation",
};

function levelOf({ level, exemption }: Violation): "error" | "warning" | "note" {
  if (level === "mandatory") return "error";
  return exemption === undefined ? "warning" : "note";
}

/** SARIF reads `[text](target)` in a message as a link, and names may look like one. */
function messageOf({ urn, lines }: Violation): string {
  const subject = urn === undefined ? "" : `${subjectOf(urn)}: `;
  return `${subject}${lines.join("\n")}`.replace(/\[(?=[^[\]]*\]\()/g, "\\[");
}

function locationOf(violation: Violation, places: Places): object {
  const { urn } = violation;
  const { file, line, column } = positionOf(violation, places);
  return {
    physicalLocation: {
      artifactLocation: { uri: file.split("/").map(encodeURIComponent).join("/") },
      region: { startLine: line, startColumn: column },
    },
    ...(urn !== undefined && {
      logicalLocations: [{ name: nameOf(urn), fullyQualifiedName: urn, kind: "resource" }],
    }),
  };
}

function pascalCase(name: string): string {
  return name.replace(/(?:^|-)([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}
