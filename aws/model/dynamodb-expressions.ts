import { isReservedWord } from "../facts/dynamodb-reserved-words";

/** The parameters of DynamoDB's operations that are expressions. */
export const EXPRESSIONS = [
  "KeyConditionExpression",
  "FilterExpression",
  "ConditionExpression",
  "UpdateExpression",
  "ProjectionExpression",
] as const;

/** The parts of an expression of DynamoDB. */
export interface Expression {
  /** Attributes by their names, at the top of an item: `owner` of `owner.name`. */
  readonly attributes: readonly string[];
  /** Attributes with reserved words as names, at any depth. */
  readonly reserved: readonly string[];
  /** Placeholders of names that are at the top of an item, such as `#owner`. */
  readonly topNames: readonly string[];
  /** Attributes and placeholders that an update sets or removes as a whole. */
  readonly targets: readonly string[];
  /** All placeholders of names. */
  readonly names: readonly string[];
  /** Placeholders of values, such as `:owner`. */
  readonly values: readonly string[];
}

const TOKEN = /\s+|#\w+|:\w+|[A-Za-z_]\w*|\d+|<>|<=|>=|[=<>()[\],.+-]/gy;

const FUNCTIONS: ReadonlySet<string> = new Set([
  "attribute_exists",
  "attribute_not_exists",
  "attribute_type",
  "begins_with",
  "contains",
  "if_not_exists",
  "list_append",
  "size",
]);

const KEYWORDS: Readonly<Record<(typeof EXPRESSIONS)[number], readonly string[]>> = {
  KeyConditionExpression: ["AND", "BETWEEN"],
  FilterExpression: ["AND", "OR", "NOT", "BETWEEN", "IN"],
  ConditionExpression: ["AND", "OR", "NOT", "BETWEEN", "IN"],
  UpdateExpression: ["SET", "REMOVE", "ADD", "DELETE"],
  ProjectionExpression: [],
};

/**
 * Parses an expression; undefined if it has a character that no expression has.
 * Source: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.html
 */
export function readExpression(kind: (typeof EXPRESSIONS)[number], text: string): Expression | undefined {
  const tokens = tokensOf(text);
  if (tokens === undefined) return undefined;
  const keywords = new Set(KEYWORDS[kind]);
  const found = { attributes: [] as string[], reserved: [] as string[], topNames: [] as string[] };
  const [names, values] = [tokens.filter(isName), tokens.filter((token) => token.startsWith(":"))];
  for (const [index, token] of tokens.entries()) {
    const isTop = tokens[index - 1] !== ".";
    if (isName(token) && isTop) found.topNames.push(token);
    if (!/^[A-Za-z_]/.test(token)) continue;
    const isCalled = tokens[index + 1] === "(" && FUNCTIONS.has(token);
    if (isCalled || (isTop && keywords.has(token.toUpperCase()))) continue;
    if (isTop) found.attributes.push(token);
    if (isReservedWord(token)) found.reserved.push(token);
  }
  return {
    attributes: unique(found.attributes),
    reserved: unique(found.reserved),
    topNames: unique(found.topNames),
    targets: kind === "UpdateExpression" ? unique(targetsIn(tokens, keywords)) : [],
    names: unique(names),
    values: unique(values),
  };
}

function targetsIn(tokens: readonly string[], keywords: ReadonlySet<string>): readonly string[] {
  let depth = 0;
  return tokens.filter((token, index) => {
    if (token === "(" || token === ")") depth += token === "(" ? 1 : -1;
    const [before = "", after = ""] = [tokens[index - 1], tokens[index + 1]];
    const isFirst = depth === 0 && (before === "," || keywords.has(before.toUpperCase()));
    return isFirst && /^#?\w/.test(token) && after !== "." && after !== "[";
  });
}

function tokensOf(text: string): readonly string[] | undefined {
  const tokens = text.match(TOKEN) ?? [];
  // The regular expression is sticky: it stops at the first character that does not fit.
  if (tokens.reduce((length, token) => length + token.length, 0) < text.length) return undefined;
  return tokens.filter((token) => token.trim() !== "");
}

function isName(token: string): boolean {
  return token.startsWith("#");
}

function unique(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)];
}
