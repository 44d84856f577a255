import { expressionTest, type TextTest } from "./expressions";

const tests = new Map<string, TextTest>();

/**
 * A test of whole texts by a glob, in which `*` is any text, `?` a character, `[a-c]` and `[!a-c]` one of several, `{a,b}` one of
 * several texts, and `\` takes the meaning from what follows. Names, types and URNs are no paths, so a slash is like any other
 * character. The time grows with the length of the text alone.
 * @throws where the text is no such glob
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

/** Nearly all globs have no more than stars, for which nothing needs to be loaded. */
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

/** What parentheses mean in the globs of some shells is not taken; `@` and the like are characters. */
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
