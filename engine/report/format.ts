import type { CodePlace, Finding } from "../../kit/finding";
import { formatPath, type Property } from "../../kit/known";
import { names } from "../../kit/resource";
import type { Secrets } from "../../kit/secrets";
import { printableLine } from "../../kit/text";
import { EXEMPTED, type Verdict } from "../config/exemptions";

/**
 * Writes a finding as all policies show it: place, problem, fix, link and exemption.
 * @param secrets what the message must not show
 * @param known names that are no secret
 */
export function formatFinding(
  finding: Finding,
  url: string,
  verdict?: Verdict,
  secrets: readonly Secrets[] = [],
  known?: ReadonlySet<string>,
): string {
  const isOpaque = secrets.some(({ opaque }) => opaque);
  const { problem: found, fix, also = [], ...place } = isOpaque ? withoutDetails(finding) : finding;
  const problem = also.length === 0 ? found : `${found} (also in ${names(also)})`;
  const hide = (text: string) => secrets.reduce((shown, each) => each.hide(shown, known), text);
  const where = placeOf(place);
  const lines = [`${place.at?.isInSecret ? hide(where) : where}${hide(problem)}.`, `${FIX}: ${hide(fix)}.`];
  if (verdict?.exempted) lines.unshift(`${hide(verdict.note)}.`);
  else if (verdict !== undefined) lines.push(`${hide(verdict.note)}.`);
  return [...lines.map(printableLine), url].join("\n");
}

/** The text of a finding in a value that is secret as a whole: even file names are parts of the secret. */
function withoutDetails({ at, in: place }: Finding): Finding {
  const where = place === undefined ? "" : `, in line ${place.line} of a file`;
  return {
    ...(at && { at }),
    problem: `the violation is in a value that is marked as secret${where}, and is not shown`,
    fix: "look where the program makes the value; the policy's page says what to do",
  };
}

function placeOf({ at, in: place }: Pick<Finding, "at" | "in">): string {
  if (place !== undefined) return formatPlace(place);
  return at === undefined ? "" : `${propertyName(at)}: `;
}

/** Writes a place in code as file:line:column. An ambiguous file name is quoted. */
function formatPlace({ file, line, column }: CodePlace): string {
  return `${/^[^\s:"\\]+$/.test(file) ? file : JSON.stringify(file)}:${line}:${column}: `;
}

/**
 * Reads the place in code at the start of a finding.
 * @returns undefined if there is no place, or its file name cannot be read back
 */
export function readPlace(line: string): { readonly place: CodePlace; readonly rest: string } | undefined {
  const [, name = "", at, column, rest] = /^([^\s:"\\]+|"(?:[^"\\]|\\.)*"):(\d+):(\d+): (.*)/.exec(line) ?? [];
  if (rest === undefined) return undefined;
  try {
    const file = name.startsWith('"') ? (JSON.parse(name) as string) : name;
    return { place: { file, line: Number(at), column: Number(column) }, rest };
  } catch {
    return undefined; // Escaped beyond what JSON knows.
  }
}

/** A path that does not look like the start of another kind of line: stack outputs can have any name. */
function propertyName({ path }: Property): string {
  const name = formatPath(path);
  return name === FIX || name === EXEMPTED ? `[${JSON.stringify(name)}]` : name;
}

const FIX = "Fix";
