import { expressionTest } from "../../kit/expressions";
import type { Property } from "../../kit/known";
import type { Contradiction, Options } from "../../kit/options";
import type { Tags } from "../../kit/tags";
import { enumerate, quote } from "../../kit/text";
import limits from "../facts/limits.json";

/** The option of the tags that resources need. */
export const requiredTagsOption = {
  tags: {
    type: "array",
    items: {
      anyOf: [
        { type: "string", minLength: 1, maxLength: 128 },
        {
          type: "object",
          properties: {
            name: { type: "string", minLength: 1, maxLength: 128, description: "Key of the tag." },
            values: { type: "array", items: { type: "string" }, minItems: 1, description: "The only values allowed." },
            pattern: { type: "string", format: "regex", description: "Regular expression that values have to match." },
            default: { type: "string", maxLength: 256, description: "Value that remediation gives to a missing tag." },
          },
          required: ["name"],
          additionalProperties: false,
        },
      ],
    },
    default: [],
    description:
      "Tags that every taggable resource needs: keys, or objects that say more. Without any, a stack whose resources have no tags gets one advisory.",
  },
} as const;

type RequiredTag = Exclude<Options<typeof requiredTagsOption>["tags"][number], string>;

/** Faults of options: what AWS does not accept, and what the policy would report in a value that it adds. */
export function tagContradictions(tags: readonly RequiredTag[]): readonly Contradiction[] {
  const seen = new Set<string>();
  const { perResource, reservedPrefix } = limits.tags;
  const contradictions: Contradiction[] = tags.flatMap((tag, index) => {
    const { name, values = [], pattern, default: standard } = tag;
    const found = (key: string | number, value: string, rule: string) => ({
      at: ["tags", index, ...(typeof key === "number" ? ["values", key] : [key])],
      problem: `found ${quote(value)}, ${rule}`,
    });
    const isNew = seen.size < seen.add(name).size;
    const isMatch = expressionTest(pattern ?? "");
    const isValue = standard === undefined || tag.values === undefined || values.includes(standard);
    return [
      ...(isNew ? [] : [found("name", name, "which is required before")]),
      ...(name.startsWith(reservedPrefix) ? [found("name", name, `but AWS reserves ${quote(reservedPrefix)}`)] : []),
      ...values.flatMap((value, at) =>
        isMatch(value) ? [] : [found(at, value, `allowed text that matches ${pattern}`)],
      ),
      ...(isValue ? [] : [found("default", standard, `allowed ${enumerate(values.map(quote), "or")}`)]),
      ...(standard === undefined || isMatch(standard)
        ? []
        : [found("default", standard, `allowed text that matches ${pattern}`)]),
    ];
  });
  if (tags.length <= perResource) return contradictions;
  return [{ at: ["tags"], problem: `found ${tags.length} tags, AWS takes ${perResource}` }, ...contradictions];
}

export function toTag(tag: string | RequiredTag): RequiredTag {
  return typeof tag === "string" ? { name: tag } : tag;
}

/** The required tags that the resource certainly does not have. */
export function missingTags(
  { values, complete }: Tags,
  required: Options<typeof requiredTagsOption>["tags"],
): readonly RequiredTag[] {
  return complete ? required.map(toTag).filter(({ name }) => !values.has(name)) : [];
}

/** The expected value of a tag in words; undefined if the value is right or unknown. */
export function violatedRule({ values, pattern }: RequiredTag, property: Property | undefined): string | undefined {
  const value = property?.string();
  if (value?.state !== "known") return undefined;
  if (values !== undefined && !values.includes(value.value)) return enumerate(values.map(quote), "or");
  if (pattern !== undefined && !expressionTest(pattern)(value.value)) return `text that matches ${pattern}`;
  return undefined;
}
