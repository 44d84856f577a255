import type { EventRead, Facts } from "./facts";
import { guardsOf } from "./facts/guards";
import { Conditions, type EventShape, knowsShape } from "./facts/shape";
import { sourcesOf } from "./facts/values";

/** A failing read of a key that events of a format lack. */
export interface FailingRead extends EventRead {
  /** The missing part of the path, or the part that is a text. */
  readonly missing: readonly string[];
  /**
   * `absent`: there is no such key. `text`: the key is read of a text. `maybe`: it is null in some events. `compared`: there is no such
   * key, and it is compared with a text, which fails nothing and is never true.
   */
  readonly why: "absent" | "text" | "maybe" | "compared";
}

/** Properties of events that shapes lack: keys that are texts, and keys that may be null. */
export interface EventTexts {
  isText(path: readonly string[]): boolean;
  isOptional(path: readonly string[]): boolean;
}

/** The reads that make a handler fail for events of a shape, in the order of the code. */
export function failingReads(facts: Facts, shape: EventShape, texts: EventTexts): readonly FailingRead[] {
  if (facts.handler !== "direct") return [];
  const conditions = new Conditions(shape);
  const knows = knowsShape(facts, shape);
  const seen = new Set<string>();
  const unsound = new Set(facts.modules.flatMap(({ path, isSound }) => (isSound ? [] : [path])));
  return facts.eventReads.flatMap((read): readonly FailingRead[] => {
    const isOfUse = read.needs !== "no" || (read.isCompared && !knows);
    if (!isOfUse || read.certainty === "unreached" || unsound.has(read.file)) return [];
    const found = read.isCompared ? comparisonOf(read, shape) : failureOf(read, facts.language, shape, texts);
    if (found === undefined || !conditions.reaches(read, knows)) return [];
    const { missing, why } = found;
    if (
      (why === "text" || why === "maybe") &&
      (read.caught !== "no" || isAsked(read, why === "text" ? missing.slice(0, -1) : missing))
    )
      return [];
    // The first missing key is what fails. Each subscript is reported, since none of them causes another.
    const key = [read.file, ...missing].join("\0");
    if (read.needs !== "key" && seen.has(key)) return [];
    seen.add(key);
    return [{ ...read, ...found }];
  });
}

function comparisonOf({ path }: EventRead, shape: EventShape): Pick<FailingRead, "missing" | "why"> | undefined {
  const { has, distinctive } = shape(path);
  return has === "never" && distinctive ? { missing: path, why: "compared" } : undefined;
}

function failureOf(
  { path, needs }: EventRead,
  language: Facts["language"],
  shape: EventShape,
  texts: EventTexts,
): Pick<FailingRead, "missing" | "why"> | undefined {
  // If a subscript fails, the value before the last key exists.
  for (let length = needs === "key" ? path.length : 1; length <= path.length; length++) {
    const part = path.slice(0, length);
    if (part.at(-1) === "{}") return undefined;
    const { has, distinctive } = shape(part);
    if (needs === "key" && shape(part.slice(0, -1)).has === "never") return undefined;
    if (has === "never" && distinctive) return { missing: part, why: "absent" };
    const isOfText = length > 1 && texts.isText(part.slice(0, -1));
    if (isOfText && needs === (language === "python" ? "key" : "value")) return { missing: part, why: "text" };
  }
  return needs === "value" && texts.isOptional(path) ? { missing: path, why: "maybe" } : undefined;
}

/** Whether a condition on a read depends on the event's value at a path. */
function isAsked({ guards }: EventRead, path: readonly string[]): boolean {
  return [...guardsOf(guards)].some(({ value }) =>
    sourcesOf([value]).some(
      (source) =>
        (source.kind === "event" || source.kind === "has") &&
        (source.path.length === 0 || source.path.join(".") === path.join(".")),
    ),
  );
}
