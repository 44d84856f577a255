import type { ReportViolation } from "@pulumi/policy";
import { chainOf } from "./ancestry";
import { kindAndPlace } from "./crash";
import { today } from "./days";
import {
  type ExemptionOptions,
  exemptionTag,
  exemptionVerdict,
  isFor,
  readExemptionTag,
  type Verdict,
} from "./exemptions";
import { type Finding, formatFinding, type Report } from "./finding";
import { type Metadata, pageUrl } from "./metadata";
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
  // The SDK takes a violation with a level of its own as an object, which its types do not say.
  const advise = (text: string, urn: string) =>
    (reportViolation as unknown as (violation: object) => void)({
      message: `${metadata.description}\n${text}`,
      urn,
      enforcementLevel: "advisory",
    });
  const secretsOf = (on: Resource) => [on, ...others].map(({ properties }) => properties.secrets);
  const report = ({ on = subject, ...finding }: Finding) => {
    const verdict = exemption(metadata, options, on);
    const text = formatFinding(finding, pageUrl(metadata), verdict, secretsOf(on), textsIn(options));
    if (verdict?.exempted) advise(text, on.urn);
    else reportViolation(text, on.urn);
  };
  const notJudged = ({ on = subject, ...finding }: Finding) => {
    const key = JSON.stringify([on.urn, finding.at?.path, finding.in, finding.problem]);
    if (said.has(key)) return;
    advise(formatFinding(finding, pageUrl(metadata), undefined, secretsOf(on), textsIn(options)), on.urn);
    said.add(key);
  };
  try {
    await check(Object.assign(report, { notJudged }));
  } catch (error) {
    advise(internalError(metadata.name, subject.urn, error), subject.urn);
  }
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

/** What policies could not judge and said so, in this run. */
const said = new Set<string>();

/** What the exemptions of a policy say of a resource; undefined where none is for it. */
export function exemption(
  { name }: Metadata,
  { exemptions, inCodeExemptions }: ExemptionOptions,
  resource: Resource,
): Verdict | undefined {
  if (exemptions.length === 0 && !inCodeExemptions) return undefined;
  const chain = chainOf(resource.urn);
  const configured = exemptions.filter((each) => isFor(each, chain));
  const tagged = inCodeExemptions ? taggedExemption(name, resource) : undefined;
  if (typeof tagged !== "string") return exemptionVerdict(tagged ? [...configured, tagged] : configured, today());
  return exemptionVerdict(configured, today()) ?? { exempted: false, note: `Not exempted: ${tagged}` };
}

function taggedExemption(policy: string, { properties }: Resource) {
  const tag = exemptionTag(policy);
  const value = readTags(properties.at("tags")).values.get(tag)?.string();
  return value?.state === "known" ? readExemptionTag(tag, value.value) : undefined;
}

function internalError(policy: string, urn: string, error: unknown): string {
  return printable(
    `internal error in policy ${policy} on ${urn}: ${kindAndPlace(error)}. It was not judged; please report this.`,
  );
}
