import { isExpression } from "../../kit/expressions";
import { isGlob } from "../../kit/globs";
import { isDay } from "./days";

/** The formats of texts in options, by their names in schemas. */
export const formats = { regex: isExpression, glob: isGlobUnlessEmpty, date: isDay, uri: isAddress } as const;

/** Description of an address for messages. */
export const ADDRESS = "an address such as https://git.acme.example/guard/docs/policies, without user, ? and #";

/** Whether a text is an address to which a page's file name can be added. */
export function isAddress(text: string): boolean {
  if (!/^https?:\/\/[^\s\p{C}?#@]+$/u.test(text)) return false;
  return URL.canParse(text);
}

/** The schema itself forbids empty texts. */
function isGlobUnlessEmpty(text: string): boolean {
  return text === "" || isGlob(text);
}
