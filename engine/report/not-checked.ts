import type { NotChecked } from "../../kit/finding";
import { append } from "../../kit/groups";
import { type Metadata, pageUrl } from "../../kit/metadata";
import type { Secrets } from "../../kit/secrets";
import { enumerate, printableLine, quote } from "../../kit/text";

/** Headline of the text, in place of a policy's description. */
const NOTES = "Some code or settings could not be checked.";

/** Whether a line is the headline above what could not be checked. */
export function notesBegin(line: string): boolean {
  return line === NOTES;
}

/** Number of reasons that are listed; the rest are counted. */
const MAX_REASONS = 10;

interface Note extends NotChecked {
  readonly by: Metadata;
  /** Whether a policy is configured to stay silent about it, or the resource is exempted. */
  silent: boolean;
}

/** One text for all that could not be checked, with the policy under which it is reported. */
export interface NotCheckedReport {
  readonly policy: string;
  readonly urn: string;
  readonly text: string;
}

/** What could not be checked in a run, collected over all policies and resources. */
export class Notes {
  readonly #notes = new Map<string, Note>();
  /** Notes that were reported already, in packs whose policies the SDK asks one by one. */
  readonly #reported = new Set<string>();

  /**
   * Keeps what a policy could not check until it is reported.
   * @param secrets what the message must not show
   */
  keep(by: Metadata, note: NotChecked, secrets: Secrets, isExempted: boolean): void {
    const key = JSON.stringify([note.on.urn, note.what, note.part]);
    const known = this.#notes.get(key);
    const silent = isExempted || note.silent === true || known?.silent === true;
    const shown = secrets.opaque ? withoutDetails(note) : hidden(note, secrets);
    this.#notes.set(key, { ...(known ?? { ...shown, by }), silent });
  }

  /**
   * The notes that were not reported yet; undefined if there are none.
   * @param pages where the pages of the policies are
   */
  take(pages?: string): NotCheckedReport | undefined {
    const open = [...this.#notes].filter(([key, { silent }]) => !silent && !this.#reported.has(key));
    this.#notes.clear();
    for (const [key] of open) this.#reported.add(key);
    const [first] = open;
    if (first === undefined) return undefined;
    const { by, on } = first[1];
    const lines = [NOTES, ...linesOf(open.map(([, note]) => note)), pageUrl(by, pages)];
    return { policy: by.name, urn: on.urn, text: lines.join("\n") };
  }
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

function hidden(note: NotChecked, secrets: Secrets): NotChecked {
  return { ...note, reason: secrets.hide(note.reason), fix: secrets.hide(note.fix) };
}

/** The text about a value that is secret as a whole. */
function withoutDetails(note: NotChecked): NotChecked {
  const { part: _, ...rest } = note;
  return { ...rest, reason: "of something in a value that is marked as secret", fix: note.fix };
}
