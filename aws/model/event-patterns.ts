import type { Finding } from "../../kit/finding";
import { formatPath, type PropertyPath, textOf } from "../../kit/known";
import type { Resource } from "../../kit/resource";
import { enumerate, quote } from "../../kit/text";

/**
 * The fault in the form of an event pattern of EventBridge or a filter of Lambda: it must be an object of objects, at whose
 * ends there are lists of allowed values. Undefined if its form is right.
 * Source: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern.html
 */
export function patternProblem(text: string): string | undefined {
  const pattern = parse(text);
  if (pattern === undefined) return "is not JSON";
  if (!isObject(pattern)) return "is not a JSON object";
  const waiting: { readonly path: PropertyPath; readonly value: object }[] = [{ path: [], value: pattern }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    for (const [key, value] of Object.entries(next.value)) {
      const path = [...next.path, key];
      if (isObject(value)) waiting.push({ path, value });
      else if (!Array.isArray(value))
        return `has ${shown(value)} for ${quote(formatPath(path))}, but needs a list there`;
      else if (value.length === 0) return `has an empty list for ${quote(formatPath(path))}, which nothing matches`;
      else if (key === "$or") waiting.push(...value.filter(isObject).map((each) => ({ path, value: each })));
      else {
        const wrong = value
          .filter(isObject)
          .flatMap(Object.keys)
          .find((name) => !COMPARISONS.includes(name));
        if (wrong !== undefined)
          return `compares ${quote(formatPath(path))} by ${quote(wrong)}, and AWS compares only by ${BY}`;
      }
      if (path.length > MAX_DEPTH) return undefined;
    }
  }
  return undefined;
}

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html, of which filters of Lambda have some. */
const COMPARISONS = ["prefix", "suffix", "anything-but", "exists", "numeric", "wildcard", "equals-ignore-case", "cidr"];

const BY = enumerate(COMPARISONS.map(quote), "or");

/** Deeper than any event. */
const MAX_DEPTH = 50;

/** The keys at the top of an event: https://docs.aws.amazon.com/eventbridge/latest/ref/overiew-event-structure.html */
export const EVENT_MEMBERS = [
  "version",
  "id",
  "detail-type",
  "source",
  "account",
  "time",
  "region",
  "resources",
  "detail",
  "replay-name",
];

/** The keys at the top of a pattern that no event has there. A list may also accept that a key is missing. */
export function unknownMembers(text: string): readonly string[] {
  const isUnknown = ([name, values]: readonly [string, unknown]) =>
    !EVENT_MEMBERS.includes(name) &&
    Array.isArray(values) &&
    !values.some((value) => isObject(value) && "exists" in value);
  return Object.entries(patternMembers(text) ?? {})
    .filter((member) => !member[0].startsWith("$") && isUnknown(member))
    .map(([name]) => name);
}

/** The members of a pattern at its top; undefined if it is not a pattern. */
export function patternMembers(text: string): Readonly<Record<string, unknown>> | undefined {
  const pattern = parse(text);
  return isObject(pattern) ? pattern : undefined;
}

function shown(value: unknown): string {
  return value === null || typeof value === "object" ? "null" : quote(value as string | number | boolean);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * Faults of the input that a target of EventBridge gets in place of the event.
 * Source: https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_Target.html
 */
export function inputProblems({ properties }: Resource): readonly Omit<Finding, "on">[] {
  const at = properties.at("input");
  const text = textOf(at);
  if (text === undefined || text === "" || parse(text) !== undefined) return [];
  const problem = "AWS accepts only JSON as the input of a target";
  return [{ at, problem, fix: "write JSON: a text in double quotes, or an object" }];
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
