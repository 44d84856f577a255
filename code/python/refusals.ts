import { didYouMean, quote } from "../../kit/text";
import type { FoundInCode } from "../judged-code";
import type { Failure } from "./loading";

/** The faults of a Python file in words. @param names of the file to suggest one of */
export const refused = (failure: Failure, names: readonly string[], version: readonly number[]): FoundInCode => {
  const { kind, name, text, line, column, missingImport, unbound } = failure;
  if (kind === "syntax") {
    const problem = `python${version.join(".")} refuses this: ${text}`;
    return { line, column, problem, fix: `correct line ${line}` };
  }
  if (unbound !== undefined)
    return { line, column, ...(unbound.mayHaveValue && ADVISORY), ...withoutValue(failure, unbound) };
  const meant = didYouMean(name, names);
  const define = meant === undefined ? `define ${quote(name)}, or import it` : `write ${quote(meant)}`;
  const fix = missingImport === undefined ? define : `add "${missingImport}" at the top of the file`;
  return { line, column, problem: `the name ${quote(name)} is not defined anywhere`, fix };
};

const ADVISORY = { level: "advisory" } as const;

const withoutValue = ({ name, line }: Failure, unbound: NonNullable<Failure["unbound"]>) => {
  const raises = `raises ${unbound.isLocal ? "UnboundLocalError" : "NameError"}`;
  if (unbound.why === "deleted") {
    const problem = `${quote(name)} ${raises} here: line ${unbound.line} has deleted it`;
    return { problem, fix: `move the "del" after line ${line}, or remove it` };
  }
  if (unbound.why === "exception") {
    return {
      problem: `${quote(name)} ${raises} here: Python deletes it at the end of its except clause on line ${unbound.line}`,
      fix: `assign it to another name in that clause, and read that name here`,
    };
  }
  const other = `use another name for what line ${unbound.line} assigns`;
  const fix =
    unbound.isGlobal && unbound.isLocal
      ? `${other}, or add "global ${name}" to the function`
      : `give ${quote(name)} a value before line ${line}`;
  return { problem: `${quote(name)} ${raises} here: it has no value before line ${unbound.line}`, fix };
};
