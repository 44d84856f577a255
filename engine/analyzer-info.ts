import { readFileSync } from "node:fs";
import path from "node:path";
import type { EnforcementLevel } from "@pulumi/policy";
import type { AnalyzerInfo, PolicyComplianceFramework, PolicyInfo } from "@pulumi/pulumi/proto/analyzer_pb";
import { type Framework, type Metadata, pageUrl } from "../kit/metadata";
import type { Policy } from "../kit/policy";
import { engineSchema } from "./config/validation";
import { proto, protobuf } from "./wire/protocol";

/** What Pulumi Cloud shows of a published pack. */
export interface About {
  readonly displayName?: string;
  readonly provider?: string;
  readonly repository?: string;
  readonly tags?: readonly string[];
}

/** A policy pack as violations name it. */
export interface PackIdentity {
  readonly name: string;
  readonly version: string;
}

/** Levels and severities by their numbers: https://github.com/pulumi/pulumi/blob/master/proto/pulumi/analyzer.proto */
export const LEVELS: readonly EnforcementLevel[] = ["advisory", "mandatory", "disabled", "remediate"];
const SEVERITIES: readonly Metadata["severity"][] = ["unspecified" as never, "low", "medium", "high", "critical"];

export function severityOf({ severity }: Metadata): 0 | 1 | 2 | 3 | 4 {
  return SEVERITIES.indexOf(severity) as 0;
}

/** File with the encoded AnalyzerInfo beside the executable form, written by the build: reading it is faster than making it. */
export const INFO_FILE = "analyzer-info.bin";

/** The description of a pack and its policies, as an encoded AnalyzerInfo. */
export function encodedInfo(pack: Described): Buffer {
  try {
    return readFileSync(path.join(__dirname, INFO_FILE));
  } catch {
    return Buffer.from(analyzerInfo(pack).serializeBinary());
  }
}

interface Described extends PackIdentity {
  readonly policies: readonly Policy[];
  readonly about: About;
}

export function analyzerInfo({ name, version, policies, about }: Described): AnalyzerInfo {
  return new proto.AnalyzerInfo()
    .setName(name)
    .setVersion(version)
    .setSupportsconfig(true)
    .setDisplayname(about.displayName ?? "")
    .setProvider(about.provider ?? "")
    .setRepository(about.repository ?? "")
    .setTagsList([...(about.tags ?? [])])
    .setPoliciesList(policies.map(policyInfo));
}

function policyInfo({ kind, metadata }: Policy): PolicyInfo {
  const { PolicyConfigSchema, PolicyInfo, PolicyType } = proto;
  const { name, description, level, options, tags, remediationSteps, framework } = metadata;
  const schema = protobuf.Struct.fromJavaScript(engineSchema(options).properties as never);
  const info = new PolicyInfo()
    .setPolicyType(kind === "resource" ? PolicyType.POLICY_TYPE_RESOURCE : PolicyType.POLICY_TYPE_STACK)
    .setName(name)
    .setDescription(description)
    .setEnforcementlevel(LEVELS.indexOf(level) as 0)
    .setSeverity(severityOf(metadata))
    .setConfigschema(new PolicyConfigSchema().setProperties(schema))
    .setTagsList([...tags])
    .setRemediationSteps(remediationSteps)
    .setUrl(pageUrl(metadata));
  return framework === undefined ? info : info.setFramework(complianceFramework(framework));
}

function complianceFramework({ name, version, reference, specification }: Framework): PolicyComplianceFramework {
  return new proto.PolicyComplianceFramework()
    .setName(name)
    .setVersion(version)
    .setReference(reference)
    .setSpecification(specification);
}
