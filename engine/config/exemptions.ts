import { globTest, isGlob } from "../../kit/globs";
import type { OptionSchemas, Options } from "../../kit/options";
import { printedType } from "../../kit/resource";
import { daysBetween, isDay } from "./days";

/** The options that every policy has besides its own. */
export const exemptionOptions = {
  exemptions: {
    type: "array",
    items: {
      type: "object",
      properties: {
        resource: {
          type: "string",
          format: "glob",
          minLength: 1,
          maxLength: 2_048,
          description: "Glob over the name, type or URN of a resource, or of one of its parents.",
        },
        children: {
          type: "boolean",
          description: "Whether it also holds for all that is in the resource; false for the resource alone.",
        },
        reason: { type: "string", pattern: "\\S", description: "Why the violation is accepted." },
        expires: {
          type: "string",
          format: "date",
          description: "Last day of the exemption, in UTC, such as 2027-03-31.",
        },
      },
      required: ["resource", "reason"],
      additionalProperties: false,
    },
    default: [],
    description: "Resources that may violate the policy: their violations stop nothing.",
  },
  inCodeExemptions: {
    type: "boolean",
    default: false,
    description:
      "Whether a tag `policy-exempt/<policy>` exempts a resource and all that is in it, with a reason and optionally `until` a day.",
  },
  reportUnusedExemptions: {
    type: "boolean",
    default: false,
    description: "Whether a run reports, in one line, the exemptions that match nothing in its stack.",
  },
} as const satisfies OptionSchemas;

export type ExemptionOptions = Options<typeof exemptionOptions>;
export type Exemption = ExemptionOptions["exemptions"][number];

/** A resource as exemptions see it: itself first, then its parents. */
export interface Link {
  readonly name: string;
  readonly type: string;
  readonly urn: string;
}

/** Merges the options of one policy with those for all policies. */
export function withShared(
  options: Readonly<Record<string, unknown>>,
  shared: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const all = { ...shared } as Partial<ExemptionOptions>;
  const own = { ...options } as Partial<ExemptionOptions>;
  return {
    ...options,
    exemptions: [...(own.exemptions ?? []), ...(all.exemptions ?? [])],
    inCodeExemptions: own.inCodeExemptions || all.inCodeExemptions || false,
    reportUnusedExemptions: own.reportUnusedExemptions || all.reportUnusedExemptions || false,
  };
}

/** Whether an exemption is for a resource: its glob matches the name, type or URN of the resource or of a parent. */
export function isFor(
  { resource, children }: Pick<Exemption, "resource" | "children">,
  chain: readonly Link[],
): boolean {
  const matches = globTest(resource);
  return (children === false ? chain.slice(0, 1) : chain).some(
    ({ name, type, urn }) => matches(name) || matches(type) || matches(printedType(type)) || matches(urn),
  );
}

/** Whether an exemption names a URN of another stack or project. */
export function isForOtherStack({ resource }: Pick<Exemption, "resource">, urn: string): boolean {
  if (!resource.startsWith("urn:pulumi:")) return false;
  const own = urn.split("::");
  const parts = resource.split("::", 2);
  return parts.every(isGlob) && parts.some((part, at) => !globTest(part)(own[at] ?? ""));
}

/** The effect of exemptions on a violation. */
export interface Verdict {
  /** Whether the violation is exempted, and so advisory. */
  readonly exempted: boolean;
  /** The reason and the days left, or why an exemption does not apply. */
  readonly note: string;
  /** The last day of an exemption that applies, if it has one. */
  readonly expires?: string;
}

/**
 * Finds the exemption of a resource: one that applies wins over expired ones.
 * @param day today, such as 2026-11-25
 */
export function exemptionVerdict(applicable: readonly Exemption[], day: string): Verdict | undefined {
  const holding = applicable.find(({ expires }) => expires === undefined || day <= expires);
  if (holding !== undefined) {
    const { expires } = holding;
    return { exempted: true, note: exempted(holding, day), ...(expires !== undefined && { expires }) };
  }
  const [expired] = applicable;
  return (
    expired && {
      exempted: false,
      note: `The exemption of ${expired.resource} expired on ${expired.expires} (${expired.reason}): fix the violation, or renew the exemption`,
    }
  );
}

function exempted({ reason, expires }: Exemption, day: string): string {
  if (expires === undefined) return `${EXEMPTED}: ${reason}`;
  const left = daysBetween(day, expires);
  return `${EXEMPTED} until ${expires} (${left === 1 ? "1 day" : `${left} days`} left): ${reason}`;
}

/** Start of the line that marks an exempted violation. */
export const EXEMPTED = "Exempted";

/** Key of the tag that exempts a resource of a policy, in the program itself. */
export function exemptionTag(policy: string): string {
  return `policy-exempt/${policy}`;
}

/**
 * Reads the value of such a tag: a reason, and optionally the last day as `until 2027-03-31` at its end.
 * @returns the exemption, or a text with the problem
 */
export function readExemptionTag(tag: string, value: string): Exemption | string {
  const text = value.trimEnd();
  const until = /\buntil\s+(\S+)$/.exec(text);
  const reason = until === null ? text.trim() : withoutSeparators(text.slice(0, until.index)).trim();
  const expires = until?.[1];
  if (reason === "") return `tag ${tag} gives no reason`;
  if (expires !== undefined && !isDay(expires)) return `tag ${tag} has no day such as 2027-03-31 after "until"`;
  return { resource: tag, reason, ...(expires !== undefined && { expires }) };
}

/** A text without the spaces, commas and semicolons at its end. A regular expression would take quadratic time. */
function withoutSeparators(text: string): string {
  let end = text.length;
  while (/[\s,;]/.test(text[end - 1] ?? "")) end--;
  return text.slice(0, end);
}
