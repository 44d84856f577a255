import { printable } from "./text";

/** What a message shows in place of a secret. */
const HIDDEN = "[secret]";

/** Shortest text that is looked for within another; shorter ones are found there by chance. */
const MIN_PART = 4;

/**
 * What policies have read of values that the program marks as secret. It is collected while they read and taken out of what they
 * say, so that no policy has to think of it.
 */
export class Secrets {
  /** Whether a value was handed out as a whole, such as an archive: whatever is said of it may be a part of it. */
  opaque = false;

  constructor(
    private readonly texts = new Set<string>(),
    private readonly numbers = new Set<number>(),
  ) {}

  /** Collects for another resource of the same stack. */
  sibling(): Secrets {
    return new Secrets(this.texts, this.numbers);
  }

  note(value: string | number): void {
    if (typeof value === "number") this.numbers.add(value);
    else if (value !== "") this.texts.add(value);
  }

  /** A text without secrets, and without parts of them in quotes. */
  hide(text: string): string {
    let hidden = text;
    if (this.texts.size > 0)
      hidden = hidden.replace(/"((?:[^"\\]|\\.)*)"/g, (literal, quoted) => (this.#shows(quoted) ? HIDDEN : literal));
    for (const secret of this.texts) if (hidden.includes(secret)) hidden = hidden.replace(wordsOf(secret), HIDDEN);
    for (const secret of this.numbers) hidden = hidden.replace(digitsOf(secret), HIDDEN);
    return hidden;
  }

  #shows(quoted: string): boolean {
    const shown = quoted.replace(/…$/, "");
    for (const secret of this.texts) {
      const written = printable(JSON.stringify(secret)).slice(1, -1);
      if (shown === written) return true;
      if (shown.length >= MIN_PART && written.includes(shown)) return true;
      if (written.length >= MIN_PART && shown.includes(written)) return true;
    }
    return false;
  }
}

/** A secret where it stands by itself, and not in another word. */
function wordsOf(secret: string): RegExp {
  const [start, end] = [/^[\p{L}\p{N}_]/u.test(secret), /[\p{L}\p{N}_]$/u.test(secret)];
  return new RegExp(
    `${start ? "(?<![\\p{L}\\p{N}_])" : ""}${escaped(secret)}${end ? "(?![\\p{L}\\p{N}_])" : ""}`,
    "gu",
  );
}

/** A number that is no index and no part of another number. */
function digitsOf(secret: number): RegExp {
  return new RegExp(`(?<![\\w.[-])${escaped(String(secret))}(?![\\w\\]]|\\.\\d)`, "g");
}

function escaped(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
}
