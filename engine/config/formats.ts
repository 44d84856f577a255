import { isDay } from "./days";
import { isGlob } from "./exemptions";

/** The formats of texts in options, by the names that schemas have for them. */
export const formats = { regex: isRegularExpression, glob: isGlobUnlessEmpty, date: isDay } as const;

/** That a text must not be empty is told by its schema. */
function isGlobUnlessEmpty(text: string): boolean {
  return text === "" || isGlob(text);
}

function isRegularExpression(text: string): boolean {
  try {
    new RegExp(text);
    return true;
  } catch {
    return false;
  }
}
