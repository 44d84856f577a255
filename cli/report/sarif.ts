import path from "node:path";
import { REPOSITORY } from "../../kit/metadata";
import type { Policy } from "../../kit/policy";
import type { Outcome, PackOutcome } from "./outcome";
import { isFromProject, type Position, positionInCode, programDirectory, repositoryPath } from "./sources";
import { nameOf, subjectOf } from "./urn";
import { fingerprint, PACK, type Violation } from "./violation";

export interface SarifOptions {
  readonly policies: readonly Policy[];
  /** The program's Pulumi.yaml, from the root of the repository. */
  readonly projectFile: string;
}

const SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/schemas/sarif-schema-2.1.0.json";

/** A SARIF 2.1.0 log: one run a policy pack. */
export function sarif(outcome: Outcome, options: SarifOptions): string {
  const runs = outcome.packs.map((pack) => runOf(pack, outcome, options));
  return `${JSON.stringify({ $schema: SCHEMA, version: "2.1.0", runs }, null, 2)}\n`;
}

function runOf(pack: PackOutcome, { sources, gaps }: Outcome, { policies, projectFile }: SarifOptions): object {
  const rules = rulesOf(pack, policies);
  const seen = new Map<string, number>();
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
    results: pack.violations.map((violation) => {
      const text = fingerprint(violation);
      const count = seen.get(text) ?? 0;
      seen.set(text, count + 1);
      return {
        ruleId: violation.policy,
        ruleIndex: rules.findIndex(({ id }) => id === violation.policy),
        level: levelOf(violation),
        message: { text: messageOf(violation) },
        locations: [locationOf(violation, sources, projectFile)],
        // The first is the name by which GitHub tells alerts apart.
        partialFingerprints: {
          primaryLocationLineHash: `${text}:${count + 1}`,
          "policyViolation/v1": `${text}:${count + 1}`,
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

/** Every policy of the catalogue, whether it found anything or not; of another pack those that did. */
function rulesOf({ name, violations }: PackOutcome, policies: readonly Policy[]): readonly Rule[] {
  const rules = new Map<string, Rule>();
  if (name === PACK) for (const policy of policies) rules.set(policy.metadata.name, ruleOf(policy));
  for (const { policy, source } of violations)
    if (!rules.has(policy)) rules.set(policy, source === undefined ? { id: policy } : ruleOf(source));
  return [...rules.values()];
}

function ruleOf({ metadata, url }: Policy): Rule {
  const { name, description, level, severity, page, remediationSteps, tags } = metadata;
  return {
    id: name,
    name: pascalCase(name),
    shortDescription: { text: description },
    fullDescription: { text: page.why },
    help: {
      text: `${page.why}\n\nHow to fix: ${remediationSteps}\n\nWhat is not judged: ${page.limits}\n\n${url}`,
      markdown: `${page.why}\n\n**How to fix:** ${remediationSteps}\n\n**What is not judged:** ${page.limits}\n\n[More](${url})`,
    },
    helpUri: url,
    defaultConfiguration: { level: level === "advisory" ? "warning" : "error" },
    properties: { tags, severity, "problem.severity": PROBLEM_SEVERITIES[severity ?? ""] ?? "warning" },
  } as Rule;
}

/** The words that GitHub has for severities. */
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

function locationOf(violation: Violation, sources: Outcome["sources"], projectFile: string): object {
  const { urn } = violation;
  const { file, line, column } = positionOf(violation, sources, projectFile);
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

/** In the code of a function, or where the program makes the resource. GitHub refuses results that are nowhere. */
function positionOf({ urn, place }: Violation, sources: Outcome["sources"], projectFile: string): Position {
  const source = sources.get(urn ?? "");
  const isOwn = place !== undefined && isFromProject(source, place, projectFile);
  const inCode = place && !isOwn ? positionInCode(source, place) : undefined;
  const candidates = [
    isOwn && { position: place, directory: path.dirname(projectFile) },
    inCode && { position: inCode, directory: programDirectory(projectFile) },
    source?.position && { position: source.position, directory: path.dirname(projectFile) },
  ];
  for (const candidate of candidates) {
    if (!candidate) continue;
    const { position, directory } = candidate;
    const file = repositoryPath(position.file, directory);
    if (file !== undefined) return { ...position, file };
  }
  return { file: repositoryPath(projectFile, "") ?? "Pulumi.yaml", line: 1, column: 1 };
}

function pascalCase(name: string): string {
  return name.replace(/(?:^|-)([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}
