/** A test of texts. */
export type TextTest = (text: string) => boolean;

const tests = new Map<string, TextTest>();

/**
 * A test by a regular expression of the configuration, in time linear in the text. The syntax is that of RE2, without lookaround
 * and backreferences.
 * @throws where the expression does not compile
 */
export function expressionTest(expression: string): TextTest {
  const known = tests.get(expression);
  if (known !== undefined) return known;
  const { RE2JS } = require("re2js") as typeof import("re2js");
  const compiled = RE2JS.compile(RE2JS.translateRegExp(expression));
  const test = (text: string) => compiled.test(text);
  tests.set(expression, test);
  return test;
}

/** Whether a text can be used as a regular expression. */
export function isExpression(text: string): boolean {
  try {
    expressionTest(text);
    return true;
  } catch {
    return false;
  }
}
