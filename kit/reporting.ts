import type { ReportViolation } from "@pulumi/policy";
import { chainOf } from "./ancestry";
import { kindAndPlace } from "./crash";
import { today } from "./days";
import { taggedExemption } from "./exemption-tags";
import { type ExemptionOptions, exemptionTag, exemptionVerdict, isFor, type Verdict } from "./exemptions";
import { type Finding, formatFinding, type NotJudged, type Report } from "./finding";
import { type Metadata, pageUrl } from "./metadata";
import { keepNote } from "./not-judged";
import { once } from "./once";
import type { Resource } from "./resource";
import { readTags } from "./tags";
import { printable } from "./text";

/**
 * Runs a check and hands its findings to the SDK: as violations, or as advisories where the resource is exempted. An exception
 * becomes an advisory too, since a fault of the pack never stops a preview.
 * @param subject what is judged; findings that name no resource are about it
 * @param others resources that the check looks at as well
 */
export async function reporting(
  metadata: Metadata,
  options: ExemptionOptions,
  [subject, ...others]: readonly [Resource, ...Resource[]],
  reportViolation: ReportViolation,
  check: (report: Report) => void | Promise<void>,
): Promise<void> {
  const advisory = (text: string, urn: string) => advise(reportViolation, `${metadata.description}\n${text}`, urn);
  const secretsOf = (on: Resource) => [on, ...others].map(({ properties }) => properties.secrets);
  const verdictOf = (resource: Resource) => exemption(metadata, options, resource);
  const tell = ({ on = subject, level, ...finding }: Finding, verdict: Verdict | undefined) => {
    const secrets = [on, ...(finding.also ?? [])].flatMap(secretsOf);
    const text = formatFinding(finding, pageUrl(metadata), verdict, secrets, textsIn(options));
    if (verdict?.exempted || level === "advisory") advisory(text, on.urn);
    else reportViolation(text, on.urn);
  };
  const report = ({ on: first = subject, also: rest = [], ...finding }: Finding) => {
    const all = [first, ...rest].map((on) => ({ on, verdict: verdictOf(on) }));
    const open = all.filter(({ verdict }) => !verdict?.exempted);
    // Where only some are exempted, the finding is about the others.
    const [{ on, verdict }, ...others] = (open.length > 0 ? open : all) as [(typeof all)[0], ...typeof all];
    tell({ ...finding, on, also: others.map((other) => other.on) }, verdict);
  };
  const together: Report["together"] = (on, resources, finding) => {
    const whole = verdictOf(on);
    const verdicts = new Map(resources.map((resource) => [resource, verdictOf(resource)]));
    const left = whole?.exempted ? resources : resources.filter((resource) => !verdicts.get(resource)?.exempted);
    const expired = left.map((resource) => verdicts.get(resource)).find((verdict) => verdict !== undefined);
    const found = left.length > 0 ? finding(left) : undefined;
    if (found !== undefined) tell({ on, ...found }, whole ?? expired);
  };
  const notJudged = (note: NotJudged) => {
    keepNote(metadata, note, secretsOf(note.on), verdictOf(note.on)?.exempted === true);
  };
  try {
    await check(Object.assign(report, { together, notJudged, today: today() }));
  } catch (error) {
    advisory(internalError(metadata.name, subject.urn, error), subject.urn);
  }
}

/** Reports something at a level of its own, which the SDK takes as an object and its types do not say. */
export function advise(reportViolation: ReportViolation, message: string, urn: string): void {
  (reportViolation as unknown as (violation: object) => void)({ message, urn, enforcementLevel: "advisory" });
}

/** All texts in options, which are the same for all findings of a policy. */
const textsIn = once((options: object): ReadonlySet<string> => {
  const texts = new Set<string>();
  // What is looked at grows while it is walked.
  const values = new Set<unknown>([options]);
  for (const value of values) {
    if (typeof value === "string") texts.add(value);
    else if (typeof value === "object" && value !== null) for (const inner of Object.values(value)) values.add(inner);
  }
  return texts;
});

/** What the exemptions of a policy say of a resource; undefined where none is for it. */
export function exemption(
  { name }: Metadata,
  { exemptions, inCodeExemptions }: ExemptionOptions,
  resource: Resource,
): Verdict | undefined {
  if (exemptions.length === 0 && !inCodeExemptions) return undefined;
  const chain = chainOf(resource.urn);
  const configured = exemptions.filter((each) => isFor(each, chain));
  const tagged = inCodeExemptions ? taggedExemption(name, chain, ownTag(name, resource)) : undefined;
  if (typeof tagged !== "string") return exemptionVerdict(tagged ? [...configured, tagged] : configured, today());
  return exemptionVerdict(configured, today()) ?? { exempted: false, note: `Not exempted: ${tagged}` };
}

function ownTag(policy: string, { properties }: Resource): string | undefined {
  const value = readTags(properties.at("tags")).values.get(exemptionTag(policy))?.string();
  return value?.state === "known" ? value.value : undefined;
}

function internalError(policy: string, urn: string, error: unknown): string {
  return printable(
    `internal error in policy ${policy} on ${urn}: ${kindAndPlace(error)}. It was not judged; please report this.`,
  );
}
