import { didYouMean, quote } from "../../kit/text";
import { type Facts, memberOf } from "../facts";

/** Why the runtime does not find the handler in what its file certainly exports. @param text of the file */
export function exportFailure(facts: Facts, file: string, text: string, name: string) {
  if (isNoFunction(facts, name)) return noFunction(file, name);
  const names = exportedNames(facts, text);
  if (names === undefined || names.includes(name.split(".")[0] ?? "")) return undefined;
  return notExported(file, name, names, facts.exported?.kind === "function");
}

/** The exports of the handler's file, if all are known. A function that is the export itself may have any property. */
function exportedNames({ exported, isComplete }: Facts, text: string): readonly string[] | undefined {
  if (exported?.kind === "function") return isComplete && !PUTS.test(text) ? [] : undefined;
  if (!isComplete || exported?.kind !== "object" || exported.what === "instance") return undefined;
  const isKnown = exported.rest.value.kind === "constant" && exported.rest.value.value === null;
  // Where it is not known which kind of module it is, a file may have both import and exports.
  const isMixed = exported.what === "module" && exported.members.size === 0 && /\bexports\b/.test(text);
  return isKnown && !isMixed ? [...exported.members.keys()] : undefined;
}

const PUTS = /\.\w+\s*=(?![=>])(?<!\bmodule\.exports\s*=)|\]\s*=(?![=>])|\bassign\b|\bdefineProp/;

/** Whether the export for the handler is certainly not a function. */
function isNoFunction({ exported }: Facts, name: string): boolean {
  const value = name.includes(".") ? undefined : memberOf(exported, name);
  if (value?.kind === "constant") return value.value !== null;
  return value?.kind === "object" && (value.what === "list" || value.what === "dictionary");
}

const notExported = (file: string, name: string, names: readonly string[], isFunction: boolean) => {
  const meant = didYouMean(name, names) ?? (names.length === 1 ? names[0] : undefined);
  const no = isFunction ? `a function that has no ${quote(name)}` : `no ${quote(name)}`;
  const has = names.length === 0 && !isFunction ? "exports nothing" : `exports ${no}`;
  const word = /\.mjs$/.test(file) ? `export const ${name} = …` : `exports.${name} = …`;
  return {
    problem: `${quote(file)} ${has}`,
    fix:
      meant === undefined
        ? `write ${word} there`
        : `set handler to name ${quote(meant)}, or export it as ${quote(name)}`,
  };
};

const noFunction = (file: string, name: string) => ({
  problem: `${quote(name)} in ${quote(file)} is not a function, and the runtime refuses it at start`,
  fix: `export a function as ${quote(name)}, or set handler to the name of one`,
});
