let words: ReadonlySet<string> | undefined;

/** Whether a word is reserved in DynamoDB, so that expressions cannot use it as the name of an attribute. */
export function isReservedWord(name: string): boolean {
  // Loaded when first asked, since few functions have expressions.
  words ??= new Set(
    (require("./dynamodb-reserved-words.json") as typeof import("./dynamodb-reserved-words.json")).words.split(" "),
  );
  return words.has(name.toUpperCase());
}
