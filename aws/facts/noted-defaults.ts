import facts from "./noted-defaults.json";
import { currentType } from "./type-aliases";

const types: ReadonlySet<string> = new Set(facts.types);

/** Whether the provider marks in each resource of a type which inputs are its own defaults. */
export function notesDefaults(type: string): boolean {
  return types.has(currentType(type));
}
