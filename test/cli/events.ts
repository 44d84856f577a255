import assert from "node:assert/strict";
import { policies } from "../../policies";

export const PACK = "aws-serverless-guard";
export const queueUrn = "urn:pulumi:dev::site::aws:sqs/queue:Queue::uploads";
export const functionUrn = "urn:pulumi:dev::site::acme:index:Api$aws:lambda/function:Function::api";
export const stackUrn = "urn:pulumi:dev::site::pulumi:pulumi:Stack::site-dev";

export const policyOf = (name: string) => {
  const policy = policies.find(({ metadata }) => metadata.name === name);
  assert.ok(policy);
  return policy;
};

export interface Violation {
  readonly policy?: string;
  readonly urn?: string;
  readonly level?: "advisory" | "mandatory";
  readonly lines: readonly string[];
  readonly pack?: string;
}

/** A violation as the engine tells it. */
export function violation({
  policy = "required-tags",
  urn = queueUrn,
  level = "mandatory",
  lines,
  pack = PACK,
}: Violation) {
  const { metadata, url } = policyOf(policy);
  const message = [metadata.description, ...lines, url, ""].join("\n");
  return {
    policyEvent: {
      ...(urn !== "" && { resourceUrn: urn }),
      message,
      color: "never",
      policyName: policy,
      policyPackName: pack,
      policyPackVersion: "0.1.0",
      policyPackVersionTag: "0.1.0",
      enforcementLevel: level,
      severity: metadata.severity,
    },
  };
}

export function passed(urn: string, ...names: readonly string[]) {
  return {
    policyAnalyzeSummaryEvent: { resourceUrn: urn, policyPackName: PACK, policyPackVersion: "0.1.0", passed: names },
  };
}

export const stackPassed = (...names: readonly string[]) => ({
  policyAnalyzeStackSummaryEvent: { policyPackName: PACK, policyPackVersion: "0.1.0", passed: names },
});

export const end = (
  result: "succeeded" | "failed" = "succeeded",
  packs: object = { [`${PACK}|local|/packs/guard`]: "0.1.0" },
) => ({
  summaryEvent: {
    maybeCorrupt: false,
    durationSeconds: 1,
    resourceChanges: {},
    PolicyPacks: packs,
    isPreview: true,
    result,
  },
});

/** Events as the engine writes them, one a line. */
export const stream = (...events: readonly object[]) =>
  events.map((event, sequence) => `${JSON.stringify({ sequence, timestamp: 1_795_582_251, ...event })}\n`).join("");

export const tags = violation({ lines: ["tags: the resource has no tags.", "Fix: add a tag to tags."] });
