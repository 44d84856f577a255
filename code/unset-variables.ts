import type { Code } from "./code";
import { type EnvironmentRead, type Facts, type Guard, guardsOf } from "./facts";

/** What sets variables while the code runs, in ways that are not followed. */
const SETS: Readonly<Record<Facts["language"], RegExp>> = {
  python:
    /\benviron\s*\[[^\]\n]{0,200}\]\s*=(?!=)|\benviron\s*\.\s*(?:setdefault|update)\b|\bputenv\b|\bdotenv\b|\bsecrets_to_env\b/,
  node: /\bprocess\.env(?:\.\w+|\[[^\]\n]{0,200}\])\s*(?:\?\?|\|\|)?=(?![=>])|\bassign\(\s*process\.env\b|\bdotenv\b|\bloadEnvFile\b/,
};

/** Whether something runs whenever nothing before it has failed: what checks its input first runs as well, and a loop over what is there. */
function isCertain({ certainty, guards }: EnvironmentRead): boolean {
  const isPassed = ({ kind, otherwiseFails, value }: Guard) =>
    kind === "rest" ? otherwiseFails : kind === "loop" && value.kind === "constant" && value.value === true;
  return certainty !== "unreached" && [...guardsOf(guards)].every(isPassed);
}

/** Variables that the code certainly reads without anything in their place, each where it is read first. */
export function neededVariables(facts: Facts, code: Code): readonly (EnvironmentRead & { readonly name: string })[] {
  if (facts.modules.some(({ path }) => SETS[facts.language].test(code.files.get(path)?.text ?? ""))) return [];
  const seen = new Set<string>();
  return facts.environmentReads.flatMap((read) => {
    const { name, needs, hasFallback, caught } = read;
    const isNeeded = needs && !hasFallback && isCertain(read) && caught === "no";
    if (!isNeeded || name === undefined || seen.has(name)) return [];
    seen.add(name);
    return [{ ...read, name }];
  });
}
