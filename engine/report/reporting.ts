import type { Finding, NotChecked, Report } from "../../kit/finding";
import { type Metadata, pageUrl } from "../../kit/metadata";
import { once } from "../../kit/once";
import type { Resource } from "../../kit/resource";
import { readTags } from "../../kit/tags";
import { printable } from "../../kit/text";
import { today } from "../config/days";
import { type ExemptionOptions, exemptionTag, exemptionVerdict, isFor, type Verdict } from "../config/exemptions";
import { kindAndPlace } from "../process";
import type { Session } from "../session";
import type { Accepted } from "./accepted";
import { formatFinding } from "./format";

/** A finding of a policy on a resource, as printed below the policy's description. */
export interface Told {
  readonly text: string;
  readonly urn: string;
  /** Whether it is advisory at every level of the policy. */
  readonly isAdvisory: boolean;
  /** The exemption, if there is one. */
  readonly accepted?: Accepted;
}

/**
 * Runs a check and reports its findings: violations, or advisories where the resource is exempted. An exception becomes an
 * advisory too, since a fault of the pack never stops a preview.
 * @param subject the resource for findings that name none
 */
export async function reporting(
  metadata: Metadata,
  options: ExemptionOptions,
  subject: Resource,
  session: Session,
  tell: (told: Told) => void,
  check: (report: Report) => void | Promise<void>,
): Promise<void> {
  const say = (text: string, { urn }: Resource, isAdvisory: boolean, accepted?: Accepted) =>
    tell({ text, urn, isAdvisory, ...(accepted && { accepted }) });
  const verdictOf = (resource: Resource) => exemption(metadata, options, resource, session);
  /** @param about the resources whose secrets the finding must not show */
  const write = (
    { on = subject, level, ...finding }: Finding,
    verdict: Verdict | undefined,
    about: readonly Resource[] = [on],
  ) => {
    const secrets = about.map(({ properties }) => properties.secrets);
    const text = formatFinding(finding, pageUrl(metadata, session.pages), verdict, secrets, textsIn(options));
    const accepted = verdict?.exempted ? { expires: verdict.expires } : undefined;
    say(text, on, accepted !== undefined || level === "advisory", accepted);
  };
  const report = ({ on: first = subject, also: rest = [], ...finding }: Finding) => {
    const all = [first, ...rest].map((on) => ({ on, verdict: verdictOf(on) }));
    // One finding for exempted resources, one for the others.
    for (const exempted of [false, true]) {
      const [one, ...others] = all.filter(({ verdict }) => (verdict?.exempted ?? false) === exempted);
      if (one === undefined) continue;
      const also = others.map((other) => other.on);
      write({ ...finding, on: one.on, also }, one.verdict, [first, ...rest]);
    }
  };
  const together: Report["together"] = (on, resources, finding) => {
    const whole = verdictOf(on);
    const verdicts = new Map(resources.map((resource) => [resource, verdictOf(resource)]));
    const left = whole?.exempted ? resources : resources.filter((resource) => !verdicts.get(resource)?.exempted);
    const expired = left.map((resource) => verdicts.get(resource)).find((verdict) => verdict !== undefined);
    const found = left.length > 0 ? finding(left) : undefined;
    if (found !== undefined) write({ on, ...found }, whole ?? expired);
  };
  const notChecked = (note: NotChecked) => {
    session.notes.keep(metadata, note, note.on.properties.secrets, verdictOf(note.on)?.exempted === true);
  };
  const isolated = async (on: Resource, judge: () => void | Promise<void>) => {
    try {
      await judge();
    } catch (error) {
      say(internalError(metadata.name, on.urn, error), on, true);
    }
  };
  const each: Report["each"] = async (resources, judge) => {
    for (const resource of resources) await isolated(resource, () => judge(resource));
  };
  await isolated(subject, () => check(Object.assign(report, { together, notChecked, each, today: today() })));
}

/** All texts in a policy's options, which are not secret. */
const textsIn = once((options: object): ReadonlySet<string> => {
  const texts = new Set<string>();
  // The list grows while it is walked.
  const values = new Set<unknown>([options]);
  for (const value of values) {
    if (typeof value === "string") texts.add(value);
    else if (typeof value === "object" && value !== null) for (const inner of Object.values(value)) values.add(inner);
  }
  return texts;
});

/** The effect of a policy's exemptions on a resource; undefined if none matches. */
export function exemption(
  { name }: Metadata,
  { exemptions, inCodeExemptions }: ExemptionOptions,
  resource: Resource,
  session: Session,
): Verdict | undefined {
  if (exemptions.length === 0 && !inCodeExemptions) return undefined;
  const chain = session.chainOf(resource.urn);
  const configured = exemptions.filter((each) => isFor(each, chain));
  const tagged = inCodeExemptions ? session.exemptionTags.exemptionOf(name, chain, ownTag(name, resource)) : undefined;
  if (typeof tagged !== "string") return exemptionVerdict(tagged ? [...configured, tagged] : configured, today());
  return exemptionVerdict(configured, today()) ?? { exempted: false, note: `Not exempted: ${tagged}` };
}

function ownTag(policy: string, { properties }: Resource): string | undefined {
  const value = readTags(properties.at("tags")).values.get(exemptionTag(policy))?.string();
  return value?.state === "known" ? value.value : undefined;
}

/** In capitals, so that nobody mistakes an unchecked resource for a right one. */
function internalError(policy: string, urn: string, error: unknown): string {
  return printable(
    `NOT CHECKED: internal error in policy ${policy} on ${urn}: ${kindAndPlace(error)}. The rest was checked. Please report this.`,
  );
}
