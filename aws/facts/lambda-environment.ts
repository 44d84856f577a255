import facts from "./lambda-environment.json";

const reserved: ReadonlySet<string> = new Set(facts.reserved.split(" "));
const set: ReadonlySet<string> = new Set(facts.set.split(" "));
const shape = new RegExp(facts.name);

/** Whether Lambda sets a variable itself, and refuses a function that sets it too. */
export function isReservedVariable(name: string): boolean {
  return reserved.has(name);
}

/** Whether AWS accepts a name for a variable. */
export function isVariableName(name: string): boolean {
  return shape.test(name);
}

/** Whether a runtime may set a variable that the function does not. */
export function maySetVariable(name: string): boolean {
  return reserved.has(name) || set.has(name) || facts.setPrefixes.some((prefix) => name.startsWith(prefix));
}
