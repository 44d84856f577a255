/** Longest value that a message quotes, in characters. */
const MAX_QUOTED = 80;

/** Writes control, format and line-separator characters as escapes, so that no name can forge output or move the cursor. */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cs}\u2028\u2029]/gu, (character) => {
    const hex = (character.codePointAt(0) ?? 0).toString(16);
    return `\\u{${hex}}`;
  });
}

/** A value found in a program as a message shows it: quoted, escaped and cut to a readable length. */
export function quote(value: string | number | boolean): string {
  if (typeof value !== "string") return String(value);
  return printable(JSON.stringify(value.length > MAX_QUOTED ? `${value.slice(0, MAX_QUOTED)}…` : value));
}

/** "a", "a and b", "a, b and c"; beyond `most` items the rest is a count: "a, b, c, d, e and 7 more". */
export function enumerate(items: readonly string[], conjunction: "and" | "or" = "and", most = 5): string {
  const shown = items.length > most ? [...items.slice(0, most), `${items.length - most} more`] : [...items];
  const last = shown.pop() ?? "";
  return shown.length === 0 ? last : `${shown.join(", ")} ${conjunction} ${last}`;
}
