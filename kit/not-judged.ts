import type { NotJudged } from "./finding";
import { append } from "./groups";
import { type Metadata, pageUrl } from "./metadata";
import type { Resource } from "./resource";
import type { Secrets } from "./secrets";
import { enumerate, printableLine, quote } from "./text";

/** What stands above the text, in place of a policy's description. */
export const NOTES = "Some code or settings could not be checked.";

/** Most reasons that are given; the rest are counted. */
const MAX_REASONS = 10;

interface Note extends NotJudged {
  readonly by: Metadata;
  /** Whether any policy was configured not to say it, or does not judge the resource. */
  silent: boolean;
}

/** What could not be judged in a run: the code of many functions is in one bucket, and several policies ask for it. */
const notes = new Map<string, Note>();
/** What was told of already, where policies are asked one by one. */
const told = new Set<string>();

/**
 * Keeps what a policy could not judge until it is told.
 * @param secrets what the message must not show
 */
export function keepNote(by: Metadata, note: NotJudged, secrets: readonly Secrets[], isExempted: boolean): void {
  const key = JSON.stringify([note.on.urn, note.what, note.part]);
  const known = notes.get(key);
  const silent = isExempted || note.silent === true || known?.silent === true;
  const shown = secrets.some(({ opaque }) => opaque) ? withoutDetails(note) : hidden(note, secrets);
  notes.set(key, { ...(known ?? { ...shown, by }), silent });
}

/**
 * One text for all that was kept since the last time, with the policy under which it is told.
 * @param isLast whether the run ends here: the next one tells all again
 */
export function takeNotes(
  isLast: boolean,
): { readonly by: Metadata; readonly on: Resource; readonly text: string } | undefined {
  const open = [...notes].filter(([key, { silent }]) => !silent && !told.has(key));
  notes.clear();
  if (isLast) told.clear();
  else for (const [key] of open) told.add(key);
  const [first] = open;
  if (first === undefined) return undefined;
  const { by, on } = first[1];
  return { by, on, text: [...linesOf(open.map(([, note]) => note)), pageUrl(by)].join("\n") };
}

function linesOf(all: readonly Note[]): readonly string[] {
  const byReason = new Map<string, Note[]>();
  for (const note of all) append(byReason, JSON.stringify([note.what, note.part, note.reason, note.fix]), note);
  const lines = [...byReason.values()].slice(0, MAX_REASONS).flatMap((same) => {
    const names = enumerate(same.map(({ on }) => quote(on.name)));
    return same.slice(0, 1).flatMap(({ what, part, reason, fix }) => {
      const subject = part === undefined ? `${what} of ${names}` : `a part of ${what} of ${names}`;
      const why = part === undefined ? reason : `${quote(part)} ${reason}`;
      return [`Not checked: ${subject}, because ${why}.`, `Fix: ${fix}.`].map(printableLine);
    });
  });
  const more = byReason.size - MAX_REASONS;
  return more > 0 ? [...lines, `Not checked for ${more === 1 ? "1 more reason" : `${more} more reasons`}.`] : lines;
}

function hidden(note: NotJudged, secrets: readonly Secrets[]): NotJudged {
  const hide = (text: string) => secrets.reduce((shown, each) => each.hide(shown), text);
  return { ...note, reason: hide(note.reason), fix: hide(note.fix) };
}

/** What is said of a value that is secret as a whole. */
function withoutDetails(note: NotJudged): NotJudged {
  const { part: _, ...rest } = note;
  return { ...rest, reason: "of something in a value that is marked as secret", fix: note.fix };
}
