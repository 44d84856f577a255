import { step } from "../kit/budget";
import type { CodeFile } from "./code";
import { type Comments, commentsOf } from "./comments";

/** A line of a chat answer that was left in source code. */
export interface Remnant {
  readonly line: number;
  readonly column: number;
  /** Only the words by which it was recognised. */
  readonly words: string;
}

/** Headings of a chat answer. Two or more `#` set them apart from a comment. */
const HEADING =
  /^#{2,6}\s*(?:\*\*)?(reasoning trace|reasoning|chain of thought|thought process|final answer|answer|explanation of (?:the )?changes)\s*:?(?:\*\*)?\s*#*$/i;

/** A heading that no comment has, and headings in bold. */
const BARE_HEADING = /^(?:#\s*)?(?:\*\*)?(reasoning trace)\s*:?(?:\*\*)?$|^\*\*((?:final )?answer)\s*:?\*\*\s*:?$/i;

const FENCE = /^`{3,4}([\w+#.-]*)$/;

/** Sentences of a chat answer that are a line each, with the words that a message shows. Comments of people come close to some. */
const SENTENCES: readonly (readonly [RegExp, string])[] = [
  [/^(?:absolutely|certainly|of course|sure)[!,] *(?:here(?:['’]s| is)|i['’](?:ll|ve)|let me)\b/i, "Sure, …"],
  [
    /^(?:below|here)(?:['’]s| is) (?:an?|my|the|your) (?:[\w-]+,? ){0,3}(?:complete|completed|corrected|fixed|full|final|improved|modified|refactored|revised|rewritten|updated),? (?:[\w-]+ ){0,3}(?:code|function|handler|implementation|script|solution|version)(?:[:.!]?$| (?:based on|incorporating|including|that (?:addresses|fixes|includes|should)|with|you (?:asked|requested))\b)/i,
    "Here is the …",
  ],
  [
    /^here(?:['’]s| is) (?:the|your) (?:[\w-]+ )?(?:answer|code|implementation|script|solution)(?: (?:for you|you (?:asked|requested)).*)?[:.!]$/i,
    "Here is the …",
  ],
  [/^(?:i )?hope (?:it|that|this) helps(?: you)?(?:[.!,:;]|$)/i, "I hope this helps"],
  [
    /^(?:please )?(?:feel free to ask|let me know if (?:you (?:have any|need (?:any|further|more)|want me to)|you['’]d like me to))\b/i,
    "Let me know if you …",
  ],
  [/^as an? (?:ai|artificial intelligence|large)(?: language)? (?:assistant|model)\b/i, "As an AI language model"],
  [
    /^(?:\.\.\.|…)? ?\(?(?:the )?rest of (?:the|your) (?:existing |original |previous )?(?:code|file|function|handler|implementation) (?:remains|stays) (?:as (?:before|is)|the same|unchanged)\b/i,
    "rest of the code remains …",
  ],
  [
    /^(?:\.\.\.|…) ?\(?(?:(?:the )?rest of (?:the|your)|existing|previous) (?:code|functions|implementation)\)? ?(?:\.\.\.|…)$/i,
    "… existing code …",
  ],
];

/** Finds lines of a chat answer in a source file: in comments and outside of code, not in strings. */
export function remnantsOf(file: CodeFile): readonly Remnant[] {
  const lines = file.text.split(/\r\n|\r|\n/);
  const candidates = lines.flatMap((text, index): readonly Candidate[] => {
    step();
    const trimmed = text.trim();
    if (trimmed.length > MAX_LINE) return [];
    const line = strip(trimmed);
    const words = wordsOf(line);
    return words === undefined ? [] : [{ index, column: text.search(/\S/), words, fence: FENCE.exec(line) }];
  });
  // Only files that look suspicious are parsed.
  if (candidates.length === 0) return [];
  const comments = commentsOf(file);
  const outside = candidates.filter(({ index, column }) => !comments.isInString(index, column));
  const documentation = documentationFences(outside, lines, comments);
  const remnants = outside.filter(({ index }) => !documentation.has(index));
  // JavaScript reads a fence as the start of a template, so strings after it are uncertain.
  const isRaw = ({ index, column, fence }: Candidate) => fence !== null && !comments.isComment(index, column);
  const last = file.path.endsWith(".py") ? -1 : remnants.findIndex(isRaw);
  return remnants.slice(0, last < 0 ? remnants.length : last + 1).map(({ index, column, words }) => {
    return { line: index + 1, column: [...(lines[index] ?? "").slice(0, column)].length + 1, words };
  });
}

/** A line that may be one of a chat answer. Lines and columns count from 0. */
interface Candidate {
  readonly index: number;
  readonly column: number;
  readonly words: string;
  readonly fence: RegExpExecArray | null;
}

/** The longest line of a chat that is looked for, in characters: the expressions take more and more time for longer ones. */
const MAX_LINE = 300;

/** A line without the marks of a comment around it, except for Markdown's headings. */
function strip(line: string): string {
  if (/^(?:#\s+)?#{2,6}\s*[\w*]/.test(line)) return line.replace(/^#\s+/, "");
  return line.replace(/^(?:#+|\/\/+|\/\*+|\*(?!\*))\s*|\s*\*\/$/g, "");
}

function wordsOf(line: string): string | undefined {
  const [, first, second] = HEADING.exec(line) ?? BARE_HEADING.exec(line) ?? [];
  const heading = first ?? second;
  if (heading !== undefined) return heading;
  if (FENCE.test(line)) return "```";
  return SENTENCES.find(([sentence]) => sentence.test(line))?.[1];
}

/** The fences around examples in comments, between which there is nothing but comments. */
function documentationFences(
  candidates: readonly Candidate[],
  lines: readonly string[],
  comments: Comments,
): ReadonlySet<number> {
  const found = new Set<number>();
  const fences = candidates.filter(({ fence }) => fence !== null);
  for (let next = 0; next < fences.length; next++) {
    const [open, close] = [fences[next], fences[next + 1]];
    if (open === undefined || close === undefined || close.fence?.[1] !== "") continue;
    const between = lines.slice(open.index, close.index + 1);
    const isComment = (text: string, at: number) =>
      text.trim() === "" || comments.isComment(open.index + at, text.search(/\S/));
    if (!between.every(isComment)) continue;
    found.add(open.index).add(close.index);
    next++;
  }
  return found;
}
