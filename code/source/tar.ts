import { createReadStream } from "node:fs";
import { pipeline, type Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import type { ReadEntry } from "tar/read-entry";
import { tooLarge } from "../options";
import { Unjudged } from "../unjudged";
import type { Lister, Meter, Reader, Source } from "./listing";
import { openFile } from "./open";

const CHUNK = 1 << 16;
const FILES: ReadonlySet<string> = new Set(["File", "OldFile", "ContiguousFile"]);
const DIRECTORIES: ReadonlySet<string> = new Set(["Directory", "GNUDumpDir"]);
const LINKS: ReadonlySet<string> = new Set(["SymbolicLink", "Link"]);

/** The files of a tar archive, which is gone through from its beginning each time. */
export class TarSource implements Source {
  constructor(
    private readonly file: string,
    private readonly gzipped: boolean,
  ) {}

  async list(lister: Lister): Promise<void> {
    let room = true;
    await this.#goThrough(
      lister.unpacked,
      (entry) => {
        entry.resume();
        room &&= note(entry, lister);
      },
      () => !room,
    );
  }

  async read(names: ReadonlySet<string>, reader: Reader): Promise<void> {
    const wanted = new Set(names);
    await this.#goThrough(
      reader.unpacked,
      (entry) => {
        if (!wanted.has(entry.path)) entry.resume();
        else
          collect(entry, reader, (isMoreWanted) => {
            if (isMoreWanted) wanted.delete(entry.path);
            else wanted.clear();
          });
      },
      () => wanted.size === 0,
    );
  }

  /** Yields the entries, each of which is consumed at once, so that none waits in memory. */
  async #goThrough(unpacked: Meter, take: (entry: ReadEntry) => void, isDone: () => boolean): Promise<void> {
    const { Parser } = require("tar/parse") as typeof import("tar/parse");
    let damaged = false;
    let ended = false;
    const parser = new Parser({
      zstd: false,
      onReadEntry: take,
      onwarn: (code) => {
        damaged ||= code !== "TAR_ENTRY_INFO";
      },
    });
    parser.on("eof", () => {
      ended = true;
    });
    const head: number[] = [];
    for await (const chunk of openStream(this.file, this.gzipped) as AsyncIterable<Buffer>) {
      unpacked.add(chunk.length);
      // The parser would unpack it, without bounds.
      if (head.length < 2 && isGzip(head, chunk)) throw new Unjudged("is compressed, unlike its name says");
      parser.write(chunk);
      if (isDone()) return;
    }
    parser.end();
    if (damaged || !ended) throw new Unjudged("is damaged or incomplete");
  }
}

function openStream(file: string, gzipped: boolean): Readable {
  const stream = createReadStream("", { fd: openFile(file), highWaterMark: CHUNK });
  // What goes wrong is thrown where the stream is read.
  return gzipped ? pipeline(stream, createGunzip({ chunkSize: CHUNK }), () => {}) : stream;
}

function isGzip(head: number[], chunk: Buffer): boolean {
  head.push(...chunk.subarray(0, 2 - head.length));
  return head[0] === 0x1f && head[1] === 0x8b;
}

function note({ path, type, size }: ReadEntry, lister: Lister): boolean {
  if (FILES.has(type)) return lister.file(path, undefined, size);
  if (DIRECTORIES.has(type)) return lister.other(path);
  return lister.file(
    path,
    LINKS.has(type) ? "is a link, which Pulumi does not unpack" : "is neither file nor directory",
  );
}

function collect(entry: ReadEntry, reader: Reader, done: (isMoreWanted: boolean) => void): void {
  const { head } = reader;
  if (head === undefined && entry.size > reader.limits.maxFileBytes) {
    reader.problem(entry.path, tooLarge(reader.limits));
    done(true);
    entry.resume();
    return;
  }
  const chunks: Buffer[] = [];
  entry.on("data", (chunk) => {
    if (head === undefined || chunks.length === 0) chunks.push(chunk);
  });
  entry.on("end", () => {
    const bytes = Buffer.concat(chunks);
    if (head !== undefined) done(reader.bytes(entry.path, Buffer.from(bytes.subarray(0, head))));
    else done(bytes.length !== entry.size || reader.bytes(entry.path, bytes));
  });
}
