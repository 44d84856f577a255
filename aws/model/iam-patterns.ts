/**
 * Patterns as IAM has them in actions, ARNs and conditions: `*` is any text, `?` any one character, and nothing else is special.
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
 */

/** The longest patterns that are compared; longer ones are assumed to overlap. */
const MAX_COMPARED = 600;

/** Whether a pattern matches a text. */
export function matchesPattern(pattern: string, text: string): boolean {
  let [inPattern, inText, star, resumed] = [0, 0, -1, 0];
  while (inText < text.length) {
    const wanted = pattern[inPattern];
    if (wanted === "*") {
      [star, resumed] = [inPattern++, inText];
    } else if (wanted !== undefined && (wanted === "?" || wanted === text[inText])) {
      inPattern++;
      inText++;
    } else if (star >= 0) {
      // The last star matches one character more.
      inPattern = star + 1;
      inText = ++resumed;
    } else {
      return false;
    }
  }
  return /^\**$/.test(pattern.slice(inPattern));
}

/** Whether a pattern matches an action, such as `sqs:SendMessage`, ignoring case. */
export function matchesAction(pattern: string, action: string): boolean {
  return matchesPattern(pattern.toLowerCase(), action.toLowerCase());
}

/** A wildcard of our own patterns, not of IAM's: any text without a slash, such as the name of a stage. */
export const ANY_PART = "\uE000";

/** Whether some text matches both patterns. */
export function patternsOverlap(a: string, b: string): boolean {
  if (!hasWildcard(a) && !b.includes(ANY_PART)) return matchesPattern(b, a);
  if (!hasWildcard(b) && !a.includes(ANY_PART)) return matchesPattern(a, b);
  return overlap(a, b);
}

function overlap(a: string, b: string): boolean {
  const [left, right] = [a.replaceAll(/\*+/g, "*"), b.replaceAll(/\*+/g, "*")];
  if (Math.max(left.length, right.length) > MAX_COMPARED) return true;
  // For each prefix of the left pattern, the prefixes of the right one that overlap with it.
  const first = /[^*\uE000]/.exec(right)?.index ?? right.length;
  let row: readonly boolean[] = Array.from({ length: right.length + 1 }, (_, index) => index <= first);
  for (const character of left) row = nextRow(row, character, right);
  return row[right.length] === true;
}

function nextRow(before: readonly boolean[], left: string, pattern: string): readonly boolean[] {
  const row = [isStar(left) && before[0] === true];
  for (let index = 0; index < pattern.length; index++) {
    const right = pattern[index] ?? "";
    const [both, onlyLeft, onlyRight] = [before[index] === true, before[index + 1] === true, row[index] === true];
    if (isStar(left)) row.push(onlyLeft || (onlyRight && (isStar(right) || takes(left, right))));
    else if (isStar(right)) row.push(onlyRight || (onlyLeft && takes(right, left)));
    else row.push(both && (left === right || left === "?" || right === "?"));
  }
  return row;
}

function isStar(character: string | undefined): boolean {
  return character === "*" || character === ANY_PART;
}

/** Whether a star may match a character. */
function takes(star: string, character: string): boolean {
  return star === "*" || character !== "/";
}

function hasWildcard(text: string): boolean {
  return /[*?\uE000]/.test(text);
}

/** A text as a pattern that matches only itself; undefined if it has wildcards. */
export function asPattern(text: string): string | undefined {
  return hasWildcard(text) ? undefined : text;
}
