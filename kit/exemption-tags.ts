import { type Exemption, exemptionTag, type Link, readExemptionTag } from "./exemptions";
import { encoded } from "./messages";
import type { Struct } from "./sdk";

/** Exemptions in the program: the values of tags by the URN of what has them, then by key. */
const tagged = new Map<string, ReadonlyMap<string, string>>();
/** Those that were looked up for a violation. */
const used = new Set<string>();

const PREFIX = exemptionTag("");
const MARK = Buffer.from(PREFIX);

/** Keeps the exemptions in the tags of a resource, or in the tags that a component is given. */
export function recordExemptionTags(urn: string, properties: Struct): void {
  const { buffer, byteOffset, byteLength } = encoded(properties);
  // Nearly nothing has one, and to look for it in bytes costs next to nothing.
  if (!Buffer.from(buffer, byteOffset, byteLength).includes(MARK)) return;
  const found = new Map<string, string>();
  properties.getFieldsMap().forEach((value, name) => {
    if (!/^tags$|(?<!default)Tags$/.test(name)) return;
    for (const [key, text] of textsIn(value.toJavaScript())) if (key.startsWith(PREFIX)) found.set(key, text);
  });
  if (found.size > 0) tagged.set(urn, found);
}

/** The texts in a map of tags, or in a list of `key` and `value`. */
function textsIn(tags: unknown): readonly (readonly [string, string])[] {
  if (typeof tags !== "object" || tags === null) return [];
  const entries: readonly (readonly [unknown, unknown])[] = Array.isArray(tags)
    ? tags.map((tag: { key?: unknown; value?: unknown } | null) => [tag?.key, tag?.value])
    : Object.entries(tags);
  return entries.filter((entry): entry is [string, string] => entry.every((part) => typeof part === "string"));
}

/**
 * The exemption of a policy in the tags of the first in a chain that has one, or what is wrong with it.
 * @param own the value of the tag of the resource itself, where it is known
 */
export function taggedExemption(
  policy: string,
  chain: readonly Link[],
  own: string | undefined,
): Exemption | string | undefined {
  const tag = exemptionTag(policy);
  const link = chain.find(({ urn }) => tagged.get(urn)?.has(tag));
  const value = own ?? tagged.get(link?.urn ?? "")?.get(tag);
  if (link !== undefined) used.add(idOf(link.urn, tag));
  return value === undefined ? undefined : readExemptionTag(tag, value);
}

/** An exemption in the program that was looked up for no violation. */
export interface UnusedTag {
  readonly urn: string;
  readonly tag: string;
  readonly policy: string;
}

export function unusedTags(): readonly UnusedTag[] {
  return [...tagged].flatMap(([urn, tags]) =>
    [...tags.keys()]
      .filter((tag) => !used.has(idOf(urn, tag)))
      .map((tag) => ({ urn, tag, policy: tag.slice(PREFIX.length) })),
  );
}

function idOf(urn: string, tag: string): string {
  return JSON.stringify([urn, tag]);
}
