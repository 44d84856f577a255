import { createHash } from "node:crypto";
import { EXEMPTED } from "../../engine/config/exemptions";
import { isAddress } from "../../engine/config/formats";
import { readPlace } from "../../engine/report/format";
import { pageUrl } from "../../kit/metadata";
import type { Policy } from "../../kit/policy";
import { printable } from "../../kit/text";
import type { PolicyEvent } from "./events";
import type { Position } from "./sources";

/** Name of the pack with the catalogue alone. */
export const PACK = "aws-serverless-guard";

export interface Violation {
  readonly policy: string;
  /** The policy in the catalogue; undefined for one of another pack. */
  readonly source: Policy | undefined;
  /** The page of that policy. */
  readonly url: string | undefined;
  /** The resource; undefined for a violation of the stack. */
  readonly urn: string | undefined;
  readonly level: "advisory" | "mandatory";
  readonly severity: string | undefined;
  /** Problem and fix, without the policy's description. */
  readonly lines: readonly [string, ...string[]];
  /** The reason of its exemption, if it has one. */
  readonly exemption: string | undefined;
  /** The place in the code of a function that the finding names. */
  readonly place: Position | undefined;
}

/**
 * Splits a violation as the kit wrote it; one of another pack is only its message.
 * @param policy the policy of that name in the catalogue, which another pack may have too: by itself, or taken from here
 * @param pages where the pages of the policies are
 */
export function violationOf(event: PolicyEvent, policy: Policy | undefined, pages?: string): Violation {
  const level = event.enforcementLevel === "advisory" ? "advisory" : "mandatory";
  const all = withoutColors(event.message).trim().split("\n").map(printable);
  const isOurs = event.policyPackName === PACK || all[0] === policy?.metadata.description;
  const source = isOurs ? policy : undefined;
  if (all.length > 1 && all[0] === source?.metadata.description) all.shift();
  const url = source && pageUrl(source.metadata, pages);
  if (all.length > 1 && all.at(-1) === url) all.pop();
  const isExempted = source !== undefined && level === "advisory" && all.length > 1 && EXEMPTION.test(all[0] ?? "");
  const exemption = isExempted ? all.shift() : undefined;
  const [first = "", ...others] = all;
  return {
    policy: event.policyName,
    source,
    url,
    urn: event.resourceUrn || undefined,
    level,
    severity: event.severity || undefined,
    lines: [first, ...others],
    exemption,
    place: source && readPlace(first)?.place,
  };
}

/** Base address of the policies' pages, from the link in the last line of a message; undefined if it has none. */
export function pagesIn({ message, policyName, policyPackName }: PolicyEvent): string | undefined {
  const last = withoutColors(message).trim().split("\n").at(-1) ?? "";
  const page = `/${policyName}.md`;
  return policyPackName === PACK && isAddress(last) && last.endsWith(page) ? last.slice(0, -page.length) : undefined;
}

/** Each violation of a pack with a fingerprint that is the same in every run. */
export function fingerprinted(
  violations: readonly Violation[],
): readonly (Violation & { readonly fingerprint: string })[] {
  const seen = new Map<string, number>();
  return violations.map((violation) => {
    const text = fingerprint(violation);
    const count = (seen.get(text) ?? 0) + 1;
    seen.set(text, count);
    return { ...violation, fingerprint: `${text}:${count}` };
  });
}

function fingerprint({ policy, urn, lines: [finding] }: Violation): string {
  // Without the line, which moves with every change above it.
  const { place, rest } = readPlace(finding) ?? {};
  const text = place === undefined ? finding : `${place.file}: ${rest}`;
  return createHash("sha256")
    .update(JSON.stringify([policy, urn ?? "", text]))
    .digest("hex")
    .slice(0, 32);
}

const EXEMPTION = new RegExp(`^${EXEMPTED}[ :]`);

/** Directives of the CLI for colours, which it leaves in events where it may print colours. */
export function withoutColors(message: string): string {
  return message.replace(/<\{%[^%]*%\}>/g, "");
}
