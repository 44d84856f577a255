import { printable } from "./text";

/** What a message shows in place of a secret. */
const HIDDEN = "[secret]";

/** The shortest text to look for in another; shorter ones occur by chance. */
const MIN_PART = 4;

interface Read {
  readonly texts: Set<string>;
  readonly numbers: Set<number>;
  /** Names of properties that are parts of secrets. */
  readonly names: Set<string>;
  /** Names that policies ask for themselves, which are therefore no secret. */
  readonly asked: Set<string>;
}

/**
 * The secret values that policies have read. They are collected on reading and hidden in messages, so no policy has to
 * care.
 */
export class Secrets {
  /** Whether a secret was read as a whole, such as an archive: anything in a message may then be a part of it. */
  opaque = false;
  readonly #read: Read;

  /** @param stack shares the collection of another resource of the same stack */
  constructor(stack?: Secrets) {
    this.#read =
      stack === undefined ? { texts: new Set(), numbers: new Set(), names: new Set(), asked: new Set() } : stack.#read;
  }

  note(value: string | number): void {
    if (typeof value === "number") this.#read.numbers.add(value);
    else if (value !== "") this.#read.texts.add(value);
  }

  noteName(name: string): void {
    if (name !== "") this.#read.names.add(name);
  }

  noteAsked(name: string): void {
    this.#read.asked.add(name);
  }

  /**
   * A text without secrets, and without parts of them in quotes.
   * @param known names from the configuration, which are no secret
   */
  hide(text: string, known: ReadonlySet<string> = new Set()): string {
    const { texts, numbers, names, asked } = this.#read;
    const secrets = [...texts, ...[...names].filter((name) => !asked.has(name) && !known.has(name))];
    let hidden = text;
    if (secrets.length > 0) {
      const isSecret = (quoted: string) => secrets.some((secret) => shows(quoted, secret));
      hidden = hidden.replace(/"((?:[^"\\]|\\.)*)"/g, (literal, quoted) => (isSecret(quoted) ? HIDDEN : literal));
    }
    for (const secret of secrets) if (hidden.includes(secret)) hidden = hidden.replace(wordsOf(secret), HIDDEN);
    for (const secret of numbers) hidden = hidden.replace(digitsOf(secret), HIDDEN);
    return hidden;
  }
}

/** Whether a quoted text is a secret, contains one, or is a part of one. */
function shows(quoted: string, secret: string): boolean {
  const shown = quoted.replace(/…$/, "");
  const written = printable(JSON.stringify(secret)).slice(1, -1);
  if (shown === written) return true;
  if (shown.length >= MIN_PART && written.includes(shown)) return true;
  return written.length >= MIN_PART && shown.includes(written);
}

/** A secret as a whole word. */
function wordsOf(secret: string): RegExp {
  const start = /^[\p{L}\p{N}_]/u.test(secret) ? "(?<![\\p{L}\\p{N}_])" : "";
  const end = /[\p{L}\p{N}_]$/u.test(secret) ? "(?![\\p{L}\\p{N}_])" : "";
  return new RegExp(`${start}${escaped(secret)}${end}`, "gu");
}

/** A number as a whole, not as an index or a part of another number. */
function digitsOf(secret: number): RegExp {
  return new RegExp(`(?<![\\w.[-])${escaped(String(secret))}(?![\\w\\]]|\\.\\d)`, "g");
}

function escaped(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
}
