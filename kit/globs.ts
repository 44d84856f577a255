import { expressionTest, type TextTest } from "./expressions";

const tests = new Map<string, TextTest>();

/**
 * A test of whole texts by a glob: `*` is any text, `?` a character, `[a-c]` and `[!a-c]` one of several, `{a,b}` one of
 * several texts, and `\` escapes the next character. Names, types and URNs are no paths, so a slash is like any other
 * character. Takes time linear in the text.
 * @throws if the text is not a valid glob
 */
export function globTest(glob: string): TextTest {
  const known = tests.get(glob);
  if (known !== undefined) return known;
  const test = /[?[\]{}()\\]/.test(glob) ? expressionTest(expressionOf(glob)) : starTest(glob);
  tests.set(glob, test);
  return test;
}

/** Whether a text can be used as a glob. */
export function isGlob(text: string): boolean {
  try {
    globTest(text);
    return true;
  } catch {
    return false;
  }
}

/** The most globs have only stars, which need no regular expression. */
function starTest(glob: string): TextTest {
  const [start = "", ...rest] = glob.split("*");
  const end = rest.pop();
  if (end === undefined) return (text) => text === glob;
  return (text) => {
    if (!text.startsWith(start) || !text.endsWith(end) || text.length < start.length + end.length) return false;
    let from = start.length;
    for (const part of rest) {
      const at = text.indexOf(part, from);
      if (at === -1) return false;
      from = at + part.length;
    }
    return from <= text.length - end.length;
  };
}

/** Extended globs of shells, such as `@(a|b)`, are not supported. */
const TOKEN = /\\(.)|\[(!?)((?:\\.|[^\]\\])+)\]|([*?{},])|([^()[\]{}\\])/gsuy;

function expressionOf(glob: string): string {
  let [expression, end, depth] = ["", 0, 0];
  for (const [token, escaped, not, set, special, plain] of glob.matchAll(TOKEN)) {
    end += token.length;
    if (special === "{") depth++;
    if (special === "}" && --depth < 0) break;
    if (set !== undefined) expression += `[${not === "!" ? "^" : ""}${set.replaceAll(/[[^&~|]/g, "\\$&")}]`;
    else if (special !== undefined && (special !== "," || depth > 0)) expression += SPECIAL[special];
    else expression += literal(escaped ?? plain ?? ",");
  }
  if (end < glob.length || depth !== 0) throw new SyntaxError("not a glob");
  return `(?s)^(?:${expression})$`;
}

const SPECIAL: Readonly<Record<string, string>> = { "*": ".*", "?": ".", "{": "(?:", ",": "|", "}": ")" };

function literal(character: string): string {
  return /[!-/:-@[-`{-~]/.test(character) ? `\\${character}` : character;
}
