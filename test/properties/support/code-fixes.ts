import { readPlace } from "../../../engine/report/format";

/** A source of one file after what a finding in it says is done; undefined where that takes more than the finding says. */
export function fixedSource(source: string, message: string): string | undefined {
  const [, problem = "", said = ""] = message.split("\n");
  const place = readPlace(problem)?.place;
  const fix = said.replace(/^Fix: |\.$/g, "");
  if (place === undefined || /…|\\u\{/.test(fix)) return undefined;
  for (const [pattern, apply] of FIXES) {
    const match = pattern.exec(fix);
    if (match !== null) return apply(source.split("\n"), place.line - 1, match.slice(1))?.join("\n");
  }
  return undefined;
}

type Lines = readonly string[];
type Fix = (lines: Lines, line: number, found: readonly string[]) => Lines | undefined;

const FIXES: readonly (readonly [RegExp, Fix])[] = [
  [
    /^on line (\d+) write "(.+)" instead of "(.+)"$/,
    (lines, _line, [number, to = "", from = ""]) => withLine(lines, Number(number) - 1, from, to),
  ],
  [
    /^add "(.+)" to it(?:, and "(.+)" at the top of the file)?$/,
    (lines, line, [call = "", atTop]) => {
      const [, indent] = /^(\s*)except\b[^#]*:$/.exec(lines[line] ?? "") ?? [];
      const inner = /^\s+/.exec(lines[line + 1] ?? "")?.[0] ?? "";
      if (indent === undefined || inner.length <= indent.length) return undefined;
      return [...(atTop === undefined ? [] : [atTop]), ...lines.toSpliced(line + 1, 0, inner + call)];
    },
  ],
  [/^delete (".+")$/, (lines, line, [statement]) => withLine(lines, line, parsed(statement), "pass")],
  [
    /^write (".+") instead$/,
    (lines, line, [statement = ""]) => {
      const own = /^\s*(?:from|import)\b.*$/.exec(lines[line] ?? "");
      // Statements on several lines, and several on a line, take an editor.
      if (own === null || /[(\\;#]/.test(own[0])) return undefined;
      return lines.with(
        line,
        own[0].replace(/\S.*$/, () => parsed(statement)),
      );
    },
  ],
  [
    /^delete lines? ([\d, and]+), and the rest of the answer that is not code$/,
    (lines, _line, [numbers = ""]) => {
      const deleted = new Set(numbers.match(/\d+/g)?.map((number) => Number(number) - 1));
      return lines.filter((_, index) => !deleted.has(index));
    },
  ],
];

const parsed = (quoted = '""') => JSON.parse(quoted) as string;

/** A text of a line replaced; undefined where the line does not have it once, as the message writes it. */
function withLine(lines: Lines, index: number, from: string, to: string): Lines | undefined {
  const parts = (lines[index] ?? "").split(from);
  return parts.length === 2 ? lines.with(index, parts.join(to)) : undefined;
}
