import { closeSync, fstatSync, readSync } from "node:fs";
import { constants, crc32, inflateRawSync } from "node:zlib";
import type { Entry, RandomAccessReader, ZipFile } from "yauzl";
import { tooLarge } from "../options";
import { reasonOf, Unjudged } from "../unjudged";
import { isCompiled } from "./compiled";
import { Exhausted, type Lister, type Reader, type Source } from "./listing";
import { openFile } from "./open";
import { isSource } from "./paths";
import { isMetadata } from "./vendored";

/** The block size for reading an archive's directory. */
const WINDOW = 1 << 16;

const STORED = 0;
const DEFLATED = 8;
/** The most by which deflating enlarges data: five bytes for each block of 64 KiB, and a little. */
const overhead = (bytes: number) => bytes / 1_000 + 1_000;

/** The files of a zip archive. Sizes in its headers are not trusted. */
export class ZipSource implements Source {
  readonly #entries = new Map<string, Entry>();

  constructor(private readonly file: string) {}

  async list(lister: Lister): Promise<void> {
    const { getFileNameLowLevel } = require("yauzl") as typeof import("yauzl");
    await withZip(this.file, async (zip) => {
      for await (const entry of zip.eachEntry()) {
        const name = getFileNameLowLevel(entry.generalPurposeBitFlag, entry.fileNameRaw, entry.extraFields, false);
        const read = isSource(name) || isMetadata(name) || isCompiled(name);
        const problem = read ? unreadable(entry) : undefined;
        if (read && problem === undefined) this.#entries.set(name, entry);
        if (!(name.endsWith("/") ? lister.other(name) : lister.file(name, problem, entry.uncompressedSize))) return;
      }
    });
  }

  async read(names: ReadonlySet<string>, reader: Reader): Promise<void> {
    await withZip(this.file, async (zip, archive) => {
      for (const name of names) {
        const entry = this.#entries.get(name);
        if (entry === undefined) continue;
        try {
          const bytes = reader.head === undefined ? contents : beginning;
          if (!reader.bytes(name, await bytes(entry, zip, archive, reader))) return;
        } catch (error) {
          if (error instanceof Exhausted) throw error;
          reader.problem(name, reasonOf(error));
        }
      }
    });
  }
}

async function withZip(file: string, use: (zip: ZipFile, archive: RandomAccess) => Promise<void>): Promise<void> {
  const { fromRandomAccessReaderPromise } = require("yauzl") as typeof import("yauzl");
  const fd = openFile(file);
  try {
    const archive = new RandomAccess(fd);
    const options = { lazyEntries: true, decodeStrings: false, autoClose: false, validateEntrySizes: false };
    const zip = await fromRandomAccessReaderPromise(archive.reader(), fstatSync(fd).size, options);
    await use(zip, archive);
  } finally {
    closeSync(fd);
  }
}

/** The reason why an entry cannot be read. */
function unreadable(entry: Entry): string | undefined {
  const isUnix = entry.versionMadeBy >> 8 === 3;
  if (isUnix && ((entry.externalFileAttributes >>> 16) & 0o170000) === 0o120000) return "is a symbolic link";
  if (entry.isEncrypted()) return "is encrypted";
  if (entry.compressionMethod === STORED || entry.compressionMethod === DEFLATED) return undefined;
  return `is compressed by method ${entry.compressionMethod}, which is not known here`;
}

async function contents(entry: Entry, zip: ZipFile, archive: RandomAccess, reader: Reader): Promise<Buffer> {
  const { maxFileBytes } = reader.limits;
  const { compressedSize, compressionMethod } = entry;
  if (compressedSize > maxFileBytes + overhead(maxFileBytes)) throw new Unjudged(tooLarge(reader.limits));
  const { fileDataStart } = await zip.readLocalFileHeaderPromise(entry, { minimal: true });
  const data = archive.read(fileDataStart, compressedSize);
  const bytes = compressionMethod === STORED ? data : inflate(data, reader);
  if (bytes.length > maxFileBytes) throw new Unjudged(tooLarge(reader.limits));
  if (crc32(bytes) !== entry.crc32) throw new Unjudged("is damaged: its checksum is another");
  return bytes;
}

/** The most bytes of a compressed file that are looked at for its beginning; these make no more than a thousand times as many. */
const COMPRESSED_HEAD = 512;

async function beginning(entry: Entry, zip: ZipFile, archive: RandomAccess, { head = 0 }: Reader): Promise<Buffer> {
  const { compressedSize, compressionMethod } = entry;
  const { fileDataStart } = await zip.readLocalFileHeaderPromise(entry, { minimal: true });
  const isStored = compressionMethod === STORED;
  const data = archive.read(fileDataStart, Math.min(compressedSize, isStored ? head : COMPRESSED_HEAD));
  // A stream that is cut off is no error then.
  return isStored ? data : inflateRawSync(data, { finishFlush: constants.Z_SYNC_FLUSH }).subarray(0, head);
}

/** Inflates no more than the limit. */
function inflate(data: Buffer, { limits, unpacked }: Reader): Buffer {
  try {
    const bytes = inflateRawSync(data, { maxOutputLength: limits.maxFileBytes });
    unpacked.add(bytes.length);
    return bytes;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ERR_BUFFER_TOO_LARGE") throw error;
    unpacked.add(limits.maxFileBytes);
    throw new Unjudged(tooLarge(limits));
  }
}

/** Reads from an open file, small pieces that follow each other in one go. */
class RandomAccess {
  #window = Buffer.alloc(0);
  #start = 0;

  constructor(private readonly fd: number) {}

  /** @throws Unjudged if the file ends before */
  read(position: number, length: number): Buffer {
    if (position < this.#start || position + length > this.#start + this.#window.length) {
      const window = Buffer.allocUnsafe(Math.max(length, WINDOW));
      this.#window = window.subarray(0, readSync(this.fd, window, 0, window.length, position));
      this.#start = position;
    }
    const from = position - this.#start;
    if (from + length > this.#window.length) throw new Unjudged("is incomplete");
    return this.#window.subarray(from, from + length);
  }

  /** The library's interface; the library alone reads each small piece separately. */
  reader(): RandomAccessReader {
    const { RandomAccessReader } = require("yauzl") as typeof import("yauzl");
    const read = (position: number, length: number) => this.read(position, length);
    return new (class extends RandomAccessReader {
      override read(
        buffer: Buffer,
        offset: number,
        length: number,
        position: number,
        callback: (error: Error | null) => void,
      ): void {
        try {
          read(position, length).copy(buffer, offset);
          process.nextTick(callback, null);
        } catch (error) {
          process.nextTick(callback, error as Error);
        }
      }
    })();
  }
}
