import { type Exemption, exemptionTag, type Link, readExemptionTag } from "./exemptions";

const PREFIX = exemptionTag("");
const MARK = Buffer.from(PREFIX);

/** An exemption in the program that no violation used. */
export interface UnusedTag {
  readonly urn: string;
  readonly tag: string;
  readonly policy: string;
}

/** Exemptions in the program, as tags of its resources. */
export class ExemptionTags {
  /** Values of the tags by the URN of their resource, then by key. */
  readonly #tagged = new Map<string, ReadonlyMap<string, string>>();
  /** The tags that violations used. */
  readonly #used = new Set<string>();

  /** Records the exemptions in the tags of a resource or in the tags input of a component. */
  record(urn: string, properties: Uint8Array, decode: (properties: Uint8Array) => object): void {
    const { buffer, byteOffset, byteLength } = properties;
    // Few resources have one, and a search in the bytes is cheap.
    if (!Buffer.from(buffer, byteOffset, byteLength).includes(MARK)) return;
    const found = new Map<string, string>();
    for (const [name, value] of Object.entries(decode(properties))) {
      if (!/^tags$|(?<!default)Tags$/.test(name)) continue;
      for (const [key, text] of textsIn(value)) if (key.startsWith(PREFIX)) found.set(key, text);
    }
    if (found.size > 0) this.#tagged.set(urn, found);
  }

  /**
   * The exemption in the tags of the first resource in the chain that has one, or the problem with it.
   * @param own the value of the tag of the resource itself, where it is known
   */
  exemptionOf(policy: string, chain: readonly Link[], own: string | undefined): Exemption | string | undefined {
    const tag = exemptionTag(policy);
    const link = chain.find(({ urn }) => this.#tagged.get(urn)?.has(tag));
    const value = own ?? this.#tagged.get(link?.urn ?? "")?.get(tag);
    if (link !== undefined) this.#used.add(idOf(link.urn, tag));
    return value === undefined ? undefined : readExemptionTag(tag, value);
  }

  get unused(): readonly UnusedTag[] {
    return [...this.#tagged].flatMap(([urn, tags]) =>
      [...tags.keys()]
        .filter((tag) => !this.#used.has(idOf(urn, tag)))
        .map((tag) => ({ urn, tag, policy: tag.slice(PREFIX.length) })),
    );
  }
}

function idOf(urn: string, tag: string): string {
  return JSON.stringify([urn, tag]);
}

/** The texts in a map of tags, or in a list of `key` and `value`. */
function textsIn(tags: unknown): readonly (readonly [string, string])[] {
  if (typeof tags !== "object" || tags === null) return [];
  const entries: readonly (readonly [unknown, unknown])[] = Array.isArray(tags)
    ? tags.map((tag: { key?: unknown; value?: unknown } | null) => [tag?.key, tag?.value])
    : Object.entries(tags);
  return entries.filter((entry): entry is [string, string] => entry.every((part) => typeof part === "string"));
}
