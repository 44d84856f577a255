import facts from "./http-events.json";

/** The format of an HTTP event: that of REST APIs, or a payload format of HTTP APIs and function URLs. */
export type HttpEventFormat = keyof typeof facts.formats;

/** The value of an event at a path of keys. */
export interface HttpEventKey {
  /** `always`: a value that is not empty. `maybe`: left out, null or empty in some events. */
  readonly has: "always" | "maybe" | "never";
  /** Whether other formats differ here, so that code can tell the format by it. */
  readonly distinctive: boolean;
  /** Whether it is an object in which formats differ: the event itself, or its request context. */
  readonly differsWithin?: boolean;
  /** The text that it always is. */
  readonly text?: string;
}

const formats = new Map(
  Object.entries(facts.formats).map(([format, { always, maybe }]) => [
    format as HttpEventFormat,
    new Map([
      ...always.split(" ").map((path) => [path, "always"] as const),
      ...maybe.split(" ").map((path) => [path, "maybe"] as const),
    ]),
  ]),
);

/** The value of an event of a format at a path of keys, such as `requestContext`, `http`. */
export function httpEventKey(format: HttpEventFormat, path: readonly string[]): HttpEventKey {
  const key = path.join(".");
  if (key === "" || key === "requestContext") return { has: "always", distinctive: false, differsWithin: true };
  if (key === "version" && format !== "REST") return { has: "always", distinctive: true, text: format };
  const listed = [...formats.values()].filter((keys) => keys.has(key));
  const has = formats.get(format)?.get(key);
  if (has !== undefined) return { has, distinctive: listed.length < formats.size };
  if (listed.length > 0) return { has: "never", distinctive: true };
  // Other formats keep header names as the client sends them.
  if (facts.lowerCase === format && path[0] === "headers" && path.length === 2 && /[A-Z]/.test(path[1] ?? ""))
    return { has: "never", distinctive: true };
  // Keys that no example shows do not exist at the top. In the request context they may be of authorizers or other kinds of APIs.
  const parent = httpEventKey(format, path.slice(0, -1));
  if (path.length === 1 || parent.has === "never") return { has: "never", distinctive: parent.distinctive };
  return { has: "maybe", distinctive: path[0] === "requestContext" };
}

/** Where other formats have the value that one format has at a path of keys. */
export interface HttpEventCounterpart {
  readonly path: readonly string[];
  /** Whether it is the part after a space: `GET /pets`. */
  readonly isAfterBlank: boolean;
}

export function httpEventCounterpart(path: readonly string[]): HttpEventCounterpart | undefined {
  const key = path.join(".");
  if (path[0] === "headers" && path.length === 2 && path[1] !== path[1]?.toLowerCase())
    return { path: ["headers", path[1]?.toLowerCase() ?? ""], isAfterBlank: false };
  const afterBlank = textAt(facts.afterBlank, key);
  const counterpart = afterBlank ?? textAt(facts.counterparts, key);
  return counterpart === undefined
    ? undefined
    : { path: counterpart.split("."), isAfterBlank: afterBlank !== undefined };
}

/** Python code for the value of another format where an event has none at a path of keys; undefined if that would be a guess. */
export function httpEventDefault(path: readonly string[]): string | undefined {
  return textAt(facts.defaults, path.join("."));
}

/** Advice in words on what to read in place of a path whose value has another form in other formats. */
export function httpEventInstead(path: readonly string[]): string | undefined {
  const at = (length: number) => textAt(facts.instead, path.slice(0, length).join("."));
  // For deeper paths, such as a claim, the advice is for the authorizer's part, or else for the key at the top.
  return at(path.length) ?? at(3) ?? at(1);
}

/** Whether the text at a path of keys is often mistaken for its parameters. */
export function isHttpEventPath(path: readonly string[]): boolean {
  return pathTexts.has(path.join("."));
}

const pathTexts: ReadonlySet<string> = new Set(facts.pathTexts.split(" "));

/** Whether the value at a path of keys is a text, which has no keys. */
export function isHttpEventText(path: readonly string[]): boolean {
  return isHttpEventPath(path) || texts.has(path.join("."));
}

const texts: ReadonlySet<string> = new Set(facts.texts.split(" "));

/** Whether the value at a path of keys is null if the request has none. */
export function isOptionalInHttpEvent(path: readonly string[]): boolean {
  return optional.has(path.join("."));
}

const optional: ReadonlySet<string> = new Set(facts.optional.split(" "));

function textAt(texts: Readonly<Record<string, string>>, key: string): string | undefined {
  return Object.hasOwn(texts, key) ? texts[key] : undefined;
}
