import type { FailingRead } from "./http-reads";

/** The replacement for a read in other formats. */
export interface Fallbacks {
  counterpart(
    path: readonly string[],
  ): { readonly path: readonly string[]; readonly isAfterBlank: boolean } | undefined;
  /** An expression for the case that an event has neither. */
  standard(path: readonly string[]): string | undefined;
  /** What to read instead, in words. */
  instead(path: readonly string[]): string | undefined;
  /** Whether it is a text that is often mistaken for its parameters. */
  isPathText(path: readonly string[]): boolean;
}

/** A read as the program writes it. */
export interface Subject {
  /** The object: `event`, `self.event`. */
  readonly name: string;
  /** Its path in the event. */
  readonly base: readonly string[];
  readonly keys: readonly string[];
  /** The assigned name, if the statement does nothing else. */
  readonly target: string;
  /** Whether the name itself is the missing value. */
  readonly isMissing?: boolean;
}

export type Language = "python" | "node";

/** The longest part of a source that is looked at around a read. */
const MAX_TEXT = 300;

const NAME = "[\\p{L}_$][\\p{L}\\p{N}_$]*";
const ACCESS = new RegExp(
  `^(?:\\[\\s*(["'])([^"'\\\\\\]]+)\\1\\s*\\]|\\.(?:get|pop)\\(\\s*(["'])([^"'\\\\]+)\\3[^()]*\\)|\\??\\.(${NAME}))`,
  "u",
);

/** Splits a read into the program's expression and the keys after it. */
export function subjectOf(read: FailingRead, source: string, language: Language): Subject {
  const text = source.slice(read.from, Math.min(read.to, read.from + MAX_TEXT));
  const [first] = new RegExp(`^${NAME}`, "u").exec(text) ?? [];
  const path = read.missing;
  const unknown = { name: "event", base: [], keys: path, target: "" };
  if (first === undefined) return unknown;
  const steps: { readonly key: string; readonly start: number; readonly end: number }[] = [];
  for (let at = first.length; at < text.length; ) {
    const [whole, , subscript, , got, attribute] = ACCESS.exec(text.slice(at)) ?? [];
    if (whole === undefined) break;
    steps.push({ key: subscript ?? got ?? attribute ?? "", start: at, end: at + whole.length });
    at += whole.length;
  }
  for (let last = steps.length; last > 0; last--) {
    let count = 0;
    while (count < Math.min(last, path.length) && steps[last - 1 - count]?.key === path[path.length - 1 - count])
      count++;
    const [start, end] = [steps[last - count], steps[last - 1]];
    if (count === 0 || start === undefined || end === undefined) continue;
    const { target, further } = around(read.from, read.from + end.end, source, language);
    const isWhole = further.length === 0 || language === "python";
    const keys = [...path.slice(path.length - count), ...further];
    return {
      name: text.slice(0, start.start),
      base: path.slice(0, path.length - count),
      keys,
      target: isWhole ? target : "",
    };
  }
  // The value of a name or the result of a call.
  const isName = text[first.length] !== "(" && !text.slice(first.length, steps[0]?.end).includes("(");
  if (!isName) return unknown;
  const subscripts = language === "python" ? steps.map(({ key }) => key) : [];
  return { name: first, base: path, keys: subscripts, target: "", isMissing: true };
}

/** The name that a read is assigned to, and the subscripts of Python that are taken of it in turn. */
function around(from: number, to: number, source: string, language: Language) {
  const after = source.slice(to, to + MAX_TEXT);
  const further: string[] = [];
  let rest = after;
  for (
    let step = /^\[\s*(["'])([^"'\\\]]+)\1\s*\]/.exec(rest);
    step !== null && language === "python";
    step = /^\[\s*(["'])([^"'\\\]]+)\1\s*\]/.exec(rest)
  ) {
    further.push(step[2] ?? "");
    rest = rest.slice(step[0].length);
  }
  const line =
    source
      .slice(Math.max(0, from - MAX_TEXT), from)
      .split(/[\r\n]/)
      .at(-1) ?? "";
  const [, name] = new RegExp(`^\\s*(?:[^;]*;\\s*)?((?:const |let |var )?${NAME})\\s*=\\s*$`, "u").exec(line) ?? [];
  const isAll = /^[ \t]*(?:;|#.*)?[ \t]*(?:[\r\n]|$)/.test(rest);
  return { further, target: name !== undefined && isAll ? `${name} = ` : "" };
}

/** The code of a read, such as `event["path"]` or `event.path`. */
export function readText({ name, base, keys }: Subject, missing: readonly string[], language: Language): string {
  const own = keys.slice(0, Math.max(0, missing.length - base.length));
  return `${name}${own.map((key) => access(key, language)).join("")}`;
}

function access(key: string, language: Language): string {
  return language === "node" && /^[A-Za-z_$][\w$]*$/.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`;
}

/**
 * A fix that makes a read work for all formats: `write path = event.get("path", event.get("rawPath", ""))`. Never only a default,
 * with which the code would continue without the value.
 */
export function fixOf(subject: Subject, fallbacks: Fallbacks, language: Language): string {
  const { name, base, keys, target, isMissing } = subject;
  const path = [...base, ...keys];
  const event = base.length === 0 ? name : "event";
  const parameter = path.find((_, index) => fallbacks.isPathText(path.slice(0, index)));
  const write = (expression: string) => `write ${target}${expression}`;
  if (parameter !== undefined)
    return write(`${event}${access("pathParameters", language)}${access(parameter, language)}`);
  const other = fallbacks.counterpart(path);
  const chain = (of: string, steps: readonly string[], standard: string) =>
    language === "python"
      ? `${of}${steps.map((key, index) => `.get(${JSON.stringify(key)}, ${index < steps.length - 1 ? "{}" : standard})`).join("")}`
      : `${of}${steps.map((key, index) => `${index === 0 ? "." : "?."}${key}`).join("")}${standard === "" ? "" : ` ?? ${standard}`}`;
  if (isMissing)
    return other === undefined ? words(fallbacks, path) : `read ${other.path.join(".")} of the event instead`;
  const own = fallbacks.standard(path);
  const none = language === "python" ? (own ?? '""') : "";
  if (other?.isAfterBlank) {
    const last = language === "python" ? '.split(" ")[-1]' : '?.split(" ").at(-1)';
    return `${write(chain(name, keys, `${chain(event, other.path, none)}${last}`))}, since ${other.path.join(".")} has it after the blank`;
  }
  if (other !== undefined) return write(chain(name, keys, chain(event, other.path, none)));
  return own === undefined ? words(fallbacks, path) : write(chain(name, keys, own));
}

function words({ instead }: Fallbacks, path: readonly string[]): string {
  const text = instead(path);
  return text === undefined ? "do without it, there is nothing in its place" : `read ${text}`;
}
