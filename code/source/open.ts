import { closeSync, constants, fstatSync, lstatSync, openSync, readSync, type Stats, statSync } from "node:fs";
import { Unjudged } from "../unjudged";

type Kind = Pick<Stats, "isFIFO" | "isSocket" | "isCharacterDevice" | "isBlockDevice">;

/**
 * Opens a file and nothing else: neither links, which the caller has resolved, nor pipes, which may block for ever.
 * @returns a file descriptor that the caller closes
 */
export function openFile(path: string): number {
  refuseOthers(lstatSync(path));
  // The file may have changed since.
  const fd = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0) | (constants.O_NOFOLLOW ?? 0));
  try {
    refuseOthers(fstatSync(fd));
    return fd;
  } catch (error) {
    closeSync(fd);
    throw error;
  }
}

function refuseOthers(stats: Stats): void {
  const kind = specialKind(stats);
  if (kind !== undefined) throw new Unjudged(`is ${kind}`);
  if (stats.isDirectory()) throw new Unjudged("is a directory");
}

/** The kind of a file without readable contents. */
export function specialKind(file: Kind): string | undefined {
  if (file.isFIFO()) return "a named pipe";
  if (file.isSocket()) return "a socket";
  return file.isCharacterDevice() || file.isBlockDevice() ? "a device" : undefined;
}

/** Reads a whole file; undefined if it has more bytes than the limit. */
export function readFile(path: string, limit: number): Buffer | undefined {
  const fd = openFile(path);
  try {
    const { size } = fstatSync(fd);
    if (size > limit) return undefined;
    const bytes = Buffer.allocUnsafe(size + 1);
    let length = 0;
    for (let read = -1; read !== 0 && length < bytes.length; length += read) {
      read = readSync(fd, bytes, length, bytes.length - length, null);
    }
    if (length !== size) throw new Unjudged("changes while it is read");
    return bytes.subarray(0, size);
  } finally {
    closeSync(fd);
  }
}

/** Reads some bytes of a file, fewer where it ends before. */
export function readRange(path: string, from: number, length: number): Buffer {
  const fd = openFile(path);
  try {
    const bytes = Buffer.allocUnsafe(length);
    return bytes.subarray(0, readSync(fd, bytes, 0, length, from));
  } finally {
    closeSync(fd);
  }
}

/** The size of a file, or of what a link leads to; undefined if it cannot be told. */
export function sizeOf(path: string): number | undefined {
  try {
    return statSync(path).size;
  } catch {
    return undefined;
  }
}
