import facts from "./http-events.json";

/** What a function gets over HTTP: an event of a REST API, or one of the payload formats of HTTP APIs and function URLs. */
export type HttpEventFormat = keyof typeof facts.formats;

/** What an event of a format has at a path of keys. */
export interface HttpEventKey {
  /** `always`: a value that is not empty. `maybe`: left out, null or empty in some events. */
  readonly has: "always" | "maybe" | "never";
  /** Whether other formats differ here, so that what is found tells the format. */
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

/** What an event of a format has at a path of keys, such as `requestContext`, `http`. */
export function httpEventKey(format: HttpEventFormat, path: readonly string[]): HttpEventKey {
  const key = path.join(".");
  if (key === "" || key === "requestContext") return { has: "always", distinctive: false, differsWithin: true };
  if (key === "version" && format !== "REST") return { has: "always", distinctive: true, text: format };
  const listed = [...formats.values()].filter((keys) => keys.has(key));
  const has = formats.get(format)?.get(key);
  if (has !== undefined) return { has, distinctive: listed.length < formats.size };
  if (listed.length > 0) return { has: "never", distinctive: true };
  // Other formats have the names as the client sends them.
  if (facts.lowerCase === format && path[0] === "headers" && path.length === 2 && /[A-Z]/.test(path[1] ?? ""))
    return { has: "never", distinctive: true };
  // What no example shows: no key at the top; in the request context, a key of authorizers or of other kinds of APIs.
  const parent = httpEventKey(format, path.slice(0, -1));
  if (path.length === 1 || parent.has === "never") return { has: "never", distinctive: parent.distinctive };
  return { has: "maybe", distinctive: path[0] === "requestContext" };
}

/** What events of other formats have in place of what one has at a path of keys. */
export interface HttpEventCounterpart {
  readonly path: readonly string[];
  /** Whether it is there behind a blank: `GET /pets`. */
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

/** What code can take, in Python, where an event has nothing at a path of keys; undefined where that would be a guess. */
export function httpEventDefault(path: readonly string[]): string | undefined {
  return textAt(facts.defaults, path.join("."));
}

/** What to read in place of a path of keys that has another form in other formats, as words. */
export function httpEventInstead(path: readonly string[]): string | undefined {
  const at = (length: number) => textAt(facts.instead, path.slice(0, length).join("."));
  // Of what is deeper, such as one of the claims, the facts have the part of an authorizer, or else the key at the top.
  return at(path.length) ?? at(3) ?? at(1);
}

/** Whether events have a text at a path of keys that is at times taken for the parameters in it. */
export function isHttpEventPath(path: readonly string[]): boolean {
  return pathTexts.has(path.join("."));
}

const pathTexts: ReadonlySet<string> = new Set(facts.pathTexts.split(" "));

/** Whether what events have at a path of keys is a text, of which no key can be read. */
export function isHttpEventText(path: readonly string[]): boolean {
  return isHttpEventPath(path) || texts.has(path.join("."));
}

const texts: ReadonlySet<string> = new Set(facts.texts.split(" "));

/** Whether events have nothing at a path of keys where a request has none of it. */
export function isOptionalInHttpEvent(path: readonly string[]): boolean {
  return optional.has(path.join("."));
}

const optional: ReadonlySet<string> = new Set(facts.optional.split(" "));

function textAt(texts: Readonly<Record<string, string>>, key: string): string | undefined {
  return Object.hasOwn(texts, key) ? texts[key] : undefined;
}
