import { httpEventKey, isHttpEventText, isOptionalInHttpEvent } from "../aws/facts/http-events";
import type { HttpEventSource } from "../aws/model/http-event-sources";
import type { Facts } from "./facts";
import { type FailingRead, failingReads } from "./http-reads";

/** A read of a key that some of a function's events lack. */
export interface FailingEventRead {
  readonly read: FailingRead;
  /** The senders of such events. */
  readonly senders: HttpEventSource[];
}

/** The reads that fail for some of the formats, in the order of the code. */
export function findReads(facts: Facts, sources: readonly HttpEventSource[]): readonly FailingEventRead[] {
  const found = new Map<string, FailingEventRead>();
  const texts = { isText: isHttpEventText, isOptional: isOptionalInHttpEvent };
  for (const format of new Set(sources.map((source) => source.format))) {
    for (const read of failingReads(facts, (path) => httpEventKey(format, path), texts)) {
      // One finding for a key on a line.
      const key = [read.file, read.line, ...read.missing].join("\0");
      const known = found.get(key) ?? { read, senders: [] };
      known.senders.push(...sources.filter((source) => source.format === format && !known.senders.includes(source)));
      found.set(key, known);
    }
  }
  return [...found.values()].sort(({ read: a }, { read: b }) => {
    if (a.file !== b.file) return a.file < b.file ? -1 : 1;
    return a.line - b.line || a.column - b.column;
  });
}
