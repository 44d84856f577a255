import { isExpression } from "../../kit/expressions";
import { isGlob } from "../../kit/globs";
import { isDay } from "./days";

/** The formats of texts in options, by the names that schemas have for them. */
export const formats = { regex: isExpression, glob: isGlobUnlessEmpty, date: isDay, uri: isAddress } as const;

/** What an address is, in words. */
export const ADDRESS = "an address such as https://git.acme.example/guard/docs/policies, without user, ? and #";

/** Whether something can be put behind a text, so that it is the address of a page. */
export function isAddress(text: string): boolean {
  if (!/^https?:\/\/[^\s\p{C}?#@]+$/u.test(text)) return false;
  return URL.canParse(text);
}

/** That a text must not be empty is in its schema. */
function isGlobUnlessEmpty(text: string): boolean {
  return text === "" || isGlob(text);
}
