import type { Code } from "./code";
import { type EnvironmentRead, type Facts, guardsOf, isSure } from "./facts";

/** Code that sets variables at run time in unknown ways. */
const SETS: Readonly<Record<Facts["language"], RegExp>> = {
  python:
    /\benviron\s*\[[^\]\n]{0,200}\]\s*=(?!=)|\benviron\s*(?:\.\s*(?:setdefault|update)\b|\|=|=(?!=))|\bpatch\.dict\b|\bputenv\b|\bdotenv\b|\bsecrets_to_env\b/,
  node: /\bprocess\.env(?:\.\w+|\[[^\]\n]{0,200}\])?\s*(?:\?\?|\|\|)?=(?![=>])|\bassign\(\s*process\.env\b|\bdotenv\b|\bloadEnvFile\b/,
};

/** Variables that the code certainly reads without a fallback, each at its first read. */
export function neededVariables(facts: Facts, code: Code): readonly (EnvironmentRead & { readonly name: string })[] {
  if (facts.modules.some(({ path }) => SETS[facts.language].test(code.files.get(path)?.text ?? ""))) return [];
  const seen = new Set<string>();
  return facts.environmentReads.flatMap((read) => {
    const { name, needs, hasFallback, caught } = read;
    const isCertain = read.certainty !== "unreached" && [...guardsOf(read.guards)].every(isSure);
    const isNeeded = needs && !hasFallback && isCertain && caught === "no";
    if (!isNeeded || name === undefined || seen.has(name)) return [];
    seen.add(name);
    return [{ ...read, name }];
  });
}
