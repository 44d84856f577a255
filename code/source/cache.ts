import type { Code } from "../code";

/** Most characters of code that are kept for the next policy that asks. */
const MAX_KEPT = 32 * 1024 * 1024;
/** What an entry without contents counts. */
const ENTRY = 100;

const kept = new Map<string, { readonly code: Promise<Code>; size: number }>();
/** The size of all that is kept. */
let total = 0;
let last: Promise<unknown> = Promise.resolve();

/**
 * Reads code once for all policies that check it, as long as there is room for it, which goes to what was asked for last. One
 * is read after the other, so that memory is bounded however many functions are checked at once.
 * @param key tells code, and the way to read it, from others
 */
export function readOnce(key: string, read: () => Promise<Code>): Promise<Code> {
  const known = kept.get(key);
  if (known !== undefined) {
    kept.delete(key);
    kept.set(key, known);
    return known.code;
  }
  const code = last.then(read);
  last = code.catch(() => {});
  const entry = { code, size: 0 };
  kept.set(key, entry);
  code.then(
    (code) => {
      entry.size = sizeOf(code);
      total += entry.size;
      makeRoom();
    },
    () => kept.delete(key),
  );
  return code;
}

function makeRoom(): void {
  for (const [key, { size }] of kept) {
    if (total <= MAX_KEPT) return;
    // What is still being read has no size yet.
    if (size > 0) kept.delete(key);
    total -= size;
  }
}

function sizeOf(code: Code): number {
  let size = code.entries.size * ENTRY + ENTRY;
  for (const { text } of code.files.values()) size += text.length;
  return size;
}
