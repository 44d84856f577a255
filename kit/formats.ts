import { isDay } from "./days";
import { isGlob } from "./exemptions";

/** The formats of texts in options, by the names that schemas have for them. */
export const formats = { regex: isRegularExpression, glob: isGlob, date: isDay } as const;

function isRegularExpression(text: string): boolean {
  try {
    new RegExp(text);
    return true;
  } catch {
    return false;
  }
}
