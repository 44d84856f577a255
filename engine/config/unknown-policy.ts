import { didYouMean, quote } from "../../kit/text";

/** @param names to suggest one of */
export function unknownPolicy(name: string, names: readonly string[]): string {
  const meant = didYouMean(name, names);
  return `unknown policy ${quote(name)}${meant === undefined ? "" : `; did you mean ${quote(meant)}?`}`;
}
