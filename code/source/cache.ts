import type { Code } from "../code";

/** The most characters of code that are cached. */
const MAX_KEPT = 32 * 1024 * 1024;
/** The size of an entry without contents. */
const ENTRY = 100;

const kept = new Map<string, { readonly code: Promise<Code>; size: number }>();
/** The size of all that is kept. */
let total = 0;
let last: Promise<unknown> = Promise.resolve();

/**
 * Reads code once for all policies, and keeps the last used code within a limit. One
 * is read after the other, so that memory is bounded however many functions are checked at once.
 * @param key identifies code and the way to read it
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
    // Code that is still being read has no size yet.
    if (size > 0) kept.delete(key);
    total -= size;
  }
}

function sizeOf(code: Code): number {
  let size = code.entries.size * ENTRY + ENTRY;
  for (const { text } of code.files.values()) size += text.length;
  return size;
}
