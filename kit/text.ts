import { closest, distance } from "fastest-levenshtein";

/** The longest value that a message quotes, in characters. */
const MAX_QUOTED = 80;

/** The longest line of a message, in characters. Only huge values make longer ones. */
const MAX_LINE = 2_000;

/**
 * Writes control, format and line-separator characters as escapes, so that no name can forge output or move the cursor. The
 * same goes for what other programs interpret in a line:
 * - `<{%…%}>`, which the Pulumi CLI takes for a colour: it drops the text behind one that does not end, and panics where it has no
 *   such colour, https://github.com/pulumi/pulumi/blob/master/sdk/go/common/diag/colors/colors.go;
 * - `##vso[…]` and `##[…]`, which Azure Pipelines and GitHub Actions take for commands wherever they are in a log,
 *   https://learn.microsoft.com/en-us/azure/devops/pipelines/scripts/logging-commands.
 */
export function printable(text: string): string {
  return text.replace(UNPRINTABLE, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
}

const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\u2028\u2029]|(?<=<)\{(?=%)|(?<=#)#(?=(?:vso)?\[)/gu;

/** A line of a message as it is printed: escaped, and cut to the longest length. */
export function printableLine(text: string): string {
  return printable(cut(text, MAX_LINE));
}

/** A value found in a program as a message shows it: quoted, escaped and cut to a readable length. */
export function quote(value: string | number | boolean): string {
  return typeof value === "string" ? printable(JSON.stringify(cut(value, MAX_QUOTED))) : String(value);
}

function cut(text: string, length: number): string {
  if (text.length <= length) return text;
  return `${text.slice(0, length).replace(/[\uD800-\uDBFF]$/, "")}…`; // never half of a character
}

/** "a", "a and b", "a, b and c"; beyond `most` items the rest is a count: "a, b, c, d, e and 7 more". */
export function enumerate(items: readonly string[], conjunction: "and" | "or" = "and", most = 5): string {
  const shown = items.length > most ? [...items.slice(0, most), `${items.length - most} more`] : [...items];
  const last = shown.pop() ?? "";
  return shown.length === 0 ? last : `${shown.join(", ")} ${conjunction} ${last}`;
}

/** A size for people: "75.3 MB". Without Intl, which would take a seventh of the start-up time. */
export function megabytes(bytes: number): string {
  return `${Math.round((bytes / 1024 / 1024) * 10) / 10} MB`;
}

/** The known name that is closest to a misspelt one, ignoring case; undefined if none is close. */
export function didYouMean(name: string, names: readonly string[]): string | undefined {
  if (names.length === 0) return undefined;
  const lower = names.map((known) => known.toLowerCase());
  const nearest = closest(name.toLowerCase(), lower);
  const resembles = distance(name.toLowerCase(), nearest) <= Math.max(1, Math.floor(name.length / 3));
  return resembles ? names[lower.indexOf(nearest)] : undefined;
}
