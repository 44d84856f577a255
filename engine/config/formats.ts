import { isExpression } from "../../kit/expressions";
import { isGlob } from "../../kit/globs";
import { isDay } from "./days";

/** The formats of texts in options, by the names that schemas have for them. */
export const formats = { regex: isExpression, glob: isGlobUnlessEmpty, date: isDay } as const;

/** That a text must not be empty is in its schema. */
function isGlobUnlessEmpty(text: string): boolean {
  return text === "" || isGlob(text);
}
